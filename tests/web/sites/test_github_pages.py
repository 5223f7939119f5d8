"""Files, issues and pull requests on GitHub, as their pages say."""

import pytest

from tests.recorded.score import RecordedClient
from workbench.curation.clipping import Clipping
from workbench.curation.identity import Identity, identify
from workbench.curation.model import Failure, Link, LinkId
from workbench.web.http.protocol import HttpPage
from workbench.web.sites.github_pages import SITE


def make_page(url: str, title: str, og_title: str = "") -> HttpPage:
    """The page of a file or an issue."""
    body = (
        f'<html><head><title>{title} · GitHub</title><meta property="og:site_name" content="GitHub">'
        f'<meta property="og:title" content="{og_title or title}"></head><body><h1>x</h1></body></html>'
    )
    return HttpPage(url=url, media_type="text/html", charset="utf-8", body=body.encode())


def make_link(url: str) -> Link:
    work = identify(url)
    assert isinstance(work, Identity)
    return Link(id=LinkId(1), url=url, identity=work.key)


async def fetch_clipping(url: str, page: HttpPage) -> Clipping:
    link = make_link(url)
    assert SITE.accepts(link), link.identity
    [answer] = [answer async for answer in SITE.fetch([link], RecordedClient(page))]
    assert isinstance(answer.result, Clipping), answer.result
    return answer.result


@pytest.mark.parametrize(
    ("path", "title", "og_title", "named"),
    [
        ("blob/main/src/gates.py", "doors/src/gates.py at main · Ada/doors", "", "src/gates.py"),
        ("blob/main/src/gates.py", "doors/src/gates.py at main · Ada/doors", "Ada/doors", "src/gates.py"),
        ("blob/main/a.py#L3-L9", "doors/a.py at main · Ada/doors", "", "a.py"),
        ("blob/v2/x/notes/a.md", "doors/notes/a.md at v2/x · Ada/doors", "", "notes/a.md"),
        ("tree/main/docs/how", "doors/docs/how at main · Ada/doors", "", "docs/how"),
        ("blob/main/my%20notes.ipynb", "doors/my notes.ipynb at main · Ada/doors", "", "my notes.ipynb"),
        ("blob/main/門.md", "Ada/doors", "", "門.md"),
    ],
)
async def test_a_file_is_called_by_its_repository_and_its_path(
    path: str, title: str, og_title: str, named: str
) -> None:
    url = f"https://github.com/Ada/doors/{path}"
    clipping = await fetch_clipping(url, make_page(url, title, og_title))
    assert (clipping.title, clipping.site) == (f"Ada/doors: {named}", "GitHub")


@pytest.mark.parametrize("ref", ["main", "refs/heads/main"])
async def test_a_raw_file_is_called_so_too(ref: str) -> None:
    url = f"https://raw.githubusercontent.com/Ada/doors/{ref}/notes/gates.md"
    page = HttpPage(url=url, media_type="text/plain", charset="utf-8", body=b"# Gates\n")
    clipping = await fetch_clipping(url, page)
    assert (clipping.title, clipping.text) == ("Ada/doors: notes/gates.md", "# Gates")


@pytest.mark.parametrize(
    ("path", "title", "expected"),
    [
        (
            "issues/7",
            "Gates do not close · Issue #7 · Ada/doors",
            ("Gates do not close", (), ("ada/doors#7",)),
        ),
        (
            "pull/8/files",
            "Close gates by hand by eve-x · Pull Request #8 · Ada/doors",
            ("Close gates by hand", ("eve-x",), ("ada/doors#8",)),
        ),
        (
            "pull/9",
            "Bump x by dependabot[bot] · Pull Request #9 · Ada/doors",
            ("Bump x", ("dependabot[bot]",), ("ada/doors#9",)),
        ),
        (
            "discussions/10",
            "Gates · or doors? · Ada/doors · Discussion #10",
            ("Gates · or doors?", (), ("ada/doors#10",)),
        ),
        ("issues/11", "Issue #11 is back", ("Issue #11 is back", (), ())),
    ],
)
async def test_an_issue_is_called_by_its_title_alone(
    path: str, title: str, expected: tuple[str, tuple[str, ...], tuple[str, ...]]
) -> None:
    url = f"https://github.com/Ada/doors/{path}"
    clipping = await fetch_clipping(url, make_page(url, title))
    assert (clipping.title, clipping.authors, clipping.facts) == expected


async def test_a_file_that_is_gone_stays_a_failure() -> None:
    link = make_link("https://github.com/Ada/doors/blob/main/gone.py")
    page = HttpPage(url=link.url, status=404, media_type="text/html")
    [answer] = [answer async for answer in SITE.fetch([link], RecordedClient(page))]
    assert isinstance(answer.result, Failure)


@pytest.mark.parametrize("path", ["Ada", "Ada/doors", "Ada/doors/issues", "Ada/doors/releases/tag/v1"])
def test_other_pages_are_pages(path: str) -> None:
    assert not SITE.accepts(make_link(f"https://github.com/{path}"))
