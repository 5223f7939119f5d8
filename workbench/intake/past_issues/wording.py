"""What headings and lines of newsletters commonly say when no entries stand beneath them, in a few languages.

These words are the trade's and no newsletter's own: a TL;DR, thanks, a call for contributions, what a platform adds.
"""

import re
from typing import Final

from workbench.curation.publication import Publication, match_pattern

_TLDR: Final = frozenset(
    ("tl dr", "tldr", "tl dr summary", "in short", "in brief", "at a glance", "the short version", "kurzfassung", "摘要", "本期概要")
)
_FURNITURE: Final = re.compile(
    r"credits?|thanks?|thank you|acknowledge?ments?|contributors?|contribut(?:e|ing)\b.*|how to contribute|get involved"
    r"|subscribe|subscriptions?|unsubscribe|about(?: us| me| this .*| the authors?)?|sponsors?|sponsored by|our sponsors?"
    r"|advertis\w*|feedback|contact|follow us|archives?|past issues|previous (?:issues?|editions?|weeks?)|last year.*"
    r"|table of contents|contents|toc|license|copyright|share this.*|comments?|footer|colophon|imprint|impressum"
    r"|往年回顾|往期回顾|订阅|关于|贡献者?|致谢|感谢|版权|投稿|联系.*|关注我们|目录|欢迎投稿|历史周报|参与贡献|声明|赞助",
    re.I,
)
_CHROME: Final = re.compile(
    r"discussion about this (?:post|episode|podcast)|comments?(?: \d+)?|restacks?|top\s*latest\s*discussions?|no posts|ready for more\??"
    r"|write a comment\.*|leave a comment|share this post|share|subscribe|subscribe now|like|likes?|\d+ (?:comments?|likes?|restacks?)"
    r"|© ?\d{4}.*|privacy(?: ?[∙·•|] ?terms.*)?|start writing|get the app|previous|next|copy link|facebook|email|notes|more"
    r"|[\w .&']+ is free today\..*|thanks for reading.*subscribe.*",
    re.I | re.S,
)
_END_OF_PAGE: Final = re.compile(
    r"discussion about this (?:post|episode|podcast)|comments?|restacks?|top\s*latest\s*discussions?|ready for more\??|write a comment\.*",
    re.I,
)
_CALL: Final = re.compile(
    r"(?:please\s+)?(?:subscribe|unsubscribe|submit|discuss|join|follow|share|vote|support|donate|sponsor|contribute|suggest|explore"
    r"|search|browse|view|visit|see|click|sign up|register|apply|reply|contact|previous|next|read more|learn more|more |all |edit this"
    r"|tell us|let us|send|archive|comment)\b|(?:订阅|投稿|上一|下一|往期|更多|查看|加入|关注|推荐)",
    re.I,
)
_LETTERS: Final = re.compile(r"[^\W\d_]+")


def fold_heading(text: str) -> str:
    """The words of a heading without counts, signs and capitals, to recognise one that is written another way."""
    return " ".join(_LETTERS.findall(text.casefold()))


def is_tldr_heading(text: str, publication: Publication) -> bool:
    """Whether a heading announces the summary."""
    folded = fold_heading(text)
    return folded in _TLDR or (folded != "" and folded == fold_heading(publication.tldr.heading))


def is_furniture_heading(text: str) -> bool:
    """Whether what stands below a heading serves the newsletter itself, so that its links recommend nothing."""
    return _FURNITURE.fullmatch(text.strip(" \t:：.!…*_")) is not None


def is_call(label: str) -> bool:
    """Whether a link by these words asks readers to do something for the newsletter, or leads about its own pages."""
    return _CALL.match(label.strip(" \t『「【[(→»>")) is not None


def is_chrome(text: str) -> bool:
    """Whether a line is a button or a counter that a platform put beside the text."""
    return _CHROME.fullmatch(text.strip()) is not None


def ends_page(text: str) -> bool:
    """Whether all that follows a line is what readers said or what the platform adds."""
    return _END_OF_PAGE.fullmatch(text.strip()) is not None


def find_known_heading(text: str, publication: Publication) -> str:
    """Which heading of the publication a line is: `section`, `tldr`, `block` or nothing."""
    if len(text) > 80 or not text:
        return ""
    if is_tldr_heading(text, publication):
        return "tldr"
    folded = fold_heading(text)
    if any(folded == fold_heading(block.heading) != "" for block in publication.blocks):
        return "block"
    for section in publication.sections:
        names = (section.name, section.heading.replace("{count}", ""), section.label)
        if folded in {fold_heading(name) for name in names} - {""} or match_pattern(section.heading, text) is not None:
            return "section"
    return ""
