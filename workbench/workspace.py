"""A workspace: a folder, and the rooms put together over it.

This is the composition root: it opens the library and hands it to a desk, with the publication of the folder. It prints
nothing and knows no command line. What a method needs is imported when it is called.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, Final, ParamSpec, Self, TypeVar

from workbench.clock import LocalZone, utc_now
from workbench.curation.model import LabelledLink, Link, LinkId, UserError
from workbench.curation.text.cleaning import MAX_TAG, clean_line, require_line, require_lines
from workbench.workspace_folder import PROFILE_FILE, ensure_folder, read_publication

if TYPE_CHECKING:
    from workbench.curation.change import Change
    from workbench.curation.clipping import ImportResult
    from workbench.curation.preflight import Finding
    from workbench.curation.publication import FetchSettings
    from workbench.curation.search.query import Query
    from workbench.curation.search.ranking import SortOrder
    from workbench.desk import ports
    from workbench.desk.desk import Desk, Proposal, VerbResult
    from workbench.desk.incoming.take_in import IntakeResult
    from workbench.desk.outgoing.export import ExportResult
    from workbench.desk.state import State
    from workbench.web import SiteWeb

P = ParamSpec("P")
T = TypeVar("T", bound="Proposal")


class Workspace:
    """An open workspace; `open_workspace` makes one. Close it, or use it in a `with` block."""

    def __init__(self, folder: Path, desk: "Desk") -> None:
        self.folder: Final = folder
        self.desk: Final = desk

    @property
    def state(self) -> "State":
        """What the workspace holds now: links, entries, issues, the publication."""
        return self.desk.state

    def do(
        self, verb: "Callable[Concatenate[State, P], T]", *args: P.args, **kwargs: P.kwargs
    ) -> "VerbResult[T]":
        """Run a verb of `workbench.desk.verbs`: durable when this returns. `UserError` where it cannot act."""
        return self.desk.do(verb, *args, **kwargs)

    def add(
        self,
        text: str | bytes,
        *,
        title: str = "",
        note: str = "",
        tags: Sequence[str] = (),
        section: str = "",
    ) -> "IntakeResult":
        """Save the links that stand in a text: prose, Markdown, lists, bare hosts. No site is asked about them.

        Title, note and tags are said of each link; a section places them. A link that is known is merged, and what is
        no link becomes a refused row of the result. `UserError`, with nothing saved, where the section is unknown or
        full.
        """
        from workbench.intake import parse_import
        from workbench.intake.saved_text import parse_saved_text

        parsed = parse_saved_text(text) if isinstance(text, str) else parse_import(text, "the text", "list")
        return self.add_parsed(parsed, "script", title=title, note=note, tags=tags, section=section)

    def add_parsed(
        self,
        parsed: "ImportResult",
        via: str,
        *,
        title: str = "",
        note: str = "",
        tags: Sequence[str] = (),
        section: str = "",
    ) -> "IntakeResult":
        """`add` for what was read already; the links remember by which way they came."""
        from workbench.desk.incoming.take_in import Extras, take_in_links

        extras = Extras(
            title=require_line(title, "The title"),
            note=require_lines(note, "The note").strip(),
            tags=tuple(filter(None, (require_line(tag, "A tag", limit=MAX_TAG) for tag in tags))),
            section=section,
        )
        return self.do(take_in_links, parsed, via, extras).proposal

    def place(self, link: int, section: str, position: int | None = None) -> "VerbResult[Change]":
        """Place a link in a section of the newest draft, in its first open slot or at a position, from 1.

        Where there is no draft the next issue is created. `UserError` where there is no such link, section or open
        slot.
        """
        from workbench.desk.verbs.triage import place_links

        return self.do(place_links, [LinkId(link)], section, position=position)

    def write(
        self,
        link: int,
        *,
        title: str | None = None,
        blurb: str | None = None,
        links: Mapping[str, str] = {},
    ) -> "VerbResult[Change]":
        """Write the entry of a placed link; what is None stays. The text is Markdown.

        `links` are further links by their labels, as `{"GitHub": "https://github.com/owner/name"}`; one of a label
        that is there gets the new address. `UserError` where the link is not placed in the newest draft, or an address
        is none of the web.
        """
        from workbench.desk.verbs.writing import write_entry_of_link

        labelled = [LabelledLink(label, url) for label, url in links.items()]
        return self.do(write_entry_of_link, LinkId(link), title=title, blurb=blurb, links=labelled)

    def check(self, issue: int | None = None) -> "Sequence[Finding]":
        """What stands between an issue, else the newest draft, and publishing. `UserError` where there is none."""
        from workbench.desk.verbs.issues import require_issue
        from workbench.desk.verbs.preflight import check_issue

        return check_issue(self.state, require_issue(self.state, issue))

    def export(self, issue: int | None = None) -> "ExportResult":
        """Write an issue into `issues/` as Markdown, with its copy page; the newest draft where no number is given.

        `UserError`, with nothing written, where there is no such issue, somebody edited the file that is there, or it
        cannot be written. Only the copy page missing is no error: the result says why.
        """
        from workbench.desk.outgoing.export import export_issue
        from workbench.desk.steps import run_steps
        from workbench.desk.verbs.issues import require_issue

        return run_steps(
            export_issue(self.desk, self.issue_files, self.card_painter, require_issue(self.state, issue).id)
        )

    def list(self, query: "str | Query" = "", sort: "SortOrder" = "newest") -> Sequence[Link]:
        """The links that a query finds, in any state; all of them where it is empty.

        A query is written as in the screen's filter: `kind:paper tag:agents before:7d -title:survey`. `UserError` where
        it cannot be read. `sort` is `newest` first, `oldest` first, by `title`, by `origin`, the site, or by `odds`:
        how often such links were placed, where that orders better than the date. In the order `newest`, links with
        the plain words of the query in their titles come before the others.
        """
        from workbench.curation.search.query import parse_query
        from workbench.curation.search.ranking import order_links, sort_newest_first

        state = self.state
        wanted = parse_query(query, state.now, state.zone) if isinstance(query, str) else query
        if wanted.problems:
            raise UserError(" ".join(wanted.problems))
        found = state.search.filter_links(wanted, state.links)
        if sort == "odds":
            state.odds.read()
        ratings = state.odds.ratings if sort == "odds" else {}
        ids = order_links(sort_newest_first(state.links[id] for id in found), state.links, sort, ratings)
        ordered = state.search.put_titles_first(wanted, ids) if sort == "newest" else ids
        return [state.links[id] for id in ordered]

    @cached_property
    def web(self) -> "SiteWeb":
        """The sites behind links. `UserError` where `workbench.toml` speaks of a site that there is not."""
        return make_web(self.folder, self.state.publication.fetch)

    @property
    def feed_web(self) -> "SiteWeb":
        """The same, asked for feeds."""
        return self.web

    @property
    def link_web(self) -> "SiteWeb":
        """The same."""
        return self.web

    @property
    def services(self) -> "ports.Services":
        """All that the screen may use outside the library."""
        return self

    @cached_property
    def clipboard(self) -> "ports.Clipboard":
        """The clipboard of the desktop in front of the person."""
        from workbench.delivery.clipboards.system import SystemClipboard

        return SystemClipboard()

    @cached_property
    def terminal(self) -> "ports.Terminal":
        """The terminal in front of the person, as standard output and standard error are when this is first asked."""
        from workbench.delivery.clipboards.system import TerminalClipboard

        return TerminalClipboard(sys.stdout, sys.stderr)

    @cached_property
    def issue_files(self) -> "ports.IssueFiles":
        """The folder `issues/`."""
        from workbench.delivery.files import IssueFolder

        return IssueFolder(self.folder)

    @cached_property
    def arrivals(self) -> "ports.Arrivals":
        """The folder `inbox/`."""
        from workbench.delivery.arrivals import ArrivalFolder

        return ArrivalFolder(self.folder)

    @cached_property
    def platforms(self) -> "ports.Platforms":
        """The newsletter platforms that keep drafts."""
        from workbench.delivery.platforms import DraftPlatforms

        return DraftPlatforms(self.folder / PROFILE_FILE)

    @cached_property
    def card_painter(self) -> "ports.CardPainter":
        """What draws social cards."""
        from workbench.delivery.cards.painter import PillowPainter

        return PillowPainter()

    @cached_property
    def editor(self) -> "ports.Editor":
        """The person's own text editor."""
        from workbench.delivery.text_editor import TextEditor

        return TextEditor()

    @cached_property
    def browser(self) -> "ports.Browser":
        """The person's own browser."""
        from workbench.delivery.browser import WebBrowser

        return WebBrowser()

    @cached_property
    def ui_state(self) -> "ports.UiState":
        """How the screen was left."""
        from workbench.delivery.ui_state import UiStateFile

        return UiStateFile(self.folder)

    @cached_property
    def named_files(self) -> "ports.NamedFiles":
        """Files to import, by their paths."""
        from workbench.delivery.named_files import DiskFiles

        return DiskFiles()

    def close(self) -> None:
        """Leave the library. Nothing else may be asked of this workspace then."""
        self.desk.library.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        self.close()


