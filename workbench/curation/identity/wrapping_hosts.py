"""Hosts that are known to wrap other addresses: by their whole name, or by the domain they are in.

Each has a reader, which says what an address of that host wraps, as it is written there.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from workbench.curation.identity.embedded import (
    read_base64,
    read_dashed_host,
    read_message,
    read_proofpoint_v2,
    read_proofpoint_v3,
    read_written,
)
from workbench.curation.text import split_names
from workbench.curation.text.address import Address

_Reader: TypeAlias = Callable[[Address], str]
"""What an address wraps, as it is written there; empty where it wraps nothing."""


# A host by its name


def find_by_name(address: Address) -> str:
    host = address.host
    if host.startswith("google."):
        return _read_google(address) if _GOOGLE_HOST.fullmatch(host) else ""
    if "proxy" in host:
        return _read_library_proxy(address)
    domain = host[host.rfind(".", 0, max(host.rfind("."), 0)) + 1 :]
    if domain not in _NAMED:
        return ""
    part, reader = _NAMED[domain]
    return reader(address) if host.endswith(part) else ""


_GOOGLE_HOST: Final = re.compile(r"google\.(?:com|[a-z]{2}|com?\.[a-z]{2})")
_AMP_CACHED: Final = re.compile(r"/[a-z]/(s/)?(.+)", re.S)


def _read_amp_cache(address: Address) -> str:
    match = _AMP_CACHED.match(address.tail)
    return match[2] if match else ""


def _read_google(address: Address) -> str:
    match address.path:
        case "/url" | "/imgres" | "/aclk":
            return address.find_param("q", "url", "imgrefurl", "adurl")
        case "/search":
            return _read_cached(address)
        case path if path.startswith("/amp/"):
            return address.tail.removeprefix("/amp/").removeprefix("s/")
    return ""


def _read_cached(address: Address) -> str:
    """`q=cache:<id>:<address> words`, as search engines kept copies."""
    match = re.match(r"cache:(?:[\w-]{12}:)?(\S+)", address.find_param("q"))
    return match[1] if match else ""


def _read_translation(address: Address) -> str:
    """A page that Google translates: the host as one label, parameters of its own beside the page's."""
    host = read_dashed_host(address.host.removesuffix(".translate.goog"))
    path, mark, query = address.tail.partition("#")[0].partition("?")
    kept = [pair for pair in query.split("&") if not pair.startswith("_x_tr_")]
    return f"https://{host}{path}{mark if any(kept) else ''}{'&'.join(kept)}"


_PROXY_LABEL: Final = re.compile(r"(?:[a-z]*?)e?z?-?(?:lib)?proxy\d*(?:-[a-z]+)?|idm")
_DOMAINS: Final = split_names(
    "com org net edu gov int mil press info io de fr nl ch it es eu jp cn ca au se uk"
)
_DASHED_DOMAINS: Final = split_names("com org net edu gov int mil press uk")
"""Endings in front of which a hyphen is no accident."""


def _read_library_proxy(address: Address) -> str:
    """What a library reads for its people: `login?url=…`, or the host in front of its own, plain or as one label."""
    if "/login" in address.path or not address.path:
        wrapped = read_written(address.find_param("url", "qurl"))
        if wrapped:
            return wrapped
    labels = address.host.split(".")
    at = next((at for at, label in enumerate(labels) if _PROXY_LABEL.fullmatch(label)), 0)
    if not at or len(labels) - at < 3:
        return ""
    dashed = read_dashed_host(labels[0])
    if dashed.rpartition(".")[2] in _DASHED_DOMAINS and "." in dashed:
        return f"https://{dashed}{address.tail}"
    own = at - 1 if labels[at] == "idm" else at  # `<university>.idm.oclc.org`
    is_host = own > 1 and labels[own - 1] in _DOMAINS
    return f"https://{'.'.join(labels[:own])}{address.tail}" if is_host else ""


# Hosts that are known to wrap


