"""Blogs, forums, documents, encyclopaedias: sites whose URLs carry the id or the name of a post."""

import re
from typing import Final

from msgspec.structs import replace

from workbench.curation.identity.pages import HostRule, Work, work_of_page
from workbench.curation.identity.params import select_significant_params
from workbench.curation.text import split_names
from workbench.curation.text.address import Address

_POST: Final = r"/p/([^/]+)(?:/comments)?"


_APP_POST: Final = r"(?a)/(?:home/post/p-|inbox/post/|@[^/]+/p-)(\d+)"


def _match_substack_app(address: Address) -> Work | None:
    """A post by its number, as Substack's app and its mails link to it."""
    match = re.fullmatch(_APP_POST, address.path)
    id = match[1] if match else address.find_param("post_id") if address.path == "/app-link/post" else ""
    return Work("https://substack.com/home/post/p-" + id) if id.isascii() and id.isdigit() else None


def _match_substack(address: Address) -> Work | None:
    match = re.fullmatch(_POST, address.path)
    name = address.host.removesuffix(".substack.com")
    return Work(f"substack:{name}/{match[1]}") if match and "." not in name else None


def _match_open_substack(address: Address) -> Work | None:
    match = re.fullmatch(r"/pub/([^/]+)/p/([^/]+)(?:/comments)?", address.path)
    return Work(f"substack:{match[1].lower()}/{match[2]}") if match else None


# Medium finds a post by the hexadecimal id at the end of its path. The words before it may change.
_MEDIUM_ID: Final = r"(?:/[^/]+)?/(?:[^/]*-)?([0-9a-f]{10,12})|/p/([0-9a-f]{10,12})"


# Publications stand on domains of their own too. Twelve such digits, a letter among them, are no accident; behind four
# more they end a UUID.
_MEDIUM_PATH: Final = re.compile(r"/[^/]*[^/-](?<!-[0-9a-f]{4})-(?!\d+$)([0-9a-f]{12})")


def _match_medium(address: Address) -> Work | None:
    match = re.fullmatch(_MEDIUM_ID, address.path)
    return Work("medium:" + (match[1] or match[2])) if match else None


def work_of_medium_path(path: str) -> Work | None:
    """The post that a path on any host names by Medium's id: `/writing-a-plugin-a81604c606b1`."""
    match = _MEDIUM_PATH.fullmatch(path)
    return Work("medium:" + match[1]) if match else None


# Ids have 17 characters. A post within a sequence (`/s/<sequence>/p/<post>`) is that post.
_FORUM_POST: Final = r"/(?:posts|s/[A-Za-z0-9]{17}/p)/([A-Za-z0-9]{17})(?:/.*)?"


def _match_lesswrong(address: Address) -> Work | None:
    match = re.fullmatch(_FORUM_POST, address.path)
    return Work("lesswrong:" + match[1]) if match else None


def _match_ea_forum(address: Address) -> Work | None:
    match = re.fullmatch(_FORUM_POST, address.path)
    return Work("eaforum:" + match[1]) if match else None


_QUESTION: Final = r"(?a)/(?:questions|q)/(\d+)(?:/.*)?"


def _match_question(address: Address) -> Work | None:
    match = re.fullmatch(_QUESTION, address.path)
    return Work(f"stackexchange:{address.host}/{match[1]}") if match else None


_DOCUMENT: Final = r"(?a)/(?:document|spreadsheets|presentation|forms|file)/(?:u/\d+/)?d/([\w-]{15,})(?:/.*)?"


def _match_google_document(address: Address) -> Work | None:
    if match := re.fullmatch(_DOCUMENT, address.path):
        return Work("gdocs:" + match[1])
    id = address.find_param("id") if address.path in ("/open", "/uc") else ""
    return Work("gdocs:" + id) if id else None


def _match_wikipedia(address: Address) -> Work | None:
    """An article, by language and title. Old versions, the editor and search results are pages of their own."""
    language = address.host.removesuffix(".wikipedia.org").removesuffix(".m")
    given = dict(select_significant_params(address))
    if address.path == "/w/index.php" and set(given) == {"title"}:
        title = given["title"]
    elif address.path.startswith("/wiki/") and not given:
        title = address.path.removeprefix("/wiki/")
    else:
        return None
    title = title.replace("%20", "_").replace(" ", "_")
    return Work(f"wikipedia:{language}/{title[:1].upper()}{title[1:]}") if "." not in language else None


def _match_wikiwand(address: Address) -> Work | None:
    match = re.fullmatch(r"/([a-z-]{2,12})/(?:articles/)?([^/]+)", address.path)
    if match is None:
        return None
    return _match_wikipedia(replace(address, host=f"{match[1]}.wikipedia.org", path="/wiki/" + match[2]))


def _match_case_insensitive(address: Address) -> Work:
    """A page of a server that takes no account of case."""
    return work_of_page(replace(address, path=address.path.lower()))


_MEDIUM_HOSTS: Final = split_names(
    ".medium.com towardsdatascience.com betterprogramming.pub netflixtechblog.com .gitconnected.com .plainenglish.io"
    " .gopubby.com uxdesign.cc scribe.rip"
)
_EXCHANGE_HOSTS: Final = split_names(
    ".stackexchange.com stackoverflow.com superuser.com serverfault.com askubuntu.com mathoverflow.net"
)
_CASE_INSENSITIVE_HOSTS: Final = split_names(
    "channel9.msdn.com docs.microsoft.com learn.microsoft.com msdn.microsoft.com"
)
RULES: Final[dict[str, HostRule]] = {
    **dict.fromkeys(_CASE_INSENSITIVE_HOSTS, _match_case_insensitive),
    **dict.fromkeys(_MEDIUM_HOSTS, _match_medium),
    **dict.fromkeys(_EXCHANGE_HOSTS, _match_question),
    **dict.fromkeys(("lesswrong.com", "alignmentforum.org", "greaterwrong.com"), _match_lesswrong),
    **dict.fromkeys(("forum.effectivealtruism.org", "ea.greaterwrong.com"), _match_ea_forum),
    **dict.fromkeys(("docs.google.com", "drive.google.com"), _match_google_document),
    ".substack.com": _match_substack,
    "open.substack.com": _match_open_substack,
    "substack.com": _match_substack_app,
    ".wikipedia.org": _match_wikipedia,
    "wikiwand.com": _match_wikiwand,
}
