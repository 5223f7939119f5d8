"""What a link looks like in one row, and in words: the one place that turns marks into signs and their reasons."""

from datetime import datetime
from typing import Final

from workbench.curation.identity import key_of, origin
from workbench.curation.model import Failure, Kind, Link, State
from workbench.desk.present import Present
from workbench.desk.related import printed_with
from workbench.ui.link_list import Row

LETTERS: Final[dict[Kind, str]] = {"paper": "P", "video": "V", "read": "R", "tool": "T"}
SIGNS: Final[dict[State, str]] = {"placed": "+", "benched": "b", "rejected": "x", "deferred": ">"}
AGES: Final = ((365, "y"), (30, "mo"), (7, "w"), (1, "d"))


def row(present: Present, id: int, told: bool = False, asked: bool = False) -> Row:
    """The row of a link; with `told`, a view of one state does not repeat that state as a mark. `asked`: its
    site was asked for it and has not answered yet."""
    link = present.links[id]
    return Row(
        kind=LETTERS[link.kind],
        title=link.title or bare(link.url),
        marks=_marks(present, id, told, asked),
        origin=origin(link.identity),
        age=age(link.added, present.now),
    )


def reasons(present: Present, id: int, asked: bool = False) -> list[str]:
    """Why the row is marked, one sentence each; `asked` as for the row."""
    link = present.links[id]
    said = [f"#{number}: published there already." for number in present.published_in(id)]
    if link.deferred_from is not None:
        said.append(f"> deferred from #{link.deferred_from}.")
    if present.state(id) in SIGNS:
        said.append(f"{SIGNS[present.state(id)]} {present.state(id)}.")
    if asked:
        said.append("↻ being fetched: S stops it.")
    elif link.failure is not None:
        said.append(f"! {_failed(link, link.failure)}")
    if link.words is not None and (link.words.blurb or link.words.title != link.title):
        said.append("Has words written for it: placing it brings them back.")
    said.extend(f"= also saved as {bare(url)}" for url in link.urls)
    return said


def age(added: str, now: str) -> str:
    """How long ago, in at most four cells: `3h`, `2d`, `5w`, `1y`; empty where the date is not known."""
    try:
        passed = datetime.fromisoformat(now) - datetime.fromisoformat(added)
    except (ValueError, TypeError):  # TypeError: a time without its zone, as somebody may type it
        return ""
    if passed.days < 1:
        hours = max(0, passed.seconds // 3600) if passed.days == 0 else 0
        return f"{hours}h" if hours else "now"
    return next(f"{passed.days // days}{unit}" for days, unit in AGES if passed.days >= days)


def bare(url: str) -> str:
    """A URL without what every URL has, for where a title is missing."""
    return url.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def _failed(link: Link, failure: Failure) -> str:
    """Why nothing was fetched, and what to do, unless the site's sentence says so already."""
    wanted = (("f asks", " again", not failure.lasting), ("e writes", " the title", not link.title))
    todo = [key + what for key, what, holds in wanted if holds and key not in failure.reason]
    return f"{failure.reason} {', '.join(todo)}{'.' if todo else ''}".rstrip()


def _marks(present: Present, id: int, told: bool, asked: bool) -> str:
    link = present.links[id]
    printed = present.published_in(id)
    signs = [f"#{printed[-1]}"] if printed else []
    state = present.state(id)
    if not told and state in SIGNS:
        signs.append(SIGNS[state])
    elif link.deferred_from is not None and state == "inbox":
        signs.append(">")
    if asked:
        signs.append("↻")
    elif link.failure is not None and link.title_by != "editor":  # whoever wrote the title has seen it
        signs.append("!")
    if link.related and {key_of(related.url) for related in link.related} - printed_with(present, link):
        signs.append("●")
    return "".join(signs)