def _make_param_reader(paths: str, names: str) -> _Reader:
    """Reads what stands in these parameters, on these paths or (`*`) on all."""
    given, wanted = paths.split("|"), names.split("|")
    return lambda address: address.find_param(*wanted) if paths == "*" or address.path in given else ""


_SNAPSHOT: Final = re.compile(
    r"/(?:web|save|wayback|all|ukgwa|memento|archive|o/\w+|timegate|newest|oldest|wip|proxy|\d+)?"
    r"(?:/?[\d.*-]{4,20}(?:[a-z]{2}_)?)?/?((?:https?:|https?%3A|[a-z\d-]+(?:\.[a-z\d-]+)+/).*)",
    re.I | re.S,
)


def _read_snapshot(address: Address) -> str:
    """A page as an archive kept it: behind the time, or behind a word for it. `*` lists all times."""
    if address.path in ("", "/submit"):
        return address.find_param("url")
    match = _SNAPSHOT.match(address.tail)
    if match is None or "*" in address.tail[: match.start(1)]:
        return ""
    return read_written(match[1]) or match[1]


def _read_ghost_archive(address: Address) -> str:
    match = re.fullmatch(r"/varchive/(?:youtube/)?(?:\d+/)?([\w-]{11})", address.path, re.A)
    return "https://youtu.be/" + match[1] if match else _read_snapshot(address)


def _read_front(address: Address) -> str:
    """A reading proxy: the whole address stands behind its host, or in a parameter."""
    inner = re.sub(r"^/+(?:proxy|search|api/proxy)?\??(?:q|url)=", "", address.tail).lstrip("/")
    return read_written(inner) or (inner if re.match(r"[a-z\d-]+(?:\.[a-z\d-]+)+/.", inner, re.I) else "")


def _read_yahoo(address: Address) -> str:
    match = re.search(r"/RU=([^/]+)", address.tail)
    return read_written(match[1]) if match else ""


def _read_proofpoint(address: Address) -> str:
    written = address.find_param("u")
    match address.path:
        case "/v1/url":
            return written
        case "/v2/url":
            return read_proofpoint_v2(written)
    return read_proofpoint_v3(address.tail)


def _read_between_lines(address: Address) -> str:
    """`/v2/___https://…___.rest`."""
    return read_written(address.tail.partition("___")[2].partition("___")[0])


def _read_google_news(address: Address) -> str:
    """The address in an article's id, as it was written until 2024; ids since then hold none."""
    return (
        read_message(address.segments[-1]) if address.segments[:-1][-1:] in (("articles",), ("read",)) else ""
    )


def _read_last_segment(address: Address) -> str:
    return read_written(address.segments[-1]) if address.segments else ""


def _read_substack(address: Address) -> str:
    return (
        read_base64(address.path.removeprefix("/redirect/2/"))
        if address.path.startswith("/redirect/2/")
        else ""
    )


