"""Where an issue leaves the program: clipboards, files in `issues/`, the editor's own programs, drafts at platforms.

Each class implements one port of the desk (`desk/ports.py`) and imports nothing of the desk. What an issue looks like
in a format is made in `publishing/`.
"""
