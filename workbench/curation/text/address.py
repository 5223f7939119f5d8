"""Parse a web address into its parts, or say that it is none.

RFC 3986 gives the syntax, the URL standard what browsers do with it. Two spellings that every server must
treat alike are made equal here (case of the host, IDNA, dot segments, needless escapes). What only most servers
treat alike is left to `identity`.
"""

import re
import unicodedata
from ipaddress import ip_address
from typing import Final
from urllib.parse import unquote, unquote_plus

from msgspec import Struct

MAX_URL_LENGTH: Final = 4096
"""Characters in a URL; servers and mail programs give up somewhere above 2,000 to 8,000."""


class Unidentified(Struct, frozen=True):
    """Why a text is no link, as a short phrase: `not a web address: javascript`, `no host`."""

    reason: str


class Address(Struct, frozen=True):
    """A web address in parts.

    `host` is lower case, in punycode, without `www.`, `m.`, `mobile.` or `amp.`. `port` is empty where it is 80 or 443.
    `path` keeps reserved characters as they were written and has no slash at its end. `query` is decoded. `tail` is
    everything behind the host as it was written, for addresses that contain other addresses.
    """

    host: str
    port: str
    path: str
    query: tuple[tuple[str, str], ...]
    fragment: str
    tail: str

    @property
    def segments(self) -> tuple[str, ...]:
        """The path between its slashes; none for a home page."""
        return tuple(self.path.split("/")[1:])

    def find_param(self, *names: str) -> str:
        """The value of the first of these parameters that the query has and that is not empty, else nothing."""
        given = dict(reversed(self.query))  # the first of several with one name counts
        return next((given[name] for name in names if given.get(name)), "")


_WEB_URL: Final = re.compile(r"(https?)://([^/?#]*)(([^?#]*)(?:\?([^#]*))?(?:#(.*))?)", re.I | re.S)
_TWICE: Final = re.compile(
    r"^(?:https?://)+(https?://)", re.I
)  # as a form makes it that puts a scheme before all
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):", re.I)
_BARE_HOST: Final = re.compile(
    r"(?:[^\s/?#:@\\.\[\]]+\.)+(?:[^\W\d_]{2,63}|xn--[a-z0-9-]+)\.?(?::\d+)?(?:[/?#].*)?", re.I
)
_GIT_REMOTE: Final = re.compile(r"git@([^\s/:@]+):(?!//)(.+)", re.I)
_GIT_URL: Final = re.compile(r"(?:git\+)?(?:ssh|git|https?)://(?:[^\s/@]*@)?([^\s/:]+)(?::\d+)?/(.+)", re.I)
# A page that the browser or an extension shows in its own way: `about:reader?url=…`, a suspended tab.
_VIEWED: Final = re.compile(
    r"view-source:(https?://.+)"
    r"|(?:about|read|extension|(?:chrome|moz|edge|ms-browser|safari-web)-extension):[^?#]*[?#](?:.*?&)??"
    r"(?:uri|url|u|href|target)=(?:(https?://.+)|(https?%3A[^&#]+))",
    re.I | re.S,
)
_SHORTHAND: Final = {"arxiv": "https://arxiv.org/abs/", "doi": "https://doi.org/"}


def complete_url(text: str) -> str | Unidentified:
    """The URL that a text means: a scheme is put before a bare host, a git remote becomes https, a suspended tab
    the page it shows.

    Spaces inside are escaped as a browser's address line does it. `Unidentified` where the text is no web address.
    """
    # Browsers drop tabs and line ends inside a URL; mail programs put them there.
    if not text.isprintable():
        text = text.translate({9: None, 10: None, 13: None})
    text = text.strip().replace(" ", "%20")
    if _WEB_URL.match(text):
        return _TWICE.sub(r"\1", text) if text.startswith(("http://http", "https://http")) else text
    if viewed := _VIEWED.match(text):
        return viewed[1] or viewed[2] or unquote(viewed[3])
    if text.startswith("//"):
        return "https:" + text
    if remote := _GIT_REMOTE.fullmatch(text) or (_is_git_remote(text) and _GIT_URL.fullmatch(text)):
        return f"https://{remote[1]}/{remote[2].rstrip('/').removesuffix('.git')}"
    if _BARE_HOST.fullmatch(text):
        return "https://" + text
    return _expand_shorthand(text)


def _is_git_remote(text: str) -> bool:
    return text[:4].lower() in ("git:", "git+", "ssh:")


def _expand_shorthand(text: str) -> str | Unidentified:
    scheme = _SCHEME.match(text)
    if scheme is None:
        return Unidentified("not a web address")
    name, rest = scheme[1].lower(), text[scheme.end() :]
    if name in _SHORTHAND and rest[:1].isdigit():  # `arxiv:2510.25445`, `doi:10.1145/...`
        return _SHORTHAND[name] + rest
    return Unidentified("no host" if name in ("http", "https") else f"not a web address: {name}")


def parse_url(url: str) -> Address | Unidentified:
    """Take an http or https URL apart; `Unidentified` where it is none. User names and passwords are dropped."""
    parts = _WEB_URL.fullmatch(url)
    if parts is None:
        return Unidentified("not a web address")
    if len(url) > MAX_URL_LENGTH:
        return Unidentified(f"longer than {MAX_URL_LENGTH:,} characters")
    _, authority, tail, path, query, fragment = parts.groups("")
    host, port = _split_authority(authority.rpartition("@")[2])
    if not host:
        return Unidentified("no host")
    name = to_ascii_host(host)
    if name is None:
        return Unidentified(f"not a host: {host}")
    if port and not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536):
        return Unidentified(f"not a port: {port}")
    port = "" if port in ("80", "443") else port.lstrip("0")
    return Address(_strip_site_prefix(name), port, normalise_path(path), parse_params(query), fragment, tail)


