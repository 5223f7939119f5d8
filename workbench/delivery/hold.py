"""What fills the system's clipboard, run as a process of its own: exit 1 unless it reads back what it was given.

It stands alone, importing nothing of the workbench, so that it can be started by its path.
"""

import sys

import pyperclip


def hold() -> None:
    """Standard input to the clipboard and back."""
    text = sys.stdin.buffer.read().decode("utf-8")
    try:
        pyperclip.copy(text)
        kept = pyperclip.paste()
    except (pyperclip.PyperclipException, OSError):
        sys.exit(1)
    sys.exit(_lines(kept) != _lines(text))


def _lines(text: str) -> list[str]:
    """Without the last line end, and without the carriage returns that Windows adds."""
    return text.replace("\r\n", "\n").rstrip("\n").split("\n")


if __name__ == "__main__":
    hold()
