"""An address inside another one is the address meant, however it is written there and whoever wrapped it."""

import json
import zlib
from base64 import urlsafe_b64encode
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.identity import Identity, Unidentified, identify, identity_key

PAGE = "https://www.example.com/posts/llm-evals"
KEY = "https://example.com/posts/llm-evals"
ESCAPED = quote(PAGE, safe="")
TWICE = quote(ESCAPED, safe="")


def to_base64(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


IN_BASE64 = to_base64(PAGE)
IN_JSON = to_base64(json.dumps({"e": PAGE}))
NESTED_JSON = to_base64(json.dumps({"s": "x", "p": json.dumps({"u": 1, "url": PAGE}).replace("/", "\\/")}))
PACKED = urlsafe_b64encode(zlib.compress(f"h=1&i=2&l={ESCAPED}&r=a".encode())).decode().rstrip("=")
NEWS = urlsafe_b64encode(b"\x08\x13\x22\x27" + PAGE.encode() + b"\xd2\x01\x00").decode().rstrip("=")

WRAPPERS = {
    "archives": [
        f"https://archive.ph/2024.01.02-030405/{PAGE}",
        f"http://archive.today/newest/{PAGE}",
        f"https://archive.is/o/AbC12/{PAGE}",
        "https://archive.md/www.example.com/posts/llm-evals",
        f"https://archive.ph/?url={ESCAPED}",
        f"https://web.archive.org/web/{PAGE}",
        f"https://web.archive.org/save/{PAGE}",
        f"https://web.archive.org/web/20240102030405id_/{PAGE}",
        "https://web.archive.org/web/2024/www.example.com/posts/llm-evals",
        f"https://web.archive.org/web/2024/{ESCAPED}",
        f"https://ghostarchive.org/archive/20220101/{PAGE}",
        f"https://arquivo.pt/wayback/20240102030405/{PAGE}",
        f"https://wayback.archive-it.org/1234/20240102030405/{PAGE}",
        f"https://webcache.googleusercontent.com/search?q=cache:AbCdEfGhIj12:{PAGE}+words&cd=1",
        "https://webcache.googleusercontent.com/search?q=cache:www.example.com/posts/llm-evals",
    ],
    "reading proxies": [
        f"https://r.jina.ai/{PAGE}",
        f"https://freedium.cfd/{PAGE}",
        f"https://12ft.io/{PAGE}",
        f"https://12ft.io/proxy?q={ESCAPED}",
        "https://outline.com/www.example.com/posts/llm-evals",
        f"https://www.textise.net/showText.aspx?strURL={ESCAPED}",
        "https://www-example-com.translate.goog/posts/llm-evals?_x_tr_sl=de&_x_tr_tl=en",
        f"https://translate.google.com/translate?sl=auto&tl=en&u={ESCAPED}",
        f"https://translate.google.com/website?sl=auto&tl=en&u={ESCAPED}",
    ],
    "library proxies": [
        "https://www.example.com.ezproxy.uni.edu/posts/llm-evals",
        "https://www-example-com.ezproxy.lib.uni.edu/posts/llm-evals",
        "https://www-example-com.uni.idm.oclc.org/posts/llm-evals",
        f"http://ezproxy.uni.edu:2048/login?url={PAGE}",
        f"https://login.libproxy.uni.ac.uk/login?qurl={ESCAPED}",
        f"https://uni.idm.oclc.org/login?url={PAGE}",
        f"https://go.openathens.net/redirector/uni.edu?url={ESCAPED}",
    ],
    "click counters": [
        f"https://tracking.tldrnewsletter.com/CL0/{quote(PAGE, safe=':')}%3Futm_source=tldrai/1/0100/abc=1",
        f"https://abc123.r.us-east-1.awstrack.me/L0/{ESCAPED}/1/0100/x=1",
        f"https://click.convertkit-mail4.com/38u6/l2he/{IN_BASE64}",
        f"https://click.kit-mail3.com/38u6/l2he/{IN_BASE64}",
        f"https://link.theatlantic.example/click/123.456/{IN_BASE64}/55e/Bf",
        f"https://substack.com/redirect/2/{IN_JSON}.x",
        f"https://e.customeriomail.com/e/c/{IN_JSON}/abc",
        f"https://mandrillapp.com/track/click/123/www.example.com?p={NESTED_JSON}",
        f"https://email.mg.example.net/c/{PACKED}",
        f"https://some.shop.example/click?target={ESCAPED}",
        f"https://forum.example/redirect?url={ESCAPED}&id=3",
        f"https://forum.example/out?target=_blank&url={ESCAPED}",
        f"https://forum.example/ext/out.php?u={IN_BASE64}",
    ],
    "mail filters": [
        f"https://eur01.safelinks.protection.outlook.com/?url={ESCAPED}&data=x",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__www.example.com_posts_llm-2Devals&d=DwMF",
        "https://urldefense.com/v3/__https://www.example.com/posts/llm-evals__;!!abc!def$",
        f"https://urldefense.com/v3/__https://www.example.com/posts/llm*evals__;{to_base64('-')}!!abc!def$",
        f"https://urldefense.us/v3/__https://www.example.com/po**B/llm-evals__;{to_base64('sts')}!!x",
        f"https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp-safelinks.html?url={ESCAPED}&x=1",
        f"https://ddec1-0-en-ctp.trendmicro.com/wis/clicktime/v1/query?url={ESCAPED}&umid=1",
        f"https://protect.checkpoint.com/v2/___{PAGE}___.YXA",
        f"https://linkprotect.cudasvc.com/url?a={ESCAPED}&c=E,1",
        f"https://secure-web.cisco.com/1abc-def/{ESCAPED}",
        f"https://url.avanan.click/v2/___{PAGE}___.YXA",
        f"https://protect2.fireeye.com/v1/url?k=1&u={ESCAPED}",
        f"https://eu.protection.sophos.com/?d=example.com&u={IN_BASE64}&i=1",
    ],
    "searches and networks": [
        f"https://www.bing.com/ck/a?p=abc&u=a1{IN_BASE64}&ntb=1",
        f"https://duckduckgo.com/l/?uddg={ESCAPED}&rut=1",
        f"https://r.search.yahoo.com/_ylt=A/RV=2/RE=1/RO=10/RU={ESCAPED}/RK=2/RS=x",
        f"https://www.google.de/url?sa=t&url={ESCAPED}",
        f"https://www.linkedin.com/safety/go?url={ESCAPED}",
        f"https://slack-redir.net/link?url={ESCAPED}",
        f"https://steamcommunity.com/linkfilter/?url={ESCAPED}",
        f"https://vk.com/away.php?to={ESCAPED}",
        f"https://twitter.com/safety/unsafe_link_warning?unsafe_link={ESCAPED}",
        f"https://news.google.com/rss/articles/{NEWS}?oc=5",
        f"https://link.zhihu.com/?target={ESCAPED}",
    ],
    "tabs": [
        f"chrome-extension://klbibkeccnjlkjkiokjodocebajanakg/suspended.html#ttl=A%20b&pos=0&uri={PAGE}",
        f"moz-extension://0f/suspended.html?url={ESCAPED}&title=x",
        f"about:reader?url={ESCAPED}",
        f"view-source:{PAGE}",
    ],
    "several": [
        f"https://web.archive.org/web/2024/https://www.google.com/url?q={ESCAPED}",
        f"https://slack-redir.net/link?url={quote('https://www.google.com/url?q=' + ESCAPED, safe='')}",
        f"https://r.jina.ai/http://archive.ph/newest/{PAGE}",
        f"about:reader?url={quote('https://12ft.io/' + PAGE, safe='')}",
        f"https://forum.example/redirect?url={TWICE}",
    ],
}


@pytest.mark.parametrize("group", WRAPPERS)
def test_the_address_inside_is_the_one_meant(group: str) -> None:
    assert {url: identity_key(url) for url in WRAPPERS[group]} == dict.fromkeys(WRAPPERS[group], KEY)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://dl-acm-org.proxy.lib.uni.edu/doi/10.1145/3442188.3445922", "doi:10.1145/3442188.3445922"),
        ("https://doi-org.proxy.lib.uni.edu/10.1145/3442188.3445922", "doi:10.1145/3442188.3445922"),
        (
            "https://www-nature-com.ezproxy.uni.edu/articles/s41586-021-03819-2",
            "doi:10.1038/s41586-021-03819-2",
        ),
        ("http://ezproxy.uni.edu/login?url=https://dl.acm.org/doi/10.1145/34", "doi:10.1145/34"),
        ("https://freedium.cfd/https://medium.com/@a/gates-0123456789ab", "medium:0123456789ab"),
        ("https://scribe.rip/@a/gates-0123456789ab", "medium:0123456789ab"),
        ("https://ghostarchive.org/varchive/youtube/20210101/kCc8FmEb1nY", "youtube:kCc8FmEb1nY"),
        ("https://a--b-example-com.translate.goog/x?id=7&_x_tr_sl=de", "https://a-b.example.com/x?id=7"),
    ],
)
def test_what_is_inside_is_looked_at_like_any_address(url: str, key: str) -> None:
    assert identity_key(url) == key


