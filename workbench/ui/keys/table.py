"""The table of keys, from which bindings, footer, palette, help and `docs/keys.md` are read.

An action's name is what `keys.toml` rebinds and the id of its bindings; `App.set_keymap` takes a checked
`Keymap` as it is. What runs is the method of that name: `link.defer` runs `action_link_defer` of the node
that holds the binding, `link.place.3` runs `action_link_place(3)`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct
from msgspec.structs import replace
from textual.binding import Binding

KeyContext: TypeAlias = Literal[
    "everywhere",
    "lists",
    "inbox",
    "reading",
    "filtering",
    "issue",
    "copying",
    "issues",
    "archive",
    "findings",
    "history",
    "versions",
    "quoting",
    "tying",
    "reviewing",
    "feeds",
    "adding",
    "writing",
]
KEY_CONTEXTS: Final[tuple[KeyContext, ...]] = get_args(KeyContext)

Keymap: TypeAlias = Mapping[str, str]
"""Action name to its keys, joined by commas; actions it does not name keep the keys of the table."""

CONTEXT_TITLES: Final[dict[KeyContext, str]] = {
    "everywhere": "Everywhere but in a text field",
    "lists": "Moving in a list",
    "inbox": "Inbox",
    "reading": "Reading large",
    "filtering": "Filtering",
    "issue": "Issue",
    "copying": "Copying out",
    "issues": "Issues",
    "archive": "Past issues",
    "findings": "Findings",
    "history": "History",
    "versions": "Earlier texts",
    "quoting": "Quoting a sentence",
    "tying": "Tying an entry to its original",
    "reviewing": "Reviewing an import",
    "feeds": "Feeds",
    "adding": "Adding links",
    "writing": "Writing",
}
TEXT_CONTEXTS: Final[frozenset[KeyContext]] = frozenset({"adding", "filtering", "writing"})
"""Where text is typed: no letter acts there."""
NAVIGATION: Final = frozenset(
    {
        "cursor", "text", "pane", "field", "finding", "view.back", "command.palette",
        "step.next", "step.previous", "filter.keep", "filter.leave",
    }
)  # fmt: skip


DIGIT_KEYS: Final = 9
"""Sections that a digit fills. The palette offers those after them."""


class Action(Struct, frozen=True):
    """One thing a key does. `label` is for the footer, `help` one sentence.

    `footer_rank` is its rank there, 1 first, 0 never.
    """

    name: str
    context: KeyContext
    keys: tuple[str, ...]
    label: str
    help: str
    footer_rank: int = 0

    @property
    def family(self) -> str:
        """The name without the section's digit: `link.place` of `link.place.3`."""
        return self.name.rstrip("0123456789").rstrip(".")

    @property
    def call(self) -> str:
        """What Textual runs: `link_place(3)`."""
        return self.family.replace(".", "_") + (f"({self.section_number})" if self.section_number else "")

    @property
    def is_in_palette(self) -> bool:
        """Whether the palette offers it: not the steps of cursor and focus, which it takes itself."""
        return self.name.partition(".")[0] not in NAVIGATION and self.name not in NAVIGATION

    @property
    def section_number(self) -> int:
        """The number of the section that the name ends in; 0 for none."""
        return int(self.name.removeprefix(self.family).lstrip(".") or 0)

    def for_section(self, number: int) -> "Action":
        """The action of the same family for a section that has no digit of its own, and so no key."""
        return replace(self, name=f"{self.family}.{number}", keys=())


def _section_actions_of(name: str, context: KeyContext, label: str, help: str) -> Iterable[Action]:
    digits = range(1, DIGIT_KEYS + 1)
    return (Action(f"{name}.{digit}", context, (str(digit),), label, help, 1) for digit in digits)


