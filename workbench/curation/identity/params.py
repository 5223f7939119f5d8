"""Parameters that say nothing of what a page shows: which are noise everywhere, and which on these paths.

A name that is tracking on one site is content on the next, and on one site it may be both: `post_id` is noise behind
`/p/a-post` and the whole address behind `/app-link/post`. So a site's noise is dropped only where the path alone says
what the page is.
"""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from msgspec import Struct

from workbench.curation.text import split_names
from workbench.curation.text.address import Address

TRACKING_PARAMS: Final = split_names(
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid li_fat_id epik irclickid _openstat"
    " mc_cid mc_eid mkt_tok igshid igsh srsltid vero_id vero_conv oly_anon_id oly_enc_id wickedid rb_clickid"
    " ml_subscriber ml_subscriber_hash ck_subscriber_id _bhlid bhlid _ga _gl ref_src ref_url s_kwcid ef_id"
    " hsctatracking amp_js_v amp_gsa usqp cmpid ncid jsessionid phpsessid aspsessionid"
)
_TRACKING_PREFIXES: Final = ("utm_", "_hs", "__hs", "hsa_", "mtm_", "pk_", "piwik_", "matomo_")


class _SiteNoise(Struct, frozen=True):
    """The names that are noise on a site, on paths that match."""

    names: frozenset[str]
    path: str = r".*"


# Parameters for sharing, gifts and campaigns on these sites. On other sites the same names may select content.
_BBC: Final = "at_medium at_campaign at_link_id at_link_type at_format at_ptr_name at_link_origin xtor"
_SUBSTACK: Final = "r s publication_id post_id isfreemail token showwelcomeonshare triedredirect"
_SITE_NOISE: Final = {
    site: _SiteNoise(split_names(noise))
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
        "bbc.com": _BBC,
        "bbc.co.uk": _BBC,
        "forbes.com": "sh",
        "linkedin.com": "trk trackingid lipi lici originalsubdomain",
        "youtube.com": "si feature pp ab_channel",
        "open.spotify.com": "si context nd",
        "wikipedia.org": "wprov",
        "x.com": "s t",
        "reddit.com": "share_id rdt",
        "wired.com": "mbid cndid esrc bxid",
        "newyorker.com": "mbid cndid esrc bxid",
    }.items()
} | {
    "substack.com": _SiteNoise(
        split_names(_SUBSTACK), r"(?:/pub/[^/]+)?/(?:p|note)/[^/]+(?:/.*)?|/@[^/]+(?:/.*)?"
    ),
}
# Substack serves newsletters on domains of their own too. They are recognised by parameters that only Substack sets.
_NEWSLETTER_POST: Final = r"/p/[a-z0-9-]+"
_NEWSLETTER_MARKS: Final = split_names("publication_id isfreemail showwelcomeonshare triedredirect")
_NO_NOISE: Final[frozenset[str]] = frozenset()

# Last segments that name a program and not what it shows: the parameters do that.
_PROGRAMS: Final = split_names(
    "app article articles c click content default detail details display doc document download e email entry feed"
    " get go goto home i id inbox index item items link links load main n news newsletter node open out p page pages"
    " pdf play player post posts r read reader redirect render s search share show showthread site story t thread topic"
    " track u url v video videos view viewer visit w watch web"
)
_FILE_ENDING: Final = re.compile(r"\.(?:\w{2,5})$", re.A)
_SHARED_BY_X: Final = re.compile(r"0\d", re.A)  # `?s=09`, which X's apps put behind what is shared
_BLOGGER_NOISE: Final = split_names("spref showComment commentPage")
_BLOGGER_POST: Final = r"/\d{4}/\d\d/[^/]+\.html"  # on domains of their own too

# `ref` names a git branch on these hosts. Elsewhere it often names the newsletter or host that linked to the page.
_GIT_HOST: Final = re.compile(r"(?:^|\.)(?:git|gitlab|gitea|github|codeberg|bitbucket|sr)\b")
_REFERRER: Final = re.compile(r"[a-z]+(?:[-_][a-z]+)*|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}", re.I | re.A)
_BRANCHES: Final = split_names("main master dev develop trunk head next stable latest")
_AMP_QUERY: Final = (("amp", ""), ("amp", "1"), ("amp", "true"), ("outputType", "amp"))


def format_params(pairs: Iterable[tuple[str, str]]) -> str:
    """The parameters as a query string in one fixed order, with its question mark; empty for none."""
    written = "&".join(
        f"{_escape_param(name)}={_escape_param(value)}" if value else _escape_param(name)
        for name, value in sorted(pairs)
    )
    return "?" + written if written else ""


def _escape_param(text: str) -> str:
    return quote(text, safe="", errors="surrogateescape")


def select_significant_params(address: Address) -> tuple[tuple[str, str], ...]:
    """The parameters that select what the page shows, without those for tracking."""
    if not address.query:
        return ()
    scoped = _noise_params_of(address) if _tells(address.path) else _NO_NOISE
    kept = tuple(
        pair for pair in address.query if not is_noise(pair, scoped) and not _is_share_mark(pair, address)
    )
    if len(kept) == 1 and _is_referrer(kept[0], address):
        return ()
    return kept


def is_noise(pair: tuple[str, str], site_noise: frozenset[str] = _NO_NOISE) -> bool:
    """Whether a parameter is for tracking: on every site, or by a name that is noise on this one."""
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


def _tells(path: str) -> bool:
    """Whether the path alone says what the page shows: its last segment is more than the name of a program."""
    last = path.rpartition("/")[2]
    return bool(last) and _FILE_ENDING.sub("", last).lower() not in _PROGRAMS


def _noise_params_of(address: Address) -> frozenset[str]:
    """The names that are noise on this path of the site, or on Substack where the page is one of its newsletters."""
    if re.fullmatch(_NEWSLETTER_POST, address.path):
        given = {name.lower() for name, _ in address.query}
        if given & _NEWSLETTER_MARKS or ("utm_campaign", "post") in address.query:
            return _SITE_NOISE["substack.com"].names
    host = address.host
    while host:
        if host in _SITE_NOISE:
            noise = _SITE_NOISE[host]
            return noise.names if re.fullmatch(noise.path, address.path) else _NO_NOISE
        host = host.partition(".")[2]
    return _NO_NOISE


def _is_share_mark(pair: tuple[str, str], address: Address) -> bool:
    """Whether a parameter only says by which app a page was shared, or how a blog's post is shown."""
    name, value = pair
    if name == "s":
        return _SHARED_BY_X.fullmatch(value) is not None and _tells(address.path)
    is_blogger = name in _BLOGGER_NOISE or (name == "m" and value in ("0", "1"))
    return is_blogger and re.fullmatch(_BLOGGER_POST, address.path) is not None


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
    segments = [segment for segment in address.segments if segment]
    return not segments or len(segments) > 1 or "-" in segments[-1]
