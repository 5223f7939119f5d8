"""Unpack a zip file in memory, within bounds. Nothing is written, so a name that leads out of a folder is only a name.

A member that cannot be read, or should not be, is given with the reason; it never spoils the others.
"""

from collections.abc import Callable, Iterator
from io import BytesIO
from struct import unpack_from
from typing import TYPE_CHECKING, Final

from workbench.curation.text.cleaning import clean_line
from workbench.intake.errors import FormatError
from workbench.intake.format import Member

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

MAX_MEMBERS: Final = 2_000
MAX_MEMBER_BYTES: Final = 64 << 20
MAX_UNPACKED_BYTES: Final = 96 << 20
"""Bytes of all members together."""
_MAX_RATIO: Final = 200  # of what a text is to what it was packed to; exports of links end at thirty
_MAX_DIRECTORY: Final = 8 << 20  # bytes of the list of members
_MAX_COMMENT: Final = 65_535
_END_RECORD: Final = b"PK\x05\x06"
_OFFICE_MARK: Final = "[Content_Types].xml"
_OF_THE_SYSTEM: Final = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def is_zip(data: bytes) -> bool:
    """Whether bytes begin as a zip file does, an empty one included."""
    return data.startswith((b"PK\x03\x04", _END_RECORD))


def unpack_zip(
    data: bytes, is_wanted: Callable[[str], bool] = bool, *, max_members: int = MAX_MEMBERS
) -> Iterator[Member]:
    """The files in a zip file whose names are wanted, without those that systems put there for themselves; the others
    are not unpacked. `FormatError` where it is damaged, or holds more than any export."""
    from zipfile import BadZipFile, ZipFile  # noqa: PLC0415 - few files are zip files

    _check_directory(data)
    try:
        archive = ZipFile(BytesIO(data))
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise FormatError("is a damaged zip file: download or copy it once more.") from error
    infos = [info for info in archive.infolist() if not _is_of_the_system(info)]
    if any(info.filename == _OFFICE_MARK for info in infos):
        raise FormatError("is a document of an office program: save it as CSV, with one address a row.")
    infos = [info for info in infos if is_wanted(info.filename)]
    if len(infos) > max_members:
        raise FormatError(f"holds {len(infos):,} files: unpack it, and import those that hold links.")
    if not infos:
        raise FormatError("is a zip file without a file in it.")
    left = MAX_UNPACKED_BYTES
    for info in infos:
        limit = min(left, MAX_MEMBER_BYTES, max(1 << 20, _MAX_RATIO * info.compress_size))
        member = _read_member(archive, info, limit)
        left -= len(member.data) or min(limit, info.file_size)
        yield member


def _check_directory(data: bytes) -> None:
    """Refuse a list of members that would fill the memory by itself, before anybody reads it."""
    at = data.rfind(_END_RECORD, -_MAX_COMMENT - 22)
    if at < 0 or at + 22 > len(data):
        raise FormatError("is a zip file that was cut off: download or copy it once more.")
    (size,) = unpack_from("<L", data, at + 12)
    if size > _MAX_DIRECTORY:  # as it is in zip files of more than four gigabytes
        raise FormatError("holds more files than any export: unpack it, and import those that hold links.")


def _is_of_the_system(info: "ZipInfo") -> bool:
    last = info.filename.rpartition("/")[2]
    return (
        info.is_dir()
        or info.filename.startswith(_OF_THE_SYSTEM)
        or last.startswith("._")
        or last in _OF_THE_SYSTEM
    )


def _read_member(archive: "ZipFile", info: "ZipInfo", limit: int) -> Member:
    name = clean_line(info.filename, limit=200)
    if info.flag_bits & 1:
        return Member(name, b"", "it is encrypted: unpack the file, and import what is in it")
    if limit <= 0:
        return Member(name, b"", f"{MAX_UNPACKED_BYTES >> 20} MB were unpacked before it, and no more are")
    try:
        with archive.open(info) as file:
            data = file.read(limit + 1)  # what is said of its size may be untrue
    except Exception as error:
        return Member(
            name, b"", f"it is damaged, or packed in a way that is not read ({type(error).__name__})"
        )
    if len(data) > limit:
        return Member(name, b"", f"it unpacks to more than {limit >> 20} MB, as no list of links does")
    if is_zip(data):
        return Member(name, b"", "it is a zip file within the zip file: unpack it first")
    return Member(name, data)
