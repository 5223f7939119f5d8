"""What the keys of the Inbox ask in one line: a link's title, its note, the tags of several."""

from collections.abc import Callable, Sequence
from functools import partial

from workbench.curation.model import LinkId
from workbench.desk.change_builder import display_name, display_names
from workbench.desk.incoming import fetching
from workbench.desk.state import State
from workbench.desk.verbs import triage
from workbench.ui.messages import AskLine, Verb


def ask_title(state: State, id: LinkId) -> AskLine:
    """What the link is called."""
    link, verb = state.links[id], partial(fetching.set_title, link=id)
    return AskLine(
        f"Title of {display_name(link)}:",
        link.title,
        lambda answer: partial(verb, text=answer),
        hint="Empty gives it back to the site.",
        purpose=f"title:{id}",
    )


def ask_note(state: State, id: LinkId) -> AskLine:
    """What there is to say of the link."""
    link, verb = state.links[id], partial(triage.set_note, link=id)
    return AskLine(
        f"Note on {display_name(link)}:",
        link.note,
        lambda answer: partial(verb, text=answer),
        purpose=f"note:{id}",
    )


def ask_tags(state: State, ids: Sequence[LinkId], on_answer: Callable[[], None]) -> AskLine:
    """Which tags the links should have more, or less. `on_answer` is called once there is an answer."""
    links = [state.links[id] for id in ids]
    tags = " ".join(links[0].tags) if len(links) == 1 else ""
    hint = " · ".join(filter(None, ["-tag takes one away", tags]))

    def make_verb(answer: str) -> Verb:
        on_answer()
        return partial(triage.tag_links, links=ids, tags=answer.split())

    purpose = "tags:" + ",".join(map(str, ids))
    return AskLine(f"Tags of {display_names(links)}:", "", make_verb, hint=hint, purpose=purpose)
