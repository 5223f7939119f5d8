"""The page of keys in `docs/`, made of the table: `python -m workbench.ui.keys.page > docs/keys.md`."""

from itertools import groupby
from typing import Final

from workbench.ui.keys.key_help import FIELD_HELP, KeyHelp, build_key_help
from workbench.ui.keys.table import CONTEXT_TITLES

_KEYS_INTRODUCTION: Final = """\
# Keys

Every key can be changed in `keys.toml` in the `workbench` folder of your configuration (Linux
`~/.config/workbench`, macOS `~/Library/Application Support/workbench`, Windows `%LOCALAPPDATA%\\workbench`), under
`[keys]`, by the name of its action: `"link.reject" = "z"`, or several keys as a list, `["x", "delete"]`.
"""


def render_keys_page() -> str:
    """The table as a page of documentation."""
    page = [_KEYS_INTRODUCTION]
    for where, rows in groupby(build_key_help(), key=lambda row: row.context):
        page.append(f"\n## {CONTEXT_TITLES[where]}\n\n| keys | does | action |\n| --- | --- | --- |\n")
        page.extend(_render_table_row(row) for row in rows)
    page.append(
        "\n## In every text field\n\nThese keys stay as they are.\n\n| keys | does |\n| --- | --- |\n"
    )
    page.extend(f"| {' '.join(f'`{key}`' for key in keys.split())} | {help} |\n" for keys, help in FIELD_HELP)
    return "".join(page)


def _render_table_row(row: KeyHelp) -> str:
    keys = " ".join(f"`{key}`" for key in row.keys)
    name = f"`{row.names[0]}`" if len(row.names) == 1 else f"`{row.names[0]}` to `{row.names[-1]}`"
    return f"| {keys} | {row.help} | {name} |\n"


if __name__ == "__main__":
    print(render_keys_page(), end="")
