"""The application: its looks, its keymap, and one screen. Thin on purpose: an App is where code goes to die."""

import asyncio
import signal
import sys
from pathlib import Path
from typing import Any, Final

from textual import constants, events
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.driver import Driver
from textual.theme import Theme
from textual.widget import Widget
from textual.worker import Worker

from workbench.curation.model import UserError
from workbench.desk.desk import Desk
from workbench.desk.ports import Services
from workbench.ui.keys import bracketed_paste
from workbench.ui.keys.input_queue import InputQueue
from workbench.ui.keys.table import Keymap
from workbench.ui.last_resort import Rescue, ScreenFailureError, save_typed_text
from workbench.ui.sanitize import MAX_PASTE_LENGTH, many_lines
from workbench.ui.screens.main import POLL_EVERY, WorkbenchScreen
from workbench.ui.services.idle_moments import spare_what_stays

MAX_LEAVING: Final = 3.0
"""Seconds that the screen has for leaving by itself; a slow disk gets as many again."""
SWITCH_INTERVAL: Final = 0.001
"""Seconds for which a thread that learns or reads may keep the screen from going on, five times by default."""
PACKAGE: Final = Path(__file__).parent.parent

# One accent for "here" and nothing else; the rest is ink and paper.
NIGHT_THEME: Final = Theme(
    name="night", dark=True, primary="#8a94a6", secondary="#8a94a6", accent="#e0a458",
    foreground="#d8dce4", background="#15171c", surface="#15171c", panel="#23262e",
    success="#9bb58a", warning="#d9b26a", error="#e07a6a",
    variables={"border": "#626a7a", "border-blurred": "#626a7a"},
)  # fmt: skip
DAY_THEME: Final = Theme(
    name="day", dark=False, primary="#5a6373", secondary="#5a6373", accent="#a85b00",
    foreground="#23272f", background="#faf8f4", surface="#faf8f4", panel="#ece8e0",
    success="#4b6b3a", warning="#8a6100", error="#a83a2a",
    variables={"border": "#8f887b", "border-blurred": "#8f887b"},
)  # fmt: skip


