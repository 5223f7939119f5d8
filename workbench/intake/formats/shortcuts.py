"""Files that hold one link: macOS's `.webloc`, as XML and as bytes, Windows' `.url`, and the `.desktop` of Linux.

Their title is the name of the file, which formats do not know; the metadata brings it.
"""

import re
from typing import Final

from workbench.curation.clipping import ImportResult
from workbench.intake.content import Content
from workbench.intake.errors import FormatError
from workbench.intake.format import Format
from workbench.intake.import_builder import ImportBuilder
from workbench.intake.json_values import get_text
from workbench.intake.property_list import parse_property_list

_PLIST: Final = re.compile(r"<plist\b")
_SHORTCUT: Final = re.compile(r"^\[(?:InternetShortcut|Desktop Entry)\]\s*$", re.I | re.M)
_FIELD: Final = re.compile(r"^(url|name)[^\S\n]*=(.*)$", re.I | re.M)


def parse_webloc(content: Content) -> ImportResult:
    """Read a `.webloc`. `FormatError` where it is broken or holds something else."""
    document = parse_property_list(content)
    builder, url = ImportBuilder("webloc"), get_text(document, "URL")
    if not url:
        raise FormatError("is a property list without a URL: a .webloc file was looked for.")
    builder.add(1, url, title=get_text(document, "Name"))
    return builder.build()


def parse_shortcut(content: Content) -> ImportResult:
    """Read a `.url` or `.desktop`. `FormatError` where it holds no address."""
    fields: dict[str, str] = {}
    for name, value in _FIELD.findall(content.text.replace("\r", "\n")):
        fields.setdefault(name.lower(), value.strip())
    builder = ImportBuilder("shortcut")
    if "url" not in fields:
        raise FormatError("is a shortcut without a URL: a line that begins with URL= was looked for.")
    builder.add(1, fields["url"], title=fields.get("name", ""))
    return builder.build()


WEBLOC: Final = Format(
    name="webloc",
    description="a link of macOS (.webloc)",
    order="before HTML and other XML: it is told by its first tag",
    matches=lambda content: bool(_PLIST.search(content.head)),
    parse=parse_webloc,
    row_label="link",
)
BINARY_WEBLOC: Final = Format(
    name="webloc-binary",
    description="a link of macOS (.webloc) as bytes",
    order="before other binary files",
    matches=lambda content: content.data.startswith(b"bplist"),
    parse=parse_webloc,
    row_label="link",
    is_text=False,
)
SHORTCUT: Final = Format(
    name="shortcut",
    description="a link of Windows (.url) or Linux (.desktop)",
    order="before JSON, whose lists begin with a bracket too, and before messy text",
    matches=lambda content: bool(_SHORTCUT.search(content.head)),
    parse=parse_shortcut,
    row_label="link",
)