@pytest.mark.parametrize(
    "url",
    [
        "https://web.archive.org/web/*/https://example.com/a",
        "https://archive.ph/AbC12",
        "https://proxy.golang.org/x",
        "https://my-app.proxy.example.com/x",
        "https://docs.haproxy.org/2.6/x.html",
        "https://squidproxy.example.com/a",
        "https://blog.example.com/oauth/redirect?url=foo",
        "https://12ft.io",
        f"https://share.example/login?url={ESCAPED}",
        f"https://validator.example/check?uri={ESCAPED}",
        "https://news.google.com/articles/CAIiEAb1bKZ6sYcXaQ0",
        "https://news.google.com/topics/CAAqJggKIiBDQkFTRWdvSUwyMHZNRGRqTVhZU0FtVnVHZ0pWVXlnQVAB",
        f"https://podcasts.google.com/feed/{IN_BASE64}/episode/dGFn",
        f"https://sendgrid.example/ls/click?upn={to_base64('sealed')}",
        "https://mailer.us1.list-manage.com/track/click?u=1&id=2",
        "https://link.example.com/c/aHR0c",
        "https://slack-redir.net/link?url=https%3A%2F%2Fexample.com%2F%0Aa",
        "https://slack-redir.net/link?url=https%3A%2F%2Fexample.com%2F%E2%80%AEa",
        "https://slack-redir.net/link?url=javascript:alert(1)",
        f"https://urldefense.com/v3/__https://www.example.com/a**zb__;{to_base64('-')}!!abc$",
    ],
)
def test_what_holds_no_address_stays_what_it_is(url: str) -> None:
    assert identity_key(url).startswith("https://" + url.split("/")[2])


