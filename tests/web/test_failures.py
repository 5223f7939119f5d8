"""Answers that must never become titles, and the sentence the editor reads instead."""

from collections.abc import Awaitable, Callable

import pytest

from tests.support.http_server import FakeSite
from workbench.curation.text.soft_errors import find_soft_error
from workbench.web.http.client import BoundedClient
from workbench.web.http.failures import find_page_error
from workbench.web.http.protocol import FetchError, HttpPage

URL = "https://www.gates.example/p/1"


def explain_failure(page: HttpPage) -> tuple[str, bool] | None:
    """Why it is no page, and whether that lasts."""
    refused = find_page_error(page)
    return (refused.reason, refused.permanent) if refused else None


@pytest.mark.parametrize(
    ("status", "reason", "lasting"),
    [
        (401, "gates.example shows this only to those who have signed in (401).", True),
        (403, "gates.example refuses to show this (403): e writes the title.", True),
        (404, "gates.example: this page is gone (404).", True),
        (410, "gates.example: this page is gone (410).", True),
        (418, "gates.example answered 418 and no page.", False),
        (451, "gates.example may not show this by law (451).", True),
        (502, "gates.example is out of order (502): f asks again later.", False),
    ],
)
def test_a_status_is_told_in_a_sentence(status: int, reason: str, lasting: bool) -> None:
    assert explain_failure(HttpPage(url=URL, status=status, body=b"Just a page")) == (reason, lasting)


@pytest.mark.parametrize(
    "page",
    [
        HttpPage(url=URL, status=403, body=b"<html><head><title>Just a moment...</title>"),
        HttpPage(
            url=URL, status=503, body=b'<script src="https://challenges.cloudflare.com/turnstile/v0/api.js">'
        ),
        HttpPage(url=URL, status=429, body=b"<h1>Verify you are human by completing the action below.</h1>"),
        HttpPage(url=URL, status=403, body=b'{"name":"ChallengeRequiredError","status":403}'),
        HttpPage(url=URL, status=403, body=b"", headers={"cf-mitigated": "challenge"}),
        HttpPage(url=URL, media_type="text/html", headers={"cf-mitigated": "challenge"}),
        HttpPage(
            url=URL,
            media_type="text/html",
            body=b"<TITLE lang=en>\n Attention Required! | Cloudflare</TITLE>",
        ),
    ],
    ids=["title", "Turnstile", "words", "OpenReview", "header", "header on 200", "title on 200"],
)
def test_a_bot_wall_lasts(page: HttpPage) -> None:
    assert explain_failure(page) == ("gates.example lets no program read it: e writes the title.", True)


def test_a_page_about_bot_walls_is_a_page() -> None:
    body = b"<title>How Turnstile works</title><script src=https://challenges.cloudflare.com/api.js>Just a moment"
    assert explain_failure(HttpPage(url=URL, media_type="text/html", body=body)) is None


@pytest.mark.parametrize(
    "title",
    [
        "Just a moment...", "Just a moment…", "Attention Required! | Cloudflare", "Access Denied", "OpenReview",
        "Before you continue to YouTube", "Before you continue", "Page not found", "PAGE NOT FOUND",
        "Page Not Found | Gates", "404 - Page not found", "Gates – Page not found", "Gates: 404 Not Found", "404",
        "Log in or sign up | Gates", "Sign Up | LinkedIn", "Page doesn\u2019t exist", "Security check",
    ],
)  # fmt: skip
def test_a_title_that_is_none_is_known(title: str) -> None:
    assert find_soft_error(title)


@pytest.mark.parametrize(
    "title",
    [
        "", "Gates", "Access Denied: what a firewall log taught us", "404: a love story", "Just a moment in time",
        "A note on OpenReview", "OpenReview: peer review in the open", "Not found in translation",
        "Paper Discussion | OpenReview", "Before you continue training: checkpoints", "Consent: a survey",
        "Login: a history of passwords", "How to build a page-not-found page",
    ],
)  # fmt: skip
def test_a_title_that_speaks_of_such_things_is_a_title(title: str) -> None:
    assert find_soft_error(title) is None


async def test_a_soft_404_is_no_page(
    site: FakeSite, client: BoundedClient, fail_to_get: Callable[..., Awaitable[FetchError]]
) -> None:
    site.reply("/page", "<head><title>Page not found &#8211; Gates</title>", type="text/html; charset=utf-8")
    failed = await fail_to_get(client, site.url + "/page")
    assert failed.reason == "127.0.0.1 has no such page: e writes the title."
    assert not failed.permanent


async def test_a_bot_wall_is_not_tried_again(
    site: FakeSite, client: BoundedClient, fail_to_get: Callable[..., Awaitable[FetchError]]
) -> None:
    site.reply("/page", "<title>Just a moment...</title>", type="text/html", status=503)
    assert (await fail_to_get(client, site.url + "/page")).permanent
    assert len(site.requests) == 1
