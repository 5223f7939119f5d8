"""A zip file, as many tools export: its files are one import. How it is unpacked is in `intake/archive.py`."""

from typing import Final

from workbench.intake.archive import is_zip, unpack_zip
from workbench.intake.format import Format

FORMAT: Final = Format(
    name="zip",
    description="a zip file",
    order="before other binary files: it can be looked into",
    matches=lambda content: is_zip(content.data),
    unpack=unpack_zip,
    is_text=False,
)
