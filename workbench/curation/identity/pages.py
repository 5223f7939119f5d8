"""The identity of an ordinary page: which differences between two URLs mean nothing.

A wrong merge hides a link, a missed one only shows it twice. So a parameter is dropped only where it is tracking
on every site, or on this one.
"""

import re
from collections.abc import Callable, Iterable
from typing import Final, TypeAlias
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.model import Kind
from workbench.curation.text import split_names
from workbench.curation.text.address import Address, normalise_path, parse_params


class Work(Struct, frozen=True):
    """What is behind a URL: its key, which all URLs of the work share, and its kind."""

    key: str
    kind: Kind = "read"


HostRule: TypeAlias = Callable[[Address], Work | None]
"""The work behind an address on one host; None treats the address as an ordinary page.

The patterns of rules are strings and not compiled: `re` compiles and caches each at its first use, so that start-up
does not pay for hosts that do not occur.
"""

TRACKING_PARAMS: Final = split_names(
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid li_fat_id epik irclickid _openstat"
    " mc_cid mc_eid mkt_tok igshid igsh srsltid vero_id vero_conv oly_anon_id oly_enc_id wickedid rb_clickid"
    " ml_subscriber ml_subscriber_hash ck_subscriber_id _bhlid bhlid _ga _gl ref_src ref_url s_kwcid ef_id"
    " hsctatracking amp_js_v amp_gsa usqp cmpid ncid jsessionid phpsessid aspsessionid"
)
_TRACKING_PREFIXES: Final = ("utm_", "_hs", "__hs", "hsa_", "mtm_", "pk_", "piwik_", "matomo_")

# Parameters for sharing, gifts and campaigns on these sites. On other sites the same names may select content.
_SITE_NOISE: Final = {
    site: split_names(noise)
    for site, noise in {
        "nytimes.com": "smid smtyp unlocked_article_code referringsource emc campaign_id instance_id segment_id "
        "user_id regi_id te nl partner module pgtype",
        "theguardian.com": "cmp intcmp",
        "washingtonpost.com": "pwapi_token itid",
        "wsj.com": "st mod reflink",
        "ft.com": "sharetype segmentid accesstoken desktop",
        "economist.com": "giftid",
        "bloomberg.com": "accesstoken srnd sref leadsource",
        "theatlantic.com": "gift",
        "technologyreview.com": "truid",
        "bbc.com": "at_medium at_campaign at_link_id at_link_type at_format at_ptr_name at_link_origin xtor",
        "bbc.co.uk": "at_medium at_campaign at_link_id at_link_type at_format at_ptr_name at_link_origin xtor",
        "forbes.com": "sh",
        "linkedin.com": "trk trackingid lipi lici originalsubdomain",
        "youtube.com": "si feature pp ab_channel",
        "open.spotify.com": "si context nd",
        "wikipedia.org": "wprov",
        "substack.com": "r s publication_id post_id isfreemail token showwelcomeonshare triedredirect",
        "x.com": "s t",
        "reddit.com": "share_id rdt",
        "wired.com": "mbid cndid esrc bxid",
        "newyorker.com": "mbid cndid esrc bxid",
    }.items()
}
# Substack serves newsletters on domains of their own too. They are recognised by parameters that only Substack sets.
_NEWSLETTER_NOISE: Final = _SITE_NOISE["substack.com"]
_NEWSLETTER_MARKS: Final = split_names("publication_id isfreemail showwelcomeonshare triedredirect")
# `ref` names a git branch on these hosts. Elsewhere it often names the newsletter or host that linked to the page.
_GIT_HOST: Final = re.compile(r"(?:^|\.)(?:git|gitlab|gitea|github|codeberg|bitbucket|sr)\b")
_REFERRER: Final = re.compile(r"[a-z]+(?:[-_][a-z]+)*|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}", re.I | re.A)
_BRANCHES: Final = split_names("main master dev develop trunk head next stable latest")

