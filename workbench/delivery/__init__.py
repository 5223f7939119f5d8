"""The far end: where an issue leaves the program. Clipboard, files in `issues/`, the editor's own programs.

Each class keeps one of the desk's ports and knows nothing of the desk; `cli` hands them in.
"""
