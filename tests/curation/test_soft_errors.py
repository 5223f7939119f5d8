"""Titles of responses that say they are fine and are not the page, in the languages that servers speak."""

import pytest

from workbench.curation.text.soft_errors import find_soft_error


@pytest.mark.parametrize(
    ("title", "meaning"),
    [
        ("Making sure you're not a bot!", "lets no program read it"),
        ("Making sure you’re not a bot!", "lets no program read it"),
        ("Sprawdzamy, czy nie jesteś botem!", "lets no program read it"),
        ("正在确认你是不是机器人！", "lets no program read it"),
        ("One moment, please...", "lets no program read it"),
        ("Nur einen Moment…", "lets no program read it"),
        ("Access to this page has been denied", "lets no program read it"),
        ("Verify that you are human", "lets no program read it"),
        ("403 Forbidden", "lets no program read it"),
        ("Subscribe to read | Financial Times", "shows this to its subscribers only"),
        ("Register to continue reading", "shows this to its subscribers only"),
        ("Google Docs: Sign-in", "shows this only to those who have signed in"),
        ("Anmelden – Acme", "shows this only to those who have signed in"),
        ("Seite nicht gefunden – Acme", "has no such page"),
        ("Página no encontrada | Acme", "has no such page"),
        ("Acme | Page introuvable", "has no such page"),
        ("ページが見つかりません｜Acme", "has no such page"),
        ("Страница не найдена", "has no such page"),
        ("Error 404 (Not Found)!!1", "has no such page"),
        ("Too Many Requests", "is out of order or asks to wait"),
        ("503 Service Temporarily Unavailable", "is out of order or asks to wait"),
        ("502: Bad gateway", "is out of order or asks to wait"),
        ("Antes de ir a YouTube", "wants consent before it shows anything"),
        ("Bevor Sie zu Google Maps weitergehen", "wants consent before it shows anything"),
        ("Dive into anything", "gives this page no title of its own"),
        ("Loading...", "gives this page no title of its own"),
        ("Redirecting…", "gives this page no title of its own"),
        ("undefined", "gives this page no title of its own"),
        ("acme.ai is for sale | HugeDomains", "is given up by its owner, or was never set up"),
        ("Welcome to nginx!", "is given up by its owner, or was never set up"),
    ],
)
def test_such_a_title_is_told_by_its_meaning(title: str, meaning: str) -> None:
    assert find_soft_error(title) == meaning


@pytest.mark.parametrize(
    "title",
    [
        "Are you a robot? The new Turing test", "Verify you are human, said the machine", "404 Media",
        "500 internal tools of love", "Making sure you're not a bottleneck", "Loading weights lazily",
        "Error bars for evals", "The domain is for sale: a story of names", "Sign in the window",
        "Before you continue to build", "How to make your day",
        "Register to vote", "Subscribe to readers", "Coming soon to a terminal near you", "Entrar en el juego",
        "Too many requests: how we lost a weekend", "Access denied errors in S3, explained",
    ],
)  # fmt: skip
def test_an_article_about_such_things_keeps_its_title(title: str) -> None:
    assert find_soft_error(title) is None
