"""Addresses that lead to another address they contain: takes the address out that is meant.

Click counters, mail filters, archives, reading and library proxies: one idea, and three ways to know it. A host that
is known to wrap (`_READERS`), a name that says so (`_find_by_name`), or a path that does nothing else on any host
(`_find_by_shape`). How the inner address is written is in `embedded.py`. Only the URL itself is read. Shorteners and
counters that keep the address to themselves need the network and stay as they are.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from workbench.curation.identity.embedded import (
    read_base64,
    read_dashed_host,
    read_packed,
    read_proofpoint_v2,
    read_proofpoint_v3,
    read_written,
)
from workbench.curation.text import split_names
from workbench.curation.text.address import Address, Unidentified, parse_url
from workbench.curation.text.cleaning import find_unfit_char, to_safe_url

MAX_NESTED_WRAPPERS: Final = 5
"""How many wrappers are opened; where more are nested, the rest stays as it is."""

_Reader: TypeAlias = Callable[[Address], str]
"""What an address wraps, as it is written there; empty where it wraps nothing."""


def unwrap_address(address: Address) -> Address:
    """The address inside archives, click counters, filters and proxies; the same one where there is none."""
    for inner, _ in _iter_unwrapped(address):
        address = inner
    return address


def unwrap_url(url: str) -> str:
    """The URL meant, as it is written within this one, for people to go to: a copy in an archive is what was saved."""
    address = parse_url(url)
    if isinstance(address, Unidentified) or address.host in _COPIES:
        return url
    for inner, written in _iter_unwrapped(address):
        url = to_safe_url(written) or url
        if inner.host in _COPIES:
            break
    return url


def _iter_unwrapped(address: Address) -> Iterator[tuple[Address, str]]:
    """The addresses within this one, one in the other, each as it is and as it is written."""
    for _ in range(MAX_NESTED_WRAPPERS):
        found = _unwrap_once(address)
        if found is None:
            return
        yield found
        address = found[0]


def _unwrap_once(address: Address) -> tuple[Address, str] | None:
    reader = _READERS.get(address.host)
    written = (reader and reader(address)) or _find_by_name(address) or _find_by_shape(address)
    if not written:
        return None
    written = read_base64(written) or written
    # A wrapper may leave the scheme out, or write `https:/host` where a proxy merged the slashes.
    written = written if "://" in written[:10] else "https://" + re.sub(r"^https?:/*|^/+", "", written)
    written = written.replace(" ", "%20")
    found = parse_url(written)
    if isinstance(found, Unidentified) or "." not in found.host or find_unfit_char(written) is not None:
        return None
    return found, written


# A host by its name


def _find_by_name(address: Address) -> str:
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


# A path that does nothing but lead on, on any host


_COUNTED: Final = re.compile(r"/C?L0/(https?(?::|%3A)[^/]+)/\d+/", re.I)
_LEADING_ON: Final = split_names(
    "away click clicks exit goto leave leaving linkfilter out outbound outgoing redir redirect redirector track"
)
_LED_TO: Final = (
    "target",
    "url",
    "u",
    "to",
    "dest",
    "destination",
    "redirect_url",
    "redirect",
    "link",
    "goto",
)
_COUNTER_LABEL: Final = re.compile(
    r"(?:e|em|email|mail|mg|go|news|newsletter|r|t|trk|url|redirect|(?:click|link|lnk|track)(?:s|er|ing)?)\d*"
)


def _find_by_shape(address: Address) -> str:
    tail = address.tail
    has_address = "http" in tail or "HTTP" in tail
    if not has_address and "aHR0c" not in tail and "/eyJ" not in tail and "/eJ" not in tail:
        return ""
    if has_address and (counted := _COUNTED.match(tail)):
        return read_written(counted[1])
    segments = address.segments
    last = segments[-1].lower() if segments else ""
    if last.partition(".")[0] in _LEADING_ON:
        wrapped = address.find_param(*_LED_TO)
        return read_base64(wrapped) or read_written(wrapped)
    if _COUNTER_LABEL.fullmatch(address.host.partition(".")[0]):
        return _read_counter(segments)
    return ""


def _read_counter(segments: tuple[str, ...]) -> str:
    """The address that a click counter has in a segment of its path."""
    for segment in segments:
        wrapped = read_base64(segment) or (read_packed(segment) if segment.startswith("eJ") else "")
        if wrapped:
            return wrapped
    return ""


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
_COPIES: Final = _ARCHIVES | split_names("ghostarchive.org webcache.googleusercontent.com webcitation.org")
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
    "outlook.com": (".safelinks.protection.outlook.com", _make_param_reader("*", "url")),
    "sophos.com": (".protection.sophos.com", _make_param_reader("*", "u")),
    "translate.goog": (".translate.goog", _read_translation),
}
"""Domains whose hosts wrap where they end like this."""

_READERS: Final[dict[str, _Reader]] = {
    **dict(_iter_param_readers()),
    **dict.fromkeys(_ARCHIVES, _read_snapshot),
    **dict.fromkeys(_FRONTS, _read_front),
    "cdn.ampproject.org": _read_amp_cache,
    "ghostarchive.org": _read_ghost_archive,
    "r.search.yahoo.com": _read_yahoo,
    "secure-web.cisco.com": _read_last_segment,
    "substack.com": _read_substack,
    **dict.fromkeys(("urldefense.com", "urldefense.us", "urldefense.proofpoint.com"), _read_proofpoint),
    "url.avanan.click": lambda address: read_written(address.tail.partition("___")[2].partition("___")[0]),
    "webcache.googleusercontent.com": _read_cached,
}
