"""What fills the system's clipboard with plain text, or writes what it holds, run as a process of its own.

Without an argument it copies standard input, and ends with 1 unless that reads back; with `paste_to_stdout` it
writes the
clipboard's text to standard output. It stands alone, importing nothing of the workbench, so that it can be started
by its path.
"""

import sys

import pyperclip


def copy_stdin() -> int:
    """Standard input to the clipboard and back."""
    text = sys.stdin.buffer.read().decode("utf-8")
    pyperclip.copy(text)
    return int(_normalize_lines(pyperclip.paste()) != _normalize_lines(text))


def paste_to_stdout() -> int:
    """The clipboard to standard output."""
    sys.stdout.buffer.write(pyperclip.paste().encode("utf-8", "replace"))
    return 0


def _normalize_lines(text: str) -> list[str]:
    """Without the last line end, and without the carriage returns that Windows adds."""
    return text.replace("\r\n", "\n").rstrip("\n").split("\n")


if __name__ == "__main__":
    try:
        sys.exit(paste_to_stdout() if sys.argv[1:] == ["take"] else copy_stdin())
    except (pyperclip.PyperclipException, OSError):
        sys.exit(1)
