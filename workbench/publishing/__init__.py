"""An issue in the formats that readers and platforms get, and back from them.

- `layout.py` builds an `Edition` of an issue and lays it out as one tree. `render/` writes the tree in each format.
- `edition_formats.py`, `passages.py` and `copy_page.py` are what is exported and copied.
- `parse/` reads an exported file back; `compare/` compares a paste with the edition, and is imported by
  who does.

Whoever needs one of them names its module: a screen that starts prints nothing, and should load none of it.

All functions are pure: the result depends on the issue, its entries and the publication. Files and clipboards are in
`delivery/`.
"""