_SESSION: Final = re.compile(r";(?:jsessionid|phpsessid)=[^/;]*", re.I)
_INDEX: Final = re.compile(r"/index\.html?$")
_AMP_PAGE: Final = re.compile(r"((?:/\d{4}/\d\d?/.*|/[^/]*-[^/]*-[^/]*))/amp$")
_AMP_FILE: Final = re.compile(r"\.amp(\.html?)$")
_GIT_SUFFIX: Final = re.compile(r"(/[^/]+/.+?)(?:\.git)+$")
_AMP_QUERY: Final = (("amp", ""), ("amp", "1"), ("amp", "true"), ("outputType", "amp"))


def work_of_page(address: Address, kind: Kind = "read") -> Work:
    """The work of an address that no host's rule knows. Its key is a URL: https, bare host, sorted query."""
    path = _simplify_path(address.path)
    address = replace(address, path=path)
    host = f"{address.host}:{address.port}" if address.port else address.host
    return Work(
        f"https://{host}{path}{format_params(select_significant_params(address))}{_route_of(address.fragment)}",
        kind,
    )


def format_params(pairs: Iterable[tuple[str, str]]) -> str:
    """The parameters as a query string in one fixed order, with its question mark; empty for none."""
    written = "&".join(
        f"{_escape_param(name)}={_escape_param(value)}" if value else _escape_param(name)
        for name, value in sorted(pairs)
    )
    return "?" + written if written else ""


def _escape_param(text: str) -> str:
    return quote(text, safe="", errors="surrogateescape")


def _simplify_path(path: str) -> str:
    """The path without session id, index page, AMP form and `.git`."""
    if ";" in path:
        path = _SESSION.sub("", path).rstrip("/")
    before = ""
    while before != path:  # one form may hide another: `/story/amp/index.html`
        before = path
        path = _AMP_PAGE.sub(r"\1", _INDEX.sub("", path)).rstrip("/")
    return _GIT_SUFFIX.sub(r"\1", _AMP_FILE.sub(r"\1", path))


def select_significant_params(address: Address) -> tuple[tuple[str, str], ...]:
    """The parameters that select what the page shows, without those for tracking."""
    if not address.query:
        return ()
    scoped = _noise_params_of(address)
    kept = tuple(pair for pair in address.query if not _is_noise(pair, scoped))
    if len(kept) == 1 and _is_referrer(kept[0], address):
        return ()
    return kept


def _is_noise(pair: tuple[str, str], site_noise: frozenset[str]) -> bool:
    name = pair[0].lower()
    if (
        not any(pair)  # a lone `=`
        or name in TRACKING_PARAMS
        or name in site_noise
        or name.startswith(_TRACKING_PREFIXES)
        or pair in _AMP_QUERY
    ):
        return True
    # A session's name without a value selects nothing; with one it may be content, such as a story's `sid`.
    return not pair[1] and name in ("sid", "s", "sessionid", "session", "session_id")


def _noise_params_of(address: Address) -> frozenset[str]:
    """The names that are noise on this site, or on Substack where the page is one of its newsletters."""
    if re.fullmatch(r"/p/[a-z0-9-]+", address.path):
        given = {name.lower() for name, _ in address.query}
        if given & _NEWSLETTER_MARKS or ("utm_campaign", "post") in address.query:
            return _NEWSLETTER_NOISE
    host = address.host
    while host:
        if host in _SITE_NOISE:
            return _SITE_NOISE[host]
        host = host.partition(".")[2]
    return frozenset()


def _is_referrer(pair: tuple[str, str], address: Address) -> bool:
    """Whether the only parameter names who linked here, as in `?ref=somenewsletter`.

    Only on an article or a home page: `ref` may also be a git branch, a number, or the filter of a list.
    """
    name, value = pair
    if (
        name != "ref"
        or not _REFERRER.fullmatch(value)
        or value.lower() in _BRANCHES
        or _GIT_HOST.search(address.host)
    ):
        return False
    segments = address.segments
    return not segments or len(segments) > 1 or "-" in segments[-1]


def _route_of(fragment: str) -> str:
    """The fragment where a script reads it as the page's path (`#/docs`, `#!docs`), else nothing."""
    if not fragment.startswith(("/", "!")):
        return ""
    path, _, rest = fragment.partition(":~:")[0].partition("?")
    route = normalise_path(path)
    kept = [pair for pair in parse_params(rest) if not _is_noise(pair, frozenset())]
    return f"#{route}{format_params(kept)}" if len(route) > 1 else ""