ACTIONS: Final[tuple[Action, ...]] = (
    Action("pane.next", "everywhere", ("tab",), "next pane", "Go to the next pane."),
    Action("pane.previous", "everywhere", ("shift+tab",), "previous pane", "Go to the previous pane."),
    Action("change.undo", "everywhere", ("u",), "undo", "Take back your newest change.", 21),
    Action("change.redo", "everywhere", ("ctrl+r",), "redo", "Repeat what was taken back last."),
    Action("filter.open", "everywhere", ("/",), "filter", "Filter the inbox as you type.", 20),
    Action("view.back", "everywhere", ("escape",), "back", "Leave the field, the marks or the view."),
    Action("link.add", "everywhere", ("a",), "add", "Add links from a text or the clipboard.", 22),
    Action("idea.add", "everywhere", ("A",), "idea", "Write a quote or an idea, without a link."),
    Action("files.import", "everywhere", ("I",), "import", "Import files, after a look at what they hold."),
    Action("preview.turn", "everywhere", ("p",), "preview", "Turn to preview, its Markdown, its HTML.", 23),
    Action("reading.down", "everywhere", ("ctrl+d",), "scroll down", "Scroll source or preview down."),
    Action("reading.up", "everywhere", ("ctrl+u",), "scroll up", "Scroll source or preview up."),
    Action("link.fetch", "everywhere", ("f",), "fetch", "Fetch the link, or the marked links, anew."),
    Action(
        "fetch.stop", "everywhere", ("S",), "stop", "Fetch no more, wait for no draft; what came is kept."
    ),
    Action("feeds.pull", "everywhere", ("R",), "feeds: pull", "Ask the feeds for new links."),
    Action("feeds.show", "everywhere", ("O",), "feeds", "Show the feeds; add, change or remove one."),
    Action("findings.show", "everywhere", ("F",), "findings", "Show what preflight found.", 24),
    Action("findings.next", "everywhere", ("ctrl+g",), "next finding", "Open the next, also from a field."),
    Action("issue.copy", "everywhere", ("c",), "copy out", "Copy the issue out, step by step.", 25),
    Action("issue.prove", "everywhere", ("V",), "prove", "Compare what you copied back with the issue.", 28),
    Action("issue.export", "everywhere", ("w",), "export", "Write the issue's file and its copy page.", 26),
    Action("issue.edit", "everywhere", ("E",), "editor", "Edit the whole issue in your own editor."),
    Action("issue.list", "everywhere", ("N",), "issues", "Make, switch, publish or reopen an issue."),
    Action("archive.search", "everywhere", ("Y",), "past issues", "Search what you have published."),
    Action("archive.recall", "everywhere", ("W",), "written before", "Ask past issues about the link."),
    Action("report.show", "everywhere", ("C",), "charts", "Show the year behind in plots."),
    Action("history.show", "everywhere", ("H",), "history", "Show every change, and take one back."),
    Action("command.palette", "everywhere", (":", "ctrl+p"), "palette", "Find an action by name."),
    Action("theme.turn", "everywhere", ("T",), "theme", "Turn between the dark and the light look."),
    Action("help.show", "everywhere", ("?", "f1"), "help", "Show every key that works here; f1 in a field."),
    Action("view.close", "everywhere", ("q",), "quit", "Close the view in front, else quit."),
    Action("cursor.down", "lists", ("j", "down"), "down", "Go one row down."),
    Action("cursor.up", "lists", ("k", "up"), "up", "Go one row up."),
    Action("cursor.top", "lists", ("g", "home"), "top", "Go to the first row."),
    Action("cursor.bottom", "lists", ("G", "end"), "bottom", "Go to the last row."),
    Action("cursor.page_down", "lists", ("pagedown",), "page down", "Go one screenful down."),
    Action("cursor.page_up", "lists", ("pageup",), "page up", "Go one screenful up."),
    *_section_actions_of("link.place", "inbox", "place", "Place the link in the section of that number."),
    Action("link.suggested", "inbox", ("l",), "suggested", "Place it in its suggested section.", 2),
    Action("link.second", "inbox", ("L",), "second choice", "Place it in the section suggested second."),
    Action("link.bench", "inbox", ("b",), "bench", "Bench the link for its suggested section.", 3),
    Action("link.reject", "inbox", ("x", "d"), "reject", "Reject the link.", 4),
    Action("link.defer", "inbox", (">",), "defer", "Put the link off to the next issue.", 5),
    Action("link.join", "inbox", ("+",), "join", "Join the related or marked link as second link.", 6),
    Action("link.read", "inbox", ("enter",), "read", "Read the source large.", 7),
    Action("mark.toggle", "inbox", ("space",), "mark", "Mark the link, or unmark it, and go on.", 8),
    Action("mark.range", "inbox", ("v",), "range", "Begin or end marking a range.", 9),
    Action("link.restore", "inbox", ("r",), "restore", "Put the link back in the inbox.", 10),
    Action(
        "link.repeat", "inbox", ("P",), "on purpose", "Repeat on purpose what readers had, or take that back."
    ),
    Action("link.open", "inbox", ("o",), "open", "Open the link in the browser."),
    Action("link.copy", "inbox", ("y",), "copy", "Copy the link."),
    Action("link.title", "inbox", ("e",), "title", "Write the link's title, which no site replaces."),
    Action("link.tag", "inbox", ("t",), "tags", "Change the link's tags."),
    Action("link.note", "inbox", ("m",), "note", "Write a note on the link."),
    Action("link.quote", "inbox", ('"',), "quote", "Quote a sentence of its source in the note."),
    Action("inbox.sort", "inbox", ("s",), "sort", "Sort the list in the next order."),
    Action("inbox.previous", "inbox", ("[",), "previous view", "Turn to the previous view of the inbox."),
    Action("inbox.next", "inbox", ("]",), "next view", "Turn to the next view of the inbox."),
    Action("text.next", "reading", ("j",), "next text", "Read the next text.", 4),
    Action("text.previous", "reading", ("k",), "previous text", "Read the text before.", 7),
    Action("text.page_down", "reading", ("space", "pagedown"), "scroll", "Scroll one screenful down.", 8),
    Action("text.page_up", "reading", ("pageup",), "scroll up", "Scroll one screenful up."),
    Action("text.down", "reading", ("down",), "line down", "Scroll two lines down."),
    Action("text.up", "reading", ("up",), "line up", "Scroll two lines up."),
    Action("text.top", "reading", ("g", "home"), "top", "Show its beginning."),
    Action("text.bottom", "reading", ("G", "end"), "bottom", "Show its end."),
    Action("text.close", "reading", ("enter",), "list", "Return to the list.", 4),
    Action("filter.keep", "filtering", ("enter", "down"), "to the list", "Go to what was found.", 1),
    Action("filter.leave", "filtering", ("escape",), "clear", "Leave the filter, back to all links.", 2),
    *_section_actions_of("entry.move", "issue", "move", "Move the entry to the section of that number."),
    Action("piece.write", "issue", ("enter", "e", "i"), "write", "Write the piece in hand.", 2),
    Action("piece.blank", "issue", ("n",), "next blank", "Go to the next piece without text.", 3),
    Action("entry.bench", "issue", ("b",), "bench", "Put the entry on the bench, or back from it.", 4),
    Action("entry.swap", "issue", ("s",), "swap", "Let it change places with an entry of the bench.", 5),
    Action("entry.reject", "issue", ("x", "d"), "reject", "Take it out and reject its link.", 6),
    Action("entry.return", "issue", ("h",), "to inbox", "Send the entry back to the inbox.", 7),
    Action("entry.down", "issue", ("J",), "move down", "Move the entry one slot down.", 8),
    Action("entry.up", "issue", ("K",), "move up", "Move the entry one slot up.", 9),
    Action("entry.join", "issue", ("+",), "join", "Join the related or marked link as second link.", 10),
    Action(
        "entry.defer", "issue", (">",), "defer", "Take it out and put its link off to the next issue.", 11
    ),
    Action(
        "entry.repeat",
        "issue",
        ("P",),
        "on purpose",
        "Repeat on purpose what readers had, or take that back.",
    ),
    Action(
        "pane.inbox",
        "issue",
        ("l", "L", "space", "r", "v"),
        "inbox only",
        "Acts in the Inbox: tab goes there.",
    ),
    Action("section.previous", "issue", ("{",), "previous section", "Go to the previous section."),
    Action("section.next", "issue", ("}",), "next section", "Go to the next section."),
    Action("slots.more", "issue", ("=",), "slot more", "Give this section of the issue one slot more."),
    Action("slots.fewer", "issue", ("-",), "slot fewer", "Take one slot from this section of the issue."),
    Action(
        "section.omit",
        "issue",
        ("0",),
        "leave out",
        "Leave this section out of this issue, or bring it back.",
    ),
    Action("issue.number", "issue", ("#",), "number", "Give the issue another number."),
    Action("issue.date", "issue", ("@",), "date", "Set the date on which the issue is scheduled to appear."),
    Action("issue.url", "issue", ("U",), "address", "Say where readers find the issue once it is out."),
    Action("issue.delete", "issue", ("D",), "delete", "Delete the draft; its links go back to the inbox."),
    Action("block.add", "issue", ("B",), "block", "Write a block, such as a promo, into this issue."),
    Action("block.keep", "issue", ("*",), "keep block", "Keep the block for later issues."),
    Action("piece.versions", "issue", ("Z",), "versions", "Show earlier texts of the piece, bring one back."),
    Action(
        "entry.tie", "issue", ("&",), "tie", "Say which entry of the original it translates, or untie it."
    ),
    Action("entry.open", "issue", ("o",), "open", "Open the entry's link in the browser."),
    Action("entry.copy", "issue", ("y",), "copy", "Copy the entry."),
    Action("step.copy", "copying", ("enter",), "do", "Do this step, and go on to the next.", 1),
    Action("step.next", "copying", ("j", "down"), "skip", "Go to the next step, without this one.", 2),
    Action("step.previous", "copying", ("k", "up"), "previous", "Go to the step before.", 8),
    Action("step.tick", "copying", ("space",), "tick", "Tick what was checked, and go on.", 3),
    Action("copy.cut", "copying", ("b",), "cut body", "Cut the body at each video, or make it whole.", 4),
    Action("copy.videos", "copying", ("v",), "videos", "Add a step for each video, or leave them out.", 10),
    Action("copy.target", "copying", ("t",), "target", "Turn to the next platform.", 5),
    Action("copy.draft", "copying", ("d",), "draft", "Make the draft at the platform, or update it.", 2),
    Action(
        "copy.differences", "copying", ("D",), "differences", "Show what was edited in the draft there.", 2
    ),
    Action("copy.page", "copying", ("o",), "page", "Write the copy page and open it.", 6),
    Action("copy.leave", "copying", ("escape", "q"), "leave", "Go back; the step is remembered.", 7),
    Action("copy.anyway", "copying", ("!",), "anyway", "Go on in spite of errors, or of edits there.", 9),
    Action("issue.switch", "issues", ("enter",), "switch", "Work on that issue.", 1),
    Action("issue.new", "issues", ("n",), "new", "Create the next issue.", 2),
    Action(
        "issue.translate",
        "issues",
        ("t",),
        "translate",
        "Begin the issue that translates the original's next.",
    ),
    Action("issue.publish", "issues", ("p",), "publish", "Finish that issue: it goes to the archive.", 3),
    Action("issue.reopen", "issues", ("r",), "reopen", "Make that issue a draft again.", 4),
    Action("archive.open", "archive", ("enter",), "open", "Open that issue at that place, to be read.", 1),
    Action("finding.jump", "findings", ("enter",), "jump", "Go to where the finding is.", 1),
    Action("finding.mend", "findings", ("m",), "mend", "Mend the finding, if it is marked as mendable.", 2),
    Action(
        "finding.mend_all",
        "findings",
        ("M",),
        "mend all",
        "Mend every finding of this kind, in one change.",
        4,
    ),
    Action("finding.waive", "findings", ("w",), "waive", "Waive it for this issue, or take that back.", 3),
    Action("finding.check", "findings", ("a",), "ask links", "Ask the links whether they still answer.", 5),
    Action(
        "finding.learn",
        "findings",
        ("l",),
        "learn",
        "Learn the word that no dictionary has, for every issue.",
        6,
    ),
    Action("change.take_back", "history", ("u", "enter"), "take back", "Take back that change.", 1),
    Action(
        "version.bring_back", "versions", ("enter",), "bring back", "Bring back the text under the cursor.", 1
    ),
    Action("sentence.take", "quoting", ("enter",), "quote", "Quote what is highlighted.", 1),
    Action("sentence.next", "quoting", ("j", "down"), "next", "Go to the next sentence.", 2),
    Action("sentence.previous", "quoting", ("k", "up"), "previous", "Go to the sentence before.", 3),
    Action("sentence.more", "quoting", ("J", "shift+down"), "one more", "Take the next sentence as well.", 4),
    Action("sentence.fewer", "quoting", ("K", "shift+up"), "one fewer", "Take one sentence fewer."),
    Action("paragraph.next", "quoting", ("}",), "next paragraph", "Go to the next paragraph."),
    Action("paragraph.previous", "quoting", ("{",), "previous paragraph", "Go to the paragraph before."),
    Action("original.tie", "tying", ("enter",), "tie", "Tie the entry to the one under the cursor.", 1),
    Action("feed.pull", "feeds", ("enter", "R"), "pull", "Ask that feed for new links.", 1),
    Action("feed.add", "feeds", ("a",), "add", "Read the feed of a page, a channel or a repository.", 2),
    Action("feed.query", "feeds", ("/",), "query", "Say what is kept of that feed, as in a filter.", 3),
    Action("feed.cap", "feeds", ("c",), "cap", "Say how many links a day it may bring.", 4),
    Action("feed.title", "feeds", ("e",), "title", "Say what it is called.", 5),
    Action("feed.remove", "feeds", ("x", "d"), "remove", "Read it no longer; its links stay.", 6),
    Action("import.take", "reviewing", ("enter",), "take in", "Take the files in, as one change.", 1),
    Action("import.archived", "reviewing", ("a",), "archived", "Leave out what is archived, or keep it.", 2),
    Action("import.past_issues", "reviewing", ("p",), "past issues", "Take the files in as past issues.", 3),
    Action(
        "import.section", "reviewing", ("s",), "section", "Say which of today's sections an old one is.", 4
    ),
    Action("links.take", "adding", ("ctrl+s", "ctrl+enter"), "add", "Add the links in the text.", 1),
    Action("field.next", "writing", ("tab",), "next field", "Go to the next field.", 1),
    Action("field.previous", "writing", ("shift+tab",), "previous field", "Go to the previous field."),
    Action("piece.next", "writing", ("ctrl+n",), "next piece", "Save, write the next piece.", 2),
    Action("piece.previous", "writing", ("ctrl+p",), "previous piece", "Save, write the previous piece.", 7),
    Action("piece.leave", "writing", ("escape",), "back", "Save and go back to the list.", 3),
    Action(
        "source.down",
        "writing",
        ("alt+j", "ctrl+down"),
        "scroll",
        "Scroll the source some lines down.",
        6,
    ),
    Action(
        "title.offer",
        "writing",
        ("alt+t",),
        "offer title",
        "Write a title of three entries; again: of others.",
        4,
    ),
    Action("source.up", "writing", ("alt+k", "ctrl+up"), "source up", "Scroll the source some lines up."),
    Action("source.page_down", "writing", ("ctrl+f",), "source page", "Scroll the source a screenful down."),
    Action("source.page_up", "writing", ("ctrl+b",), "source page up", "Scroll the source a screenful up."),
    Action("source.quote", "writing", ("ctrl+t",), "quote", "Quote a sentence of the source in the text.", 6),
    Action("source.turn", "writing", ("ctrl+o",), "source", "Turn the source away, or back.", 5),
)