def open_workspace(folder: str | Path | None = None, *, reading: bool = False) -> Workspace:
    """Open the workspace in a folder; without one, the workspace that the command `workbench` would open here.

    With `reading` nothing can be relied on to be saved, and a program that is saving is not waited for. `UserError`
    where there is no such folder, its `workbench.toml` cannot be read as one, or its library cannot be opened.
    """
    from workbench.delivery.link_memory import open_link_memory
    from workbench.desk.desk import Desk
    from workbench.library import open_library
    from workbench.library.original import find_original

    path, _ = ensure_folder(None if folder is None else str(folder))
    publication = read_publication(path)
    original = find_original(path, publication.translation.of, read_publication)
    library, zone = open_library(path, clock=utc_now, reading=reading), LocalZone()
    try:
        desk = Desk(library, publication, utc_now, get_author(), make_change_id, zone, original)
        desk.state.link_checks.keep_in(open_link_memory)
        return Workspace(path, desk)
    except BaseException:
        library.close()
        raise


def get_author() -> str:
    """The name that this process's changes are signed with: the user's on this system, empty where there is none."""
    import getpass

    try:
        return clean_line(getpass.getuser(), limit=80)
    # It is neither in the environment nor in the system's list of users, or there is no such list.
    except (OSError, KeyError, ImportError):
        return ""


