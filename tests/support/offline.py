"""A machine that is offline, for a program in a process of its own: no name can be looked up, so no site is reached."""

from pathlib import Path
from typing import Final

_HOOK: Final = """
import socket

def refuse(*_, **__):
    raise socket.gaierror(socket.EAI_AGAIN, "offline")

socket.getaddrinfo = refuse
"""


def write_offline_hook(folder: Path) -> Path:
    """Make a folder that takes the program offline where it stands in PYTHONPATH."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_HOOK, "utf-8")
    return folder
