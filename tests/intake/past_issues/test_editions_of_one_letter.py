"""One letter over the years: its titles, headings and lines drift, and copies of its pages lose links and players."""

from dataclasses import dataclass
from typing import Final

import pytest

from workbench.curation.archive.past_issue import PastEntry, PastIssue
from workbench.curation.publication.profile import load_default_publication
from workbench.intake.past_issues import TextForm, read_past_issues

PUBLICATION: Final = load_default_publication()
HIGHLIGHTS: Final = "Sparse Experts, Low-Rank Thinking - and Small Robots"
TITLES: Final = (
    f"{HIGHLIGHTS}: The Tokenizer Edition #17",
    f"{HIGHLIGHTS} - 📚 The Tokenizer Edition #17",
    f"{HIGHLIGHTS} - The Tokenizer Edition #17",
    f"{HIGHLIGHTS}: Tokenizer #17",
)
SECTIONS: Final = (
    "📄 2 Papers",
    "🎥 1 Video",
    "📰 1 Curated Read",
    "🛠Tools & Repos",
    "🎓 1 Pick of the Week",
)
ENTRIES: Final = (
    ("📄 2 Papers", "Sparse Experts at Rest", "https://arxiv.org/abs/2510.11111"),
    ("📄 2 Papers", "Slow Thinking, Measured", "https://arxiv.org/abs/2510.22222"),
    ("🎥 1 Video", "Robots That Wait?", "https://www.youtube.com/watch?v=abcdefghijk"),
    ("📰 1 Curated Read", "Why Benchmarks Age", "https://blog.example.org/benchmarks"),
    ("🛠Tools & Repos", "A Small Parser", "https://github.com/example/parser"),
    ("🎓 1 Pick of the Week", "A Book on Parsing", "https://book.example.org/"),
)
TLDR: Final = (
    ("Papers", "sparse experts, and slow thinking: how slow is it?"),
    ("Videos", "robots. They wait. That is all they do."),
    ("Reads", "why benchmarks age"),
    ("Tools", "a parser of two files"),
    ("Learning", "one book"),
)
ICONS: Final = "📄🎥📰🛠🎓"
BLURB: Final = (
    "This one goes on for a while, as blurbs do, and says what it is that makes {title} worth the time of somebody"
    " who has none, in a sentence or two that nobody would take for a title."
)
GREETING: Final = ("Hey there! Three of this week's papers ask one question.", "By the way, I moved house.")
NEW_HERE: Final = "The Tokenizer is my weekly walk through what is new."
PROMO: Final = (
    "A course for the autumn: eight weeks of evenings on evaluation, with two teachers and no slides.",
    "Seats are few, and the first lesson is free.",
)
CLOSING: Final = "That's all for this edition. See you next week!"
COMMENTS: Final = (
    "Discussion about this post",
    "Comments",
    "Ann Reader",
    "Great letter, thank you so much for the part on robots, which I will send on to everybody I know at work.",
    "https://spam.example.com/x",
)


@dataclass(frozen=True)
class Drift:
    """How one edition differs from the others."""

    title: str = TITLES[1]
    promo: str = ""
    bullet: str = ""
    numbered: bool = False
    runs_in: bool = False
    comments: bool = False
    lost_player: bool = False
    glued: bool = False


class Page:
    """Writes a page as a platform shows it: as HTML, as Markdown, or as the text that a copy of it gives."""

    def __init__(self, form: TextForm) -> None:
        self.form: Final = form
        self.lines: list[str] = []

    def add_heading(self, text: str, level: int) -> None:
        self.lines.append(
            {"html": f"<h{level}>{text}</h{level}>", "markdown": f"{'#' * level} {text}"}.get(self.form, text)
        )

    def add_text(self, text: str) -> None:
        self.lines.append(f"<p>{text}</p>" if self.form == "html" else text)

    def add_address(self, url: str) -> None:
        self.add_text({"html": f'<a href="{url}">{url}</a>', "markdown": f"<{url}>"}.get(self.form, url))

    def __str__(self) -> str:
        return ("\n" if self.form == "text" else "\n\n").join(self.lines)


def write_page(form: TextForm, drift: Drift) -> str:
    page = Page(form)
    page.add_heading(drift.title, 1)
    page.add_heading("This week's most valuable AI resources", 3)
    for text in GREETING:
        page.add_text(text)
    if drift.runs_in:
        page.add_text(f"New here? {NEW_HERE}")
    else:
        page.add_heading("New here?", 2)
        page.add_text(NEW_HERE)
    add_promo(page, drift, "before the summary")
    write_summary(page, drift)
    add_promo(page, drift, "behind the summary")
    write_sections(page, drift)
    page.add_text(CLOSING)
    for text in COMMENTS if drift.comments else ():
        page.add_text(text)
    return str(page)


