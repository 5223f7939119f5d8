"""The page of the capture endpoint in a real browser: what a bookmarklet hands over, and what others try with it."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest

from tests.support.browser import Browser
from tests.support.capture import TOKEN, CaptureEndpoint, run_capture_endpoint
from tests.support.http_server import FakeSite

pytestmark = pytest.mark.browser

SAID = "document.getElementById('said').textContent"
READY = "!document.getElementById('save').disabled"


@pytest.fixture
def endpoint() -> Iterator[CaptureEndpoint]:
    with run_capture_endpoint() as running:
        yield running


def address_of(endpoint: CaptureEndpoint, **fields: str) -> str:
    fragment = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields.items())
    return f"http://127.0.0.1:{endpoint.port}/add{'#' if fragment else ''}{fragment}"


def open_page(browser: Browser, endpoint: CaptureEndpoint, **fields: str) -> None:
    """Go to the page as the bookmarklet does; it puts the fragment out of the address by itself."""
    browser.navigate(address_of(endpoint))
    browser.evaluate(f"location.hash = {address_of(endpoint, **fields).split('#')[1]!r}")
    browser.wait_for(f"location.hash === '' && {READY}")


def give_token(browser: Browser, token: str = TOKEN) -> None:
    browser.wait_for("!document.getElementById('ask').hidden")
    browser.evaluate(f"document.getElementById('token').value = {token!r}")


def test_one_click_saves_what_the_bookmarklet_handed_over(
    browser: Browser, endpoint: CaptureEndpoint
) -> None:
    open_page(
        browser, endpoint, u="https://example.com/a?b=1&c=ä", t="A title & more", s="what was\nselected"
    )
    assert endpoint.saved == []
    browser.click("#save")
    give_token(browser)
    browser.click("#save")
    browser.wait_for(f"{SAID} === 'Saved.'")
    (clipping,) = endpoint.saved
    assert clipping.url == "https://example.com/a?b=1&c=ä"
    assert (clipping.title, clipping.note) == ("A title & more", "what was\nselected")
    open_page(browser, endpoint, u="https://example.com/b")
    browser.click("#save")
    browser.wait_for(f"{SAID} === 'Saved.'")
    assert len(endpoint.saved) == 2, "the browser keeps the token"


def test_the_bookmarklet_opens_the_page_with_what_is_open(
    browser: Browser, endpoint: CaptureEndpoint, site: FakeSite
) -> None:
    browser.navigate(address_of(endpoint))
    script = browser.evaluate("document.getElementById('bookmarklet').getAttribute('href')")
    assert TOKEN not in script
    site.reply("/read", "<title>Read & weep</title><p id=p>Gates after attention</p>", type="text/html")
    browser.navigate(f"{site.url}/read")
    browser.evaluate("getSelection().selectAllChildren(document.getElementById('p'))")
    browser.evaluate("window.open = url => { window.opened = url }")
    browser.evaluate(script.removeprefix("javascript:"))
    wanted = address_of(endpoint, u=f"{site.url}/read", t="Read & weep", s="Gates after attention")
    assert browser.evaluate("window.opened") == wanted


def test_a_wrong_token_is_asked_for_again_and_a_new_one_too(
    browser: Browser, endpoint: CaptureEndpoint
) -> None:
    open_page(browser, endpoint, u="https://example.com/a")
    browser.click("#save")
    give_token(browser, "wrong")
    browser.click("#save")
    browser.wait_for(f"{SAID}.startsWith('That is not the token')")
    give_token(browser)
    browser.click("#save")
    browser.wait_for(f"{SAID} === 'Saved.'")
    endpoint.token = "n" * 43
    browser.click("#save")
    browser.wait_for(f"{SAID}.startsWith('That is not the token') && localStorage.length === 0")


@pytest.mark.parametrize("field", ["u", "t", "s"])
def test_markup_and_script_in_the_fragment_stay_text(
    browser: Browser, endpoint: CaptureEndpoint, field: str
) -> None:
    hostile = "\"><img src=x onerror='window.ran=1'><script>window.ran=1</script>"
    before = "document.querySelectorAll('img,script').length"
    open_page(browser, endpoint, **{field: hostile})
    assert browser.evaluate(before) == 1
    assert browser.evaluate("window.ran === undefined")


def test_an_address_that_is_a_script_is_not_sent(browser: Browser, endpoint: CaptureEndpoint) -> None:
    open_page(browser, endpoint, u="javascript:alert(1)")
    browser.click("#save")
    browser.wait_for(f"{SAID}.startsWith('Only addresses')")
    assert endpoint.saved == []


def test_a_click_meant_for_the_page_before_saves_nothing(browser: Browser, endpoint: CaptureEndpoint) -> None:
    browser.navigate(address_of(endpoint))
    browser.evaluate("location.hash = 'u=https%3A%2F%2Fexample.com%2Fa'")
    browser.wait_for("document.getElementById('url').value !== ''")
    assert browser.evaluate("document.getElementById('save').disabled")


def test_other_pages_can_neither_frame_it_nor_post_to_it_nor_read_it(
    browser: Browser, endpoint: CaptureEndpoint, site: FakeSite
) -> None:
    ours = address_of(endpoint)
    site.reply("/evil", f"<iframe id=f src='{ours}#u=https://evil.example'></iframe>", type="text/html")
    browser.navigate(f"{site.url}/evil")
    browser.wait_for("document.readyState === 'complete'")
    headers = f"{{'Content-Type': 'application/json', 'Authorization': 'Bearer {TOKEN}'}}"
    body = "JSON.stringify({url: 'https://evil.example'})"
    for request in (
        f"fetch('{ours}', {{method: 'POST', headers: {headers}, body: {body}}})",
        f"fetch('{ours}', {{method: 'POST', mode: 'no-cors', body: {body}}})",
        f"fetch('{ours}')",
    ):
        said = browser.evaluate(f"{request}.then(answer => answer.type, () => 'failed')")
        assert said in ("failed", "opaque")
    assert browser.list_frames() == ["chrome-error://chromewebdata/"]
    assert endpoint.saved == []
