"""What headings and lines of newsletters commonly say when no entries stand beneath them, in a few languages.

These words are the trade's and no newsletter's own: a TL;DR, thanks, a call for contributions, what a platform adds.
"""

import re
from typing import Final, Literal, TypeAlias

from workbench.curation.publication import Publication

_TLDR: Final = frozenset(
    (
        "tl dr",
        "tldr",
        "tl dr summary",
        "in short",
        "in brief",
        "at a glance",
        "kurzfassung",
        "摘要",
        "本期概要",
    )
)
_FURNITURE: Final = re.compile(
    r"credits?|thanks?|thank you|acknowledge?ments?|contributors?|contribut(?:e|ing)\b.*|how to contribute|get involved"
    r"|subscribe|subscriptions?|unsubscribe|about(?: us| me| this .*| the authors?)?|(?:our )?sponsors?|sponsored by"
    r"|advertis\w*|feedback|contact|follow us|archives?|(?:past|previous) (?:issues?|editions?|weeks?)|last year.*"
    r"|table of contents|contents|toc|license|copyright|share this.*|comments?|footer|colophon|imprint|impressum"
    r"|on this day|(?:this week|today) in history|from the archives?"
    r"|历史上的.*|往年.*|往期回顾|订阅|关于|贡献者?|致谢|感谢|版权|欢迎投稿|投稿|联系.*|关注我们|目录|历史周报|参与贡献|声明|赞助",
    re.I,
)
_PAGE_END: Final = re.compile(
    r"discussion about this (?:post|episode|podcast)|top\s*latest\s*discussions?|ready for more\??|write a comment\.*",
    re.I,
)
_PERHAPS_PAGE_END: Final = re.compile(r"(?:\d+ )?(?:comments?|restacks?|likes?)(?: \(?\d+\)?)?", re.I)
_CHROME: Final = re.compile(
    r"no posts|leave a comment|share(?: this post)?|subscribe(?: now)?|start writing|get the app|previous|next"
    r"|copy link|© ?\d{4}.*|privacy(?: ?[∙·•|] ?terms.*)?|facebook|email|notes|more|[\w .&']+ is free today\..*"
    r"|thanks for reading.*subscribe.*",
    re.I | re.S,
)
_CALL: Final = re.compile(
    r"(?:please\s+)?(?:subscribe|unsubscribe|submit|discuss|join|follow|share|vote|support|donate|sponsor|contribute"
    r"|suggest|explore|search|browse|view|visit|see|click|sign up|register|apply|reply|contact|previous|next|read more"
    r"|learn more|more |all |edit this|tell us|let us|send|archive|comment)\b"
    r"|(?:订阅|投稿|上一|下一|往期|更多|查看|加入|关注|推荐)",
    re.I,
)
_MAX_HEADING: Final = 80
_LETTERS: Final = re.compile(r"[^\W\d_]+")


def fold_heading(text: str) -> str:
    """The words of a heading without counts, signs, capitals and plurals, to recognise one that is written another
    way."""
    return " ".join(word.removesuffix("s") for word in _LETTERS.findall(text.casefold()))


KnownHeading: TypeAlias = Literal["section", "tldr", "block", ""]


class KnownHeadings:
    """The headings that a publication has, by which a line without any mark is known as one."""

    def __init__(self, publication: Publication) -> None:
        self._kinds: Final[dict[str, KnownHeading]] = {}
        for section in publication.sections:
            for name in (section.name, section.label):
                self._kinds[fold_heading(name)] = "section"
        self._kinds.update({fold_heading(block.heading): "block" for block in publication.blocks})
        self._kinds.update(dict.fromkeys((*_TLDR, fold_heading(publication.tldr.heading)), "tldr"))
        self._kinds[""] = ""
        self._own_tldr: Final = fold_heading(publication.tldr.heading)

    def find(self, text: str) -> KnownHeading:
        """What a line heads, if it is one of these."""
        return self._kinds.get(fold_heading(text), "") if len(text) <= _MAX_HEADING else ""

    def is_own_tldr(self, text: str) -> bool:
        """Whether a heading of the summary is the publication's own, and no newsletter's at all."""
        return fold_heading(text) == self._own_tldr


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
    return len(text) < 60 and _PAGE_END.fullmatch(text.strip()) is not None


def may_end_page(text: str) -> bool:
    """Whether a line near the end is a counter of what readers did."""
    return len(text) < 60 and _PERHAPS_PAGE_END.fullmatch(text.strip()) is not None
