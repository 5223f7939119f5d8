"""What the fragment of a URL means: a route of a program, a place that may be a work of its own, or only a spot.

Episodes, threads and entries of a changelog often are places on one page, told apart by the fragment alone. So a
fragment counts unless it is known to point into one work: a comment, a footnote, a line, a heading of a manual or of an
article.
"""

import re
from collections.abc import Iterable
from typing import Final

from workbench.curation.identity.params import format_params, is_noise
from workbench.curation.text import split_names
from workbench.curation.text.address import Address, normalise_fragment, normalise_path, parse_params

TITLE_MARK: Final = "#="
"""Stands in the key of a link between its page and its title, where two links of one page say different things."""


def page_of_place(key: str) -> str:
    """The key of the page on which a key names a place or a title; empty where it names none.

    A fragment with a slash is a route, which is an address of its own and no place on another page.
    """
    page, hash, place = key.rpartition("#")
    is_place = hash and "/" not in place and not place.startswith("!")
    return page if is_place else ""


def place_in_key(key: str) -> str:
    """What a key says of the place on its page, with its mark: `#episode-33`; empty where it names none."""
    page = key
    while inner := page_of_place(page):
        page = inner
    return key[len(page) :]


def settle_pages(keys: Iterable[str]) -> dict[str, str]:
    """Pages of which only one place is named among these keys: each is the same work as that place."""
    places: dict[str, set[str]] = {}
    for key in keys:
        if page := page_of_place(key):
            places.setdefault(page, set()).add(key)
    return {page: next(iter(few)) for page, few in places.items() if len(few) == 1}


def format_fragment(address: Address) -> str:
    """The fragment with its `#` as far as it tells works apart, else nothing."""
    fragment = address.fragment.partition(":~:")[0]
    written, mark, rest = fragment.partition("?")
    params = format_params(pair for pair in parse_params(rest) if not is_noise(pair)) if mark else ""
    if fragment.startswith(("/", "!")):
        route = normalise_path(written)
        return f"#{route}{params}" if len(route) > 1 else ""
    place = normalise_fragment(written)
    if place.startswith("narrow/"):
        return "#" + _ZULIP_MESSAGE.sub("", place.replace("narrow/stream/", "narrow/channel/", 1))
    return "" if _is_spot(place, address) else f"#{place}{params}"


def format_entry(address: Address) -> str:
    """The fragment with its `#` where it names an entry of a log. All else in a file is a heading of that file."""
    place = normalise_fragment(address.fragment)
    name = address.segments[-1].partition(".")[0].lower()
    is_entry = place and (name in _ENTRIES or _DATED.match(place)) and not re.fullmatch(_SPOT, place)
    return "#" + place if is_entry and "/" not in place else ""


# In Zulip a conversation is `narrow/channel/<channel>/topic/<topic>`; the message behind it is a spot in it.
_ZULIP_MESSAGE: Final = re.compile(r"/(?:near|with)/\d+$", re.A)