_PARAMS: Final = """
l.facebook.com lm.facebook.com l.messenger.com l.workplace.com : /l.php : u
facebook.com : /l.php|/flx/warn : u
l.instagram.com : * : u
out.reddit.com : * : url
youtube.com : /redirect : q
medium.com : /m/global-identity|/m/global-identity-2 : redirectUrl
linkedin.com : /safety/go|/redir/redirect|/redir/general-malware-page : url
consent.youtube.com consent.google.com : /m|/ml : continue
scholar.google.com : /scholar_url : url
translate.google.com : /translate|/website : u
slack-redir.net : /link : url
duckduckgo.com : /l : uddg
bing.com : /ck/a|/aclick|/newtabredir : u|url
t.umblr.com : /redirect : z
vk.com away.vk.com : /away.php|/away : to
steamcommunity.com : /linkfilter : url|u
exit.sc : * : url
t.me : /iv : url
l.wl.co : /l : u
x.com twitter.com : /safety/unsafe_link_warning : unsafe_link
pinterest.com : /offsite : url
getpocket.com : /redirect : url
disq.us : /url : url
link.zhihu.com link.juejin.cn link.csdn.net : * : target
gitee.com : /link : target
sspai.com : /link : target
leetcode.cn : /link : target
jianshu.com : /go-wild : url
weibo.cn : /sinaurl : u|toasturl
oschina.net : /action/GoToLink : url
go.skimresources.com go.redirectingat.com : * : url
click.linksynergy.com : * : murl
awin1.com : /cread.php : ued|p
anonym.to href.li nullrefer.com : * : url
mandrillapp.com : * : p
linkprotect.cudasvc.com : /url : a
statics.teams.cdn.office.net : * : url
linklock.titanhq.com : * : url
checkpoint.url-protection.com : * : o
clicktime.cloud.postoffice.net : * : U
urlsand.esvalabs.com link.edgepilot.com : * : u
nam.safelink.emails.azure.net safelink.emails.azure.net : * : destination
clicktime.symantec.com : * : u
protect2.fireeye.com : /url|/v1/url : u
scanmail.trustwave.com : * : u|U
go.openathens.net : * : url
textise.net : /showText.aspx : strURL
printfriendly.com : /print : url
webcitation.org : /query : url
"""
_ARCHIVES: Final = split_names(
    "web.archive.org wayback.archive.org archive.ph archive.is archive.today archive.li archive.vn archive.fo"
    " archive.md"
    " wayback.archive-it.org arquivo.pt webarchive.nationalarchives.gov.uk webarchive.loc.gov swap.stanford.edu"
    " timetravel.mementoweb.org megalodon.jp"
)
COPIES: Final = _ARCHIVES | split_names("ghostarchive.org webcache.googleusercontent.com webcitation.org")
_FRONTS: Final = split_names(
    "freedium.cfd freedium-mirror.cfd r.jina.ai 12ft.io 13ft.io outline.com txtify.it smry.ai readmedium.com"
    " removepaywall.com removepaywalls.com pure.md defuddle.md archivebuttons.com 1ft.io"
)


def _iter_param_readers() -> Iterator[tuple[str, _Reader]]:
    for line in _PARAMS.strip().splitlines():
        hosts, paths, names = line.split(" : ")
        for host in hosts.split():
            yield host, _make_param_reader(paths, names)


_NAMED: Final[dict[str, tuple[str, _Reader]]] = {
    "ampproject.org": (".cdn.ampproject.org", _read_amp_cache),
    "bing-amp.com": (".bing-amp.com", _read_amp_cache),
    "oclc.org": (".idm.oclc.org", _read_library_proxy),
    "office365.us": (".safelinks.protection.office365.us", _make_param_reader("*", "url")),
    "outlook.com": (".safelinks.protection.outlook.com", _make_param_reader("*", "url")),
    "sophos.com": (".protection.sophos.com", _make_param_reader("*", "u")),
    "trendmicro.com": ("-ctp.trendmicro.com", _make_param_reader("*", "url")),
    "translate.goog": (".translate.goog", _read_translation),
}
"""Domains whose hosts wrap where they end like this."""

HOST_READERS: Final[dict[str, _Reader]] = {
    **dict(_iter_param_readers()),
    **dict.fromkeys(_ARCHIVES, _read_snapshot),
    **dict.fromkeys(_FRONTS, _read_front),
    "cdn.ampproject.org": _read_amp_cache,
    "ghostarchive.org": _read_ghost_archive,
    "news.google.com": _read_google_news,
    "r.search.yahoo.com": _read_yahoo,
    "secure-web.cisco.com": _read_last_segment,
    "substack.com": _read_substack,
    **dict.fromkeys(("urldefense.com", "urldefense.us", "urldefense.proofpoint.com"), _read_proofpoint),
    **dict.fromkeys(("url.avanan.click", "protect.checkpoint.com"), _read_between_lines),
    "webcache.googleusercontent.com": _read_cached,
}