# Keys of every text field, which are Textual's own and stay as they are.

ACTIONS_BY_NAME: Final[dict[str, Action]] = {action.name: action for action in ACTIONS}


def build_bindings(context: KeyContext, keymap: Keymap | None = None) -> list[Binding]:
    """The bindings of one place, those the footer shows first and in its order."""
    here = (action for action in ACTIONS if action.context == context)
    ranked = sorted(here, key=lambda action: action.footer_rank or len(ACTIONS))
    return [_build_binding(action, keymap or {}) for action in ranked]


def build_named_bindings(*names: str) -> list[Binding]:
    """The bindings of single actions, for a widget that does only some of what its place offers."""
    return [_build_binding(ACTIONS_BY_NAME[name], {}) for name in names]


def _build_binding(action: Action, keymap: Keymap) -> Binding:
    return Binding(
        ",".join(keys_of(action, keymap)),
        action.call,
        action.label,
        show=action.footer_rank > 0,
        tooltip=action.help,
        id=action.name,
        group=Binding.Group(action.label, compact=True) if action.family != action.name else None,
    )


def keys_of(action: Action, keymap: Keymap) -> tuple[str, ...]:
    """The keys of the action under that keymap, as people write them: `x`, `/`, `ctrl+n`."""
    return tuple(keymap[action.name].split(",")) if action.name in keymap else action.keys


def list_family(action: Action) -> list[Action]:
    """The actions of one place that differ from this one by a digit only, itself among them."""
    return [other for other in ACTIONS if (other.family, other.context) == (action.family, action.context)]


def format_keys(family: Sequence[Action], keymap: Keymap) -> str:
    """The first key of each action, digits in a row as a range: `x`, `1-5`, `Y 2-5`."""
    keys = [keys_of(action, keymap)[0] for action in family]
    runs: list[list[str]] = []
    for key in keys:
        follows = runs and key.isdigit() and runs[-1][-1].isdigit() and int(key) == int(runs[-1][-1]) + 1
        if follows:
            runs[-1].append(key)
        else:
            runs.append([key])
    return " ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else run[0] for run in runs)
