"""What a format is: how content is told to be in it, and how it is read."""

from collections.abc import Callable, Iterator

from msgspec import Struct

from workbench.curation.clipping import ImportResult
from workbench.intake.content import Content


class Member(Struct, frozen=True):
    """A file within another: its name, cleaned, and its content, or why there is none."""

    name: str
    data: bytes
    fault: str = ""


class Format(Struct, frozen=True, kw_only=True):
    """A format.

    `name` is what `--format` takes, `description` what people call it. `matches` says whether content looks like it,
    `order` why it is asked where it stands in the table. A format without `parse` is known and cannot be read;
    `parse` raises `FormatError` where it is that format and cannot be read.
    `unpack` gives the files in one that holds files, each of which is read as what it looks like itself.
    `is_text`: it is read as text, so a note tells where the encoding had to be guessed. `is_issue`: it is an issue of
    the workbench, which publishing reads back. `holds_issues`: it is a newsletter's archive. `row_label` is what
    messages call one of its rows. `refusal` is what is said of a file that cannot be read, behind its name.
    """

    name: str
    description: str
    order: str
    matches: Callable[[Content], bool]
    parse: Callable[[Content], ImportResult] | None = None
    unpack: Callable[[bytes], Iterator[Member]] | None = None
    is_text: bool = True
    is_issue: bool = False
    holds_issues: bool = False
    row_label: str = "line"
    refusal: str = ""