def make_change_id() -> str:
    """Twelve hexadecimal digits that no other change of any clone has."""
    return os.urandom(6).hex()  # as `secrets` makes them, whose import takes 10 ms since it loads OpenSSL


def make_web(folder: Path, settings: "FetchSettings") -> "SiteWeb":
    """The sites behind links, as the workspace has them asked; what they answer is kept in the user's cache.

    `UserError` names file, key and line where the workspace speaks of a site that there is not.
    """
    from platformdirs import user_cache_path

    from workbench.web import SiteWeb

    if settings.sites:
        _require_known_sites(folder / PROFILE_FILE, settings)
    cache = user_cache_path("workbench", appauthor=False) / "web"
    return SiteWeb(settings, cache, utc_now, _get_github_token())


def _get_github_token() -> str:
    """The token of the environment, without the line end it may have been pasted with; empty where it is none, as one
    that no header may carry."""
    token = os.environ.get("GITHUB_TOKEN", "").strip()
    return token if token.isascii() and token.isprintable() and " " not in token else ""


def _require_known_sites(file: Path, settings: "FetchSettings") -> None:
    from workbench.curation.publication.profile import make_profile_error
    from workbench.web.sites import BASE_URLS

    for name in settings.sites:
        if name not in BASE_URLS:
            there_are = f"there is no such site; there are {', '.join(sorted(BASE_URLS))}"
            text = file.read_text("utf-8", "replace")
            raise UserError(f"{file}: {make_profile_error(text, ('fetch', 'sites', name), there_are)}")