_SPOTS: Final = (
    # parts and furniture that most pages have
    r"top|bottom|main|content|main[-_]?content|page|pagetop|body|header|head|footer|nav|navigation|menu|sidebar|search",
    r"skip(?:[-_]\S+)?|toc|toc[-_]\S+|table[-_]of[-_]contents|contents|share|sharing|about|about[-_]us|contact",
    r"subscribe|newsletter|sign[-_]?up|login|demo|features|faq|license|readme|credits|more(?:-\d+)?|selection-\S+",
    # what is said below it
    r"comments?|\S+-comments(?:-section)?|(?:issue|discussion_?|review_?|lf_)?comments?(?:[-_=]\S*|\d+)",
    r"respond|reply|replies|(?:reply|respond)-?\d+|disqus_thread|jump-comments|discussion|responses|reviews?|note_\d+",
    r"(?:c|p|msg|event-|discussion_r|pullrequestreview-)\d{4,}",
    # parts of a paper, an article, a manual
    r"abstract|intro|introduction|overview|summary|tl-?dr|background|motivation|methods?|results|conclusions?|notes",
    r"acknowledge?ments?|references|bibliography|citation|cite|appendix(?:-\w+)?|further[-_]reading|footnotes?",
    r"install(?:ation|ing)?|usage|getting[-_]started|quick-?start|examples?",
    r"sec(?:tion)?(?:[-_.]\S*|\d\S*)|ch(?:apter)?[-_.]?\d+|(?:fig(?:ure)?|tab(?:le)?|eq(?:uation)?)[-_.]?\d\S*",
    # footnotes, lines, pages, minutes, and what programs that write pages call their headings
    r"fn(?:ref)?[-:_]?\d\S*|_?(?:ftn|edn)(?:ref)?\d+|footnote\S*|cite_(?:note|ref)\S*|ref-?(?:cr)?\d+\S*|bib\d+",
    r"l\d+(?:c\d+)?(?:-l?\d+(?:c\d+)?)?|lines?-\d\S*|page[-_=]?\d+|page_\S+|t=[\dhms.]+|diff-\S+",
    r"(?:slide|zoom|pagemode|nameddest)=\S*|xpointer\(.*",
    r"h-\S+|h\.\S+|heading[-=_.]\S+|_toc\d+|mw-\S+|[0-9a-f]{32}",
    # counters of visits
    r"_|_=_?|\.[\w-]{6,}|ixzz\S+|sthash\..*|(?:xtor|navlink|intcid|wgt|echobox)=.*",
)
_SPOT: Final = rf"(?ai)(?:{'|'.join(_SPOTS)})"
_ENTRIES: Final = split_names(
    "blog careers change-log changelog changelogs changes episodes events history jobs log news release-notes"
    " releasenotes releases roadmap updates whats-new whatsnew"
)
"""What pages are called that list works of their own."""
_MANUAL_NAMES: Final = split_names(
    "api apidoc apidocs book developer developers doc docs documentation faq handbook javadoc learn manual manuals"
    " reference spec specs"
)
"""What manuals are called, as the first part of a host or as a part of the path."""
_MANUAL_HOSTS: Final = split_names(
    "cppreference.com docs.rs ecma-international.org hexdocs.pm html.spec.whatwg.org man7.org pkg.go.dev"
    " rdocumentation.org readthedocs.io readthedocs.org rtfd.io w3.org rfc-editor.org datatracker.ietf.org javadoc.io"
    " wiktionary.org"
)
_ARTICLE_FOLDERS: Final = split_names("article articles blog essays post posts tutorials writing")
_COLLECTIONS: Final = _ENTRIES | split_names(
    "daily day days digest edition episode hiring issue issues link links month monthly newsletter notes"
    " podcast program programme quarter recap release report round roundup schedule status talks thread"
    " threads update week weekly year january february march april may june july august september october"
    " november december"
)
"""Words in the name of a post that gathers works of others."""
_DATED: Final = re.compile(r"(?:v|version-?)?\d+[._-]\d", re.A | re.I)
"""How a version or a day begins: an entry, in a manual too."""


def _is_spot(place: str, address: Address) -> bool:
    """Whether a place lies in one work, however many such places the page has."""
    if not place or re.fullmatch(_SPOT, place):
        return True
    if "=" in place:
        return all(is_noise(pair) for pair in parse_params(place))
    if _DATED.match(place):
        return False
    return _is_manual(address) or (_is_article(address) and not any(char.isdigit() for char in place))


def _is_manual(address: Address) -> bool:
    """Whether the places of a page are the headings of a manual, and not entries of its own."""
    parts = [part.lower() for part in address.segments]
    if any(part.partition(".")[0] in _ENTRIES for part in parts):
        return False
    host = address.host
    if not _MANUAL_NAMES.isdisjoint((host.partition(".")[0], *parts)):
        return True
    while host and host not in _MANUAL_HOSTS:
        host = host.partition(".")[2]
    return bool(host)


def _is_article(address: Address) -> bool:
    """Whether a page is one article by its name, so that its places are headings: `/posts/llm-patterns`."""
    *folders, name = address.segments or ("",)
    words = re.findall(r"[a-z]{2,}", name.partition(".")[0].lower())
    if address.host == "huggingface.co":
        return folders == ["blog"]
    in_folder = not _ARTICLE_FOLDERS.isdisjoint((address.host.partition(".")[0], *folders))
    return in_folder and len(words) > 1 and _COLLECTIONS.isdisjoint(words)
