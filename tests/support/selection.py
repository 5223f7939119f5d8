"""The X clipboard as other programs use it: read, and filled by one that is not ours."""

import subprocess


def read_selection(target: str) -> str:
    """What the X clipboard gives as that target; empty where it has none of it."""
    command = ["xclip", "-o", "-selection", "clipboard", "-t", target]
    return subprocess.run(command, capture_output=True, check=False, timeout=20).stdout.decode()


def copy_by_xclip(text: str) -> None:
    """Have a program that is not ours put plain text on the clipboard."""
    quiet = subprocess.DEVNULL
    command = ["xclip", "-selection", "clipboard"]
    subprocess.run(command, input=text.encode(), stdout=quiet, stderr=quiet, check=True, timeout=20)