def has_param_without_value(url: str) -> bool:
    """Whether the query has a part without `=`, as in `?abc`: whoever adds a parameter may make `?abc=` of it."""
    query = url.partition("#")[0].partition("?")[2]
    return any(part and "=" not in part for part in query.split("&"))


_USER_INFO: Final = re.compile(r"(https?://)[^/?#]*@", re.I)
_LOCAL_HOST: Final = re.compile(
    r"[^.]+|.+\.(?:localhost|local|internal|intranet|lan|home|corp|home\.arpa|test)", re.I
)


def strip_user_info(url: str) -> str:
    """The URL without the user name and password in front of its host.

    They are either a secret or, as in `https://bank.example@evil.example/`, a deception about the host.
    """
    return _USER_INFO.sub(r"\1", url, count=1) if _USER_INFO.match(url) else url


def is_private_host(host: str) -> bool:
    """Whether only the editor's own network knows this host, in the form in which `Address` has it: an address that is
    not public, a name without a dot, or one of the endings that are reserved for such networks."""
    try:
        return not ip_address(host.strip("[]")).is_global
    except ValueError:
        return _LOCAL_HOST.fullmatch(host) is not None


def _split_authority(authority: str) -> tuple[str, str]:
    if authority.startswith("["):
        host, closing, rest = authority.partition("]")
        return host + closing, rest.removeprefix(":")
    host, _, port = authority.partition(":")
    return host, port


# By the book no label ends in a hyphen. Blogs have such names (`lionel-.github.io`), and browsers open them.
_HOST: Final = re.compile(r"(?:[a-z0-9_][a-z0-9_-]{0,62}\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.A)
_IPV6: Final = re.compile(r"\[[0-9a-f:]*:[0-9a-f:]*(?:\d+\.\d+\.\d+\.\d+)?\]", re.A)
_IPV4: Final = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}", re.A)
_SITE_PREFIX: Final = re.compile(r"(?:(?:www|m|mobile|amp)\.)+(?=[^.]+\.[^.])")


def to_ascii_host(host: str) -> str | None:
    """The host as name servers know it: lower case, IDNA; None where it is no possible name.

    Labels beyond ASCII are mapped as browsers do it (UTS 46, not transitional: `ß` is not `ss`).
    """
    if len(host) > 253:  # no name is longer; a hostile one may have megabytes
        return None
    host = unquote(host).removesuffix(".")
    host = host.lower() if host.isascii() else _to_punycode(host)
    if host.startswith("["):
        return host if _IPV6.fullmatch(host) else None
    last = host.rpartition(".")[2]
    if not _HOST.fullmatch(host) or len(host) > 253 or last.endswith("undefined"):
        return None  # `site.comundefined`: broken scripts write it, and real exports contain it
    if last.isdigit():  # browsers read such a name as an IPv4 address
        return host if _IPV4.fullmatch(host) else None
    return host


def _to_punycode(host: str) -> str:
    """The name with each label beyond ASCII in punycode; a label that cannot stand in a name makes the name invalid."""
    # Twice, because lower case can produce characters that are not normalised.
    mapped = unicodedata.normalize(
        "NFKC", "".join(char.lower() for char in unicodedata.normalize("NFKC", host))
    )
    labels = mapped.replace("。", ".").split(".")
    return ".".join("xn--" + _encode_label(label) if not label.isascii() else label for label in labels)


def _encode_label(label: str) -> str:
    nameable = all(
        char == "-" or unicodedata.category(char)[0] in "LMN" or unicodedata.category(char) == "So"
        for char in label
    )
    return label.encode("punycode").decode("ascii") if nameable else "?"  # which no host may contain


def _strip_site_prefix(host: str) -> str:
    front = _SITE_PREFIX.match(host)
    return host[front.end() :] if front else host


_UNUSUAL: Final = re.compile(r"[^A-Za-z0-9\-._~!$&'()*+,;=:@/]|/\.")
_ESCAPE: Final = re.compile(r"%([0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@/]")
_UNESCAPED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!'()*:@,")


def normalise_path(path: str) -> str:
    """The path with one spelling for each character, dot segments resolved, no slash at its end.

    `%2D` becomes `-` and `%28` becomes `(`. `%2F` stays, since it does not separate segments, and `+` is no space.
    """
    if _UNUSUAL.search(path):
        path = _resolve_dots(_ESCAPE.sub(_normalise_escape, path))
    return path.rstrip("/")


def normalise_fragment(fragment: str) -> str:
    """The fragment with one spelling for each character. A `=` in front is escaped: no real one begins with it."""
    text = _ESCAPE.sub(_normalise_escape, fragment)
    return "%3D" + text[1:] if text.startswith("=") else text


def _normalise_escape(escape: re.Match[str]) -> str:
    if escape[1]:
        char = chr(int(escape[1], 16))
        return char if char in _UNESCAPED else escape[0].upper()
    return "".join(f"%{byte:02X}" for byte in escape[0].encode("utf-8", "surrogatepass"))


def _resolve_dots(path: str) -> str:
    kept: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    return "/" + "/".join(kept)


def parse_params(query: str) -> tuple[tuple[str, str], ...]:
    """Names and values of a query string, decoded, in order. Bytes that are not UTF-8 become lone surrogates, so that
    two different queries never become equal."""
    pairs = (part.partition("=") for part in query.split("&") if part)
    return tuple((_decode_param(name), _decode_param(value)) for name, _, value in pairs)


def _decode_param(text: str) -> str:
    return unquote_plus(text, errors="surrogateescape") if "%" in text or "+" in text else text