def test_wrappers_are_opened_a_few_times_only() -> None:
    url = PAGE
    for _ in range(5):
        url = "https://r.jina.ai/" + url
    assert identity_key(url) == KEY
    assert identity_key("https://r.jina.ai/" + url) == "https://r.jina.ai/" + PAGE.replace("://", ":/")


def test_what_unpacks_to_very_much_is_read_in_part_only() -> None:
    bomb = urlsafe_b64encode(zlib.compress(b"a" * 2_000_000)).decode().rstrip("=")
    assert len(bomb) < 4000
    assert identity_key(f"https://email.mg.example.net/c/{bomb}") == f"https://email.mg.example.net/c/{bomb}"


HOSTILE = st.text(st.sampled_from('aHR0cJy/:=%_-*.;!?&#é{"u'), max_size=60)


@given(
    st.sampled_from(
        [
            "https://click.example/",
            "https://email.mg.example/c/eJ",
            "https://substack.com/redirect/2/eyJ",
            "https://urldefense.com/v3/__http",
            "https://urldefense.com/v3/__https://a.example/**__;",
            "https://a-b.proxy.example.edu/",
            "https://x.translate.goog/",
            "https://archive.ph/",
            "https://r.jina.ai/",
            "https://a.example/click?url=",
            "chrome-extension://x/s.html#uri=",
            "https://r.search.yahoo.com/RU=",
        ]
    ),
    HOSTILE,
)
def test_no_text_makes_a_wrapper_stumble(front: str, text: str) -> None:
    found = identify(front + text)
    assert isinstance(found, Identity | Unidentified)
    if isinstance(found, Identity) and found.key.startswith("https://"):
        assert isinstance(identify(found.key), Identity)
