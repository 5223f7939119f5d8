"""What the screen's keys do with links: add them from a view or a paste, fetch them, ask for a line, quote a source."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from workbench.curation.change import Change
from workbench.curation.identity.names import name_link
from workbench.curation.model import IssueId, LinkId, UserError
from workbench.desk.desk import Proposal, VerbResult
from workbench.desk.incoming import take_in
from workbench.desk.state import State
from workbench.desk.verbs import translating, triage
from workbench.ui.dialogs.add_links import AddLinksDialog
from workbench.ui.dialogs.dialog import ShowDialog
from workbench.ui.dialogs.line_prompt import LinePrompt
from workbench.ui.dialogs.quote import Quote, QuoteDialog
from workbench.ui.dialogs.tie import TieDialog
from workbench.ui.dialogs.unfinished_texts import UnfinishedTexts
from workbench.ui.messages import AskLine, Question, QuoteSource, TieRequested
from workbench.ui.screens.panes import Panes
from workbench.ui.services.command_runner import CommandRunner
from workbench.ui.services.fetch_queue import FetchQueue
from workbench.ui.widgets.message_line import MessageLine

ADDING_PURPOSE: Final = "links"  # of the one text from which links are added


class LinkActions:
    """Each method returns at once; what comes of it is shown or said."""

    def __init__(
        self,
        panes: Panes,
        runner: CommandRunner,
        fetch_queue: FetchQueue,
        message_line: MessageLine,
        unfinished: UnfinishedTexts,
        *,
        show_dialog: ShowDialog,
        follow_files: Callable[[Change], None],
    ) -> None:
        self._panes: Final = panes
        self._runner: Final = runner
        self._fetch_queue: Final = fetch_queue
        self._message_line: Final = message_line
        self._show_dialog: Final = show_dialog
        self._follow_files: Final = follow_files
        self._unfinished: Final = unfinished
        self._quoted_until: Final[dict[LinkId, int]] = {}

    def open_dialog(self) -> None:
        """Show the view to add links from, with what was left unfinished in it the last time."""
        self._show_dialog(AddLinksDialog(self._unfinished.open_text(ADDING_PURPOSE)), self.add)

    def add(self, text: str | None) -> None:
        """Add the links in this text, if there is any. What cannot be saved is there when the view opens again."""
        if text:
            self._unfinished.store_text(ADDING_PURPOSE, text)
            saving = partial(self._runner.do, partial(take_in.take_in_paste, text=text))
            self._runner.start(saving, self._go_to_added)

    def _go_to_added(self, result: VerbResult[Any]) -> None:
        self._unfinished.discard_text(ADDING_PURPOSE)
        if not result.proposal.count("added"):
            self._panes.inbox.move_to_first(result.proposal.links)

    def fetch(self) -> None:
        """Ask the sites behind the links in hand, whatever is known of them."""
        links = self._panes.pop_links()
        if links:
            self._message_line.say(self._fetch_queue.refetch(links))
        else:
            self._message_line.say("There is no link here to fetch: j and k go to one.", failed=True)

    def ask(self, state: State, message: Question) -> None:
        """Ask what a pane wants to know: a line, a sentence of a link's source, the original of an entry."""
        if isinstance(message, QuoteSource):
            self.quote(state, message.link, message.insert)
        elif isinstance(message, TieRequested):
            self.tie(state, message.link, message.issue_id)
        elif isinstance(message, AskLine):
            self.ask_line(message)

    def tie(self, state: State, link: LinkId, issue_id: IssueId) -> None:
        """Untie a link that is tied to a work of the original, else let the entry be chosen that it translates."""
        if state.get_link(link).original:
            self._runner.run_verb(partial(translating.tie_to_work, link=link, work=""))
            return
        try:
            original, waiting = translating.list_to_tie(state, issue_id)
        except UserError as refusal:
            self._message_line.refuse(str(refusal))
            return

        def tie_to(work: str | None) -> None:
            if work is not None:
                self._runner.run_verb(partial(translating.tie_to_work, link=link, work=work))

        called = name_link(state.get_link(link))
        self._show_dialog(TieDialog(called, original, waiting), tie_to)

    def quote(self, state: State, link: LinkId, insert: Callable[[str], None] | None) -> None:
        """Let a sentence of the link's source be chosen, and hand it on, or put it into the note. The next choice from
        that source begins behind it."""
        text = state.source_of(link).text
        if not text.strip():
            is_idea = state.get_link(link).is_idea
            missing = "No text is kept for this link yet: in the lists f asks its site."
            self._message_line.refuse("An idea has no source." if is_idea else missing)
            return

        def take(quote: Quote | None) -> None:
            if quote is None:
                return
            self._quoted_until[link] = quote.end
            if insert is not None:
                insert(quote.text)
            else:
                self._runner.run_verb(partial(triage.quote_in_note, link=link, sentence=quote.text))

        self._show_dialog(QuoteDialog(text, self._quoted_until.get(link, 0)), take)

    def ask_line(self, message: AskLine) -> None:
        """Ask for one line, and do with the answer what was asked for. What cannot be saved comes back."""
        unfinished = self._unfinished.open_text(message.purpose, message.value)

        def save_answer(answer: str | None) -> None:
            if answer is not None:
                saving = partial(self._runner.do, message.make_verb(answer))
                self._runner.start(saving, finish)

        def finish(result: VerbResult[Proposal]) -> None:
            unfinished.discard()
            message.on_saved(result.touched)
            self._follow_files(result.proposal.change)

        prompt = LinePrompt(message.question, message.value, message.hint, unfinished)
        self._show_dialog(prompt, save_answer)
