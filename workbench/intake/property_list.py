"""Property lists, in which macOS and its programs keep what they know: as XML or as bytes."""

from typing import Any

from workbench.intake.content import Content
from workbench.intake.errors import FormatError


def parse_property_list(content: Content) -> Any:
    """The document: mappings as dicts, arrays as lists, moments as datetimes without a zone, in UTC. `FormatError`
    where it is broken."""
    import plistlib  # noqa: PLC0415 - few files are such lists
    from xml.parsers.expat import ExpatError  # noqa: PLC0415

    try:
        return plistlib.loads(content.data or content.text.encode("utf-8", "replace"))
    except (
        plistlib.InvalidFileException,
        ExpatError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
    ) as error:
        raise FormatError(
            f"is no whole property list: {str(error) or 'its bytes do not fit together'}."
        ) from error
    except (RecursionError, MemoryError, EOFError) as error:
        raise FormatError(
            "is no whole property list: it nests too deep or says it is longer than it is."
        ) from error