class WorkbenchApp(App[None]):
    """The screen on one desk."""

    TITLE = "workbench"
    ENABLE_COMMAND_PALETTE = False  # Textual's own: the palette here is ours

    def __init__(self, desk: Desk, services: Services, keymap: Keymap | None = None) -> None:
        super().__init__(driver_class=find_driver_class(), css_path=list_stylesheets())
        self._desk = desk
        self._services = services
        self._user_keymap = keymap or {}
        self._left = services.ui_state.load()
        """How the screen was left, read once."""
        self.input_queue = InputQueue(self, self._forward, self._update_footer)
        self.main_screen: WorkbenchScreen | None = None
        self.fault: BaseException | None = None
        """What ended the screen against its will."""
        self._main_task: asyncio.Task[Any] | None = None
        self.is_leaving = False
        """Whether a signal or a lost terminal ends it, by force if it must be."""
        self.register_theme(NIGHT_THEME)
        self.register_theme(DAY_THEME)
        self.theme = self._choose_initial_theme()
        self.stylesheet.set_variables(self.get_css_variables())
        self._styled_theme = self.theme
        self.set_keymap(dict(self._user_keymap))

    def get_default_screen(self) -> WorkbenchScreen:
        """The one screen there is; everything else comes in front of it."""
        self.main_screen = WorkbenchScreen(self._desk, self._services, self._user_keymap, self._left)
        return self.main_screen

    def on_mount(self) -> None:
        """Nobody says goodbye to a program whose terminal is closed: it has to notice, and save."""
        if self.is_headless:
            return
        self._main_task = asyncio.current_task()
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            if hasattr(signal, name) and sys.platform != "win32":
                loop.add_signal_handler(getattr(signal, name), self._save_and_exit)
        self.set_interval(POLL_EVERY, self._check_terminal)

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything by another theme. Textual asks for it as it starts, too, when all is styled by that one."""
        if self._styled_theme != self.theme:
            self._styled_theme = self.theme
            super().refresh_css(animate)

    async def action_quit(self) -> None:
        """Textual's own ctrl+q, which no field keeps for itself: it leaves as `q` does."""
        if self.main_screen is not None:
            await self.main_screen.exit_actions.exit_or_warn()

    async def run_action(self, action: Any, *where: Any, **more: Any) -> bool:
        """What a key does. Whatever refuses it is said."""
        try:
            return await super().run_action(action, *where, **more)
        except UserError as refusal:
            if self.main_screen is not None:
                self.main_screen.message_line.say(str(refusal), failed=True)
            return True

    def pop_screen(self) -> AwaitComplete:
        """Take away the view in front. Textual keeps what holds the painted lines of its widgets (textual 8.2 has them
        in a cache of their methods), so no lines are left in it."""
        for widget in self.screen.walk_children(Widget):
            widget.refresh()
        return super().pop_screen()

    def action_command_palette(self) -> None:
        """Choose what to do by its name."""
        screen = self.screen
        if isinstance(screen, WorkbenchScreen):
            from workbench.ui.screens.palette import show_palette  # noqa: PLC0415 - a start does without it

            show_palette(screen)

    def _check_terminal(self) -> None:
        if sys.__stdin__ is None or not sys.__stdin__.isatty():
            self._save_and_exit()

    def on_terminal_lost(self) -> None:
        """The terminal is gone: save and go."""
        self._save_and_exit()

    def on_pastes_marked(self) -> None:
        """The terminal marks what is pasted."""
        self.input_queue.expect_marked_pastes()

    def _save_and_exit(self) -> None:
        """Save what is half written and go, whatever stands in front."""
        if not self.is_leaving:
            self.is_leaving = True
            self._exit_by_force_later()
            if self.main_screen is not None and self.main_screen.is_running:
                save_and_exit = self.main_screen.exit_actions.save_and_exit
                _: Worker[None] = self.main_screen.run_worker(save_and_exit, group="exit")
            else:
                self.exit()

    def _handle_exception(self, error: Exception) -> None:
        """Whatever is raised anywhere comes here and ends the screen; `run_app` saves what was typed."""
        if self.is_headless:
            super()._handle_exception(error)
        elif self.fault is None:
            self.fault = error
            self._close_messages_no_wait()
            self._exit_by_force_later()

    def _exit_by_force_later(self) -> None:
        """End the loop of messages if it does not end by itself: something in it may wait for what never comes."""
        loop, task = asyncio.get_running_loop(), self._main_task
        if task is not None:
            loop.call_later(MAX_LEAVING, task.cancel)
            loop.call_later(2 * MAX_LEAVING, loop.stop)

    async def on_event(self, event: events.Event) -> None:
        """What the terminal sends goes through the queue, once. A paste is cleaned here, whichever field will take it,
        Textual's own among them."""
        if isinstance(event, events.Paste) and not event.is_forwarded:
            event.text = many_lines(event.text, MAX_PASTE_LENGTH)
        if isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded:
            await self.input_queue.put(event)
        elif self.screen_stack or not isinstance(event, events.InputEvent):
            await super().on_event(event)  # without a screen it closes, and no key acts any more

    async def _forward(self, event: events.InputEvent | events.Paste) -> None:
        """Hand over one key or click. What the message line says was said before it."""
        if self._is_over_removed_widget(event):
            return
        if isinstance(event, events.Key | events.MouseDown) and self.main_screen is not None:
            self.main_screen.message_line.mark_read()
            self.main_screen.idle_moments.mark_key()
        await super().on_event(event)

    def _is_over_removed_widget(self, event: events.Event) -> bool:
        """Whether the mouse points at what is taken away, but painted still: Textual would select text in its parent,
        and it has none."""
        if not isinstance(event, events.MouseDown | events.MouseMove):
            return False
        widget, _ = self.screen.get_widget_and_offset_at(event.x, event.y)
        return widget is not None and not widget.is_attached

    def release_terminal(self) -> None:
        """Give the terminal back where the app was ended by force and could not."""
        if release := getattr(self._driver, "release_terminal", None):
            release()

    def _update_footer(self) -> None:
        """What was pressed is done with: other keys may act now."""
        if self.main_screen is not None and self.main_screen.is_running:
            self.main_screen.update_footer()

    def _choose_initial_theme(self) -> str:
        theme = self._left.get("theme")
        return theme if isinstance(theme, str) and theme in self.available_themes else NIGHT_THEME.name


def find_driver_class() -> type[Driver] | None:
    """What drives the terminal; None leaves the choice to Textual."""
    if sys.platform == "win32" or constants.DRIVER is not None:
        return None
    from workbench.ui.terminal_driver import TerminalDriver  # noqa: PLC0415 - there are no such terminals on Windows

    return TerminalDriver


def list_stylesheets() -> list[Any]:
    """Every look: inside the package in a wheel, beside it in a checkout and an editable install."""
    folder = PACKAGE / "styles" if (PACKAGE / "styles").is_dir() else PACKAGE.parent / "styles"
    return sorted(folder.glob("*.tcss"))


def run_app(desk: Desk, services: Services, keymap: Keymap | None = None) -> None:
    """Open the screen and stay until the editor leaves it. `ScreenFailureError` where it could not go on."""
    bracketed_paste.patch_bracketed_paste()
    sys.setswitchinterval(SWITCH_INTERVAL)
    spare_what_stays()
    app = WorkbenchApp(desk, services, keymap)
    try:
        app.run()
    except (Exception, asyncio.CancelledError) as fault:
        app.fault = app.fault or (None if app.is_leaving else fault)
    finally:
        app.release_terminal()
    rescue = save_typed_text(desk, app.main_screen) if app.main_screen is not None else Rescue({})
    # Who left by a key was warned of what cannot be saved.
    is_unsaved = app.is_leaving and rescue.refusal is not None
    if app.fault is not None or is_unsaved:
        raise ScreenFailureError(rescue.texts) from app.fault or rescue.refusal
