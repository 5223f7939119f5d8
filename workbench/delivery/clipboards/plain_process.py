"""Reads and writes the system's clipboard as plain text by pyperclip, run as a process of its own.

`plain_process.py write` copies standard input and ends with 1 where the clipboard then holds something else.
`plain_process.py read` prints the clipboard's text. Either ends with 1 where there is no clipboard.
"""

import sys

import pyperclip


def copy_stdin() -> int:
    """Copy standard input and read it back; 1 where the two differ."""
    text = sys.stdin.buffer.read().decode("utf-8")
    pyperclip.copy(text)
    return int(_normalize_lines(pyperclip.paste()) != _normalize_lines(text))


def paste_to_stdout() -> int:
    """Print what the clipboard holds."""
    sys.stdout.buffer.write(pyperclip.paste().encode("utf-8", "replace"))
    return 0


def _normalize_lines(text: str) -> list[str]:
    """The lines without the carriage returns that Windows adds and the last line end that some programs drop."""
    return text.replace("\r\n", "\n").rstrip("\n").split("\n")


if __name__ == "__main__":
    try:
        sys.exit(copy_stdin() if sys.argv[1] == "write" else paste_to_stdout())
    except (pyperclip.PyperclipException, OSError):
        sys.exit(1)
