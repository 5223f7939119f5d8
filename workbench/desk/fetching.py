"""What sites say enters the library here: the one place that merges an answer into a link.

What the editor typed always wins, a failure empties nothing, and what is printed stays as it is. A page that
moved for good, or calls another address its own, may turn out to be a work that is known: then two links become
one, in one change that the history takes back whole.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec.structs import replace

from workbench.curation.change import Change
from workbench.curation.cleaning import clean
from workbench.curation.clipping import Answer, Clipping
from workbench.curation.identity import Identity, identify
from workbench.curation.identity.printable import printable
from workbench.curation.model import Failure, Link, Related, Source
from workbench.desk.merging import SAID, all_related, hand_over, known_as, united, whole
from workbench.desk.present import Present
from workbench.desk.step import Step, follow_words, name
from workbench.desk.turning import Turn, turn


def wanting(present: Present, ids: Iterable[int] | None = None) -> list[Link]:
    """The links to ask sites about: those given (`Refused` where there is none), else whatever in the inbox
    was never asked about or failed in passing."""
    if ids is not None:
        return [present.link(id) for id in dict.fromkeys(ids)]
    return [link for id in present.ids("inbox") if _wants(link := present.links[id])]


def _wants(link: Link) -> bool:
    return not link.fetched if link.failure is None else not link.failure.lasting


def absorb(present: Present, answer: Answer) -> Change:
    """Take in what asking for a link came to. Empty where the link is gone meanwhile."""
    link = present.links.get(answer.link)
    if link is None:
        return Change(label="Fetched a link that is gone", origin="fetch")
    if isinstance(answer.said, Failure):
        return _failed(present, link, answer.said)
    return _told(present, link, answer.said)


def title(present: Present, link: int, text: str) -> Change:
    """Set a link's title as the editor's own, which no site replaces; empty gives it back to the sites."""
    old = present.link(link)
    typed = clean(text)
    mine = {"title": typed, "title_by": "editor"} if typed else {"title": "", "title_by": "", "fetched": ""}
    step = Step(present)
    _become(step, old, follow_words(old, replace(old, **mine)))
    return step.change(
        f"Titled {name(replace(old, title=typed))}" if typed else f"Gave back the title {name(old)}"
    )


def _failed(present: Present, link: Link, failure: Failure) -> Change:
    step = Step(present)
    step.set(link, failure=replace(failure, at=present.now))
    return step.change(f"{name(link)} could not be fetched: {failure.reason}", "fetch")


def _told(present: Present, asked: Link, clipping: Clipping) -> Change:
    found = turn(present, asked, clipping)
    first, *others = found.family
    step = Step(present)
    new = first
    for other in others:
        new = united(new, other)
    new = _with(_under(new, found), clipping, present.now)
    for other in others:
        step.follow(other, new)
    new = hand_over(step, found.family, new) if others else follow_words(first, new)
    _become(step, first, new)
    for key in {new.identity, *new.aliases} - {first.identity, *first.aliases}:
        step.claim(f"identity:{key}")
    _keep(step, found.family, clipping)
    gone = " and ".join(name(other) for other in others)
    says = f"{gone} turned out to be {name(new)}: one link now" if others else f"Fetched {name(new)}"
    return step.change(says, "fetch")


def _become(step: Step, old: Link, new: Link) -> None:
    step.turn(old, new)
    step.follow(old, new)


def _under(link: Link, found: Turn) -> Link:
    """The link under the identities it turned out to have."""
    if found.own is not None and found.own.key != link.identity:
        link = replace(known_as(link, found.own.key, found.own.url), kind=found.own.kind)
    aliases = (key for key in (*link.aliases, *found.keys) if key != link.identity)
    return replace(link, aliases=tuple(dict.fromkeys(aliases)))


def _with(link: Link, clipping: Clipping, now: str) -> Link:
    """The link with what a site said of it."""
    said: dict[str, Any] = {"fetched": now, "failure": None, "related": _related(link, clipping)}
    if clipping.title and link.title_by != "editor":
        said |= {"title": clipping.title, "title_by": clipping.by}
    if clipping.kind is not None and link.identity.startswith("https://"):
        said["kind"] = clipping.kind
    return replace(link, **said)


def _related(link: Link, clipping: Clipping) -> tuple[Related, ...]:
    """What other sites named, and what these name now in place of what they named before."""
    speaking = {clipping.by, *(related.said_by for related in clipping.related)}
    kept = (related for related in link.related if related.said_by not in speaking)
    own = {link.identity, *link.aliases}
    return all_related(kept, _normal(clipping.related, own))


def _normal(some: Iterable[Related], own: set[str]) -> Iterator[Related]:
    """Each with the one URL that its work is printed by, so that links are found by it; none of the link's own."""
    for related in some:
        work = identify(related.url)
        if isinstance(work, Identity) and work.key not in own:
            yield replace(related, url=printable(work.key, work.url))


def _keep(step: Step, family: list[Link], clipping: Clipping) -> None:
    """The text for reading offline: a field that the site leaves empty stays as it was."""
    present = step.present
    id = family[0].id
    old = new = present.source(id)
    for other in family[1:]:
        new = whole(new, present.source(other.id))
    said = {field: getattr(clipping, field) for field in SAID if getattr(clipping, field)}
    new = replace(new, **said, said_by={**new.said_by, **dict.fromkeys(said, clipping.by)})
    if present.fields("sources", id) is not None:
        step.turn(old, new)
    elif new != Source(id=id):
        step.make(new)