def add_promo(page: Page, drift: Drift, place: str) -> None:
    for text in PROMO if drift.promo == place else ():
        page.add_text(text)


def write_summary(page: Page, drift: Drift) -> None:
    page.add_heading("TL;DR", 2)
    page.add_text("What caught my attention this week:")
    for icon, (label, text) in zip(ICONS, TLDR, strict=True):
        page.add_text(f"{drift.bullet}{icon} {label}: {text}")


def write_sections(page: Page, drift: Drift) -> None:
    number = 0
    glue = ""
    for section in SECTIONS:
        page.add_heading(section, 2)
        for of, title, url in ENTRIES:
            if of != section:
                continue
            number += 1
            shown = f"{number}. {title}" if drift.numbered else title
            if glue:
                page.lines[-1] += shown
            else:
                page.add_heading(shown, 3)
            if not (drift.lost_player and "youtube" in url):
                page.add_address(url)
            page.add_text(BLURB.format(title=title))
            glue = "yes" if drift.glued and page.form == "text" and number == 1 else ""


def read_page(form: TextForm, drift: Drift) -> PastIssue:
    (issue,) = read_past_issues(write_page(form, drift), form, "posts/letter", PUBLICATION)
    return issue


def placed_entries(issue: PastIssue) -> list[tuple[str, PastEntry]]:
    return [(section.heading, entry) for section in issue.sections for entry in section.entries]


FORMS: Final[tuple[TextForm, ...]] = ("text", "html", "markdown")
DRIFTS: Final = {
    "as it is": Drift(),
    **{f"title {title[len(HIGHLIGHTS) :]}": Drift(title=title) for title in TITLES},
    "promo before the summary": Drift(promo="before the summary"),
    "promo behind the summary": Drift(promo="behind the summary"),
    "bullets": Drift(bullet="• "),
    "numbered titles": Drift(numbered=True),
    "run-in block": Drift(runs_in=True),
    "comments behind the closing": Drift(comments=True),
    "lost player": Drift(lost_player=True, numbered=True),
    "glued title": Drift(glued=True),
    "all at once": Drift(TITLES[3], "before the summary", "• ", True, True, True, True, True),
}


@pytest.mark.parametrize("name", DRIFTS)
@pytest.mark.parametrize("form", FORMS)
def test_an_edition_is_read_whatever_has_drifted(form: TextForm, name: str) -> None:
    drift = DRIFTS[name]
    issue = read_page(form, drift)
    assert (issue.number, issue.title, issue.subtitle) == (
        17,
        HIGHLIGHTS,
        "This week's most valuable AI resources",
    )
    assert [(section, entry.title) for section, entry in placed_entries(issue)] == [
        (section, title) for section, title, _ in ENTRIES
    ]
    for (_, entry), (_, title, url) in zip(placed_entries(issue), ENTRIES, strict=True):
        is_lost = drift.lost_player and "youtube" in url
        assert [link.url for link in entry.links] == ([] if is_lost else [url])
        assert entry.blurb == BLURB.format(title=title)
    assert issue.tldr == TLDR
    assert issue.greeting == "\n\n".join(GREETING)
    assert issue.closing == CLOSING


@pytest.mark.parametrize("name", DRIFTS)
@pytest.mark.parametrize("form", FORMS)
def test_blocks_have_their_place(form: TextForm, name: str) -> None:
    drift = DRIFTS[name]
    issue = read_page(form, drift)
    blocks = [(block.heading, block.place, block.text) for block in issue.blocks]
    promo_text = "\n\n".join(PROMO)
    promo = {
        "before the summary": [("", "after_greeting", promo_text)],
        "behind the summary": [("", "after_tldr", promo_text)],
    }
    assert blocks == [("New here?", "after_greeting", NEW_HERE), *promo.get(drift.promo, [])]


@pytest.mark.parametrize("form", FORMS)
def test_what_readers_said_is_set_aside_and_their_links_are_only_mentioned(form: TextForm) -> None:
    issue = read_page(form, DRIFTS["comments behind the closing"])
    assert issue.unplaced.startswith("Discussion about this post")
    assert [link.url for link in issue.mentions] == ["https://spam.example.com/x"]
