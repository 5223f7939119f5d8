"""Small archives of invented newsletters, in the shapes in which platforms and programs keep them."""

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from tests.support.desks import PUBLICATION
from workbench.intake.past_issues.archive_content import ArchiveContent
from workbench.intake.past_issues.archive_reader import read_archive
from workbench.intake.past_issues.source_files import SourceFile


def read_found(files: Mapping[str, str | bytes]) -> ArchiveContent:
    """What is read of files that were found in a folder."""
    return read_archive(
        (SourceFile(name, to_bytes(data), is_named=False) for name, data in files.items()), PUBLICATION
    )


def read_named(name: str, data: str | bytes) -> ArchiveContent:
    """What is read of one file that somebody named."""
    return read_archive([SourceFile(name, to_bytes(data))], PUBLICATION)


def make_zip(files: Mapping[str, str | bytes]) -> bytes:
    """A zip file with these files in it."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def to_bytes(data: str | bytes) -> bytes:
    """Text as UTF-8, bytes as they are."""
    return data.encode() if isinstance(data, str) else data


def make_json_issue(number: int = 7, **fields: Any) -> str:
    """An issue as a newsletter's own program keeps it: parts with entries, a text with markup, somebody who pays."""
    entries = [
        {"title": "Gates", "url": "https://a.example/gates", "text": "By <a href=\"https://b.example/me\">me</a>.",
         "author": "ann_lee"},
        {"title": "Meshes &amp; more", "url": "https://a.example/meshes", "text": ""},
    ]  # fmt: skip
    paid = [{"title": "Buy this", "url": "https://shop.example/", "text": "Now."}]
    document = {
        "subject": f"Gates and Meshes {number}", "date": "2014-02-03",
        "header": ["Hello, <b>all</b>.", "A second paragraph."],
        "chapters": [
            {"title": "Sponsors", "sponsor": 1, "entries": paid},
            {"title": "Articles", "entries": entries},
        ],
    }  # fmt: skip
    return json.dumps({**document, **fields})


def make_post(number: int) -> str:
    """The HTML of a post as a platform's editor writes it, in the newsletter's own format, with a button at its end."""
    return (
        "<p>Hey there!</p><h2>TL;DR</h2><ul><li><p>📄 <strong>Papers:</strong> gates do work</p></li></ul>"
        f'<h2>📄 2 Papers</h2><h3>1. Gates</h3><p><a href="https://arxiv.org/abs/2510.{number:05}">arXiv link</a> | '
        f'<a href="https://github.com/o/r{number}">GitHub</a></p><p>See <a href="https://b.example/{number}">more</a>.</p>'
        f'<h3>2. Meshes</h3><p><a href="https://arxiv.org/abs/2511.{number:05}">arXiv link</a></p><p>Good.</p>'
        f'<h2>🎓 1 Pick of the Week</h2><h3>A course</h3><p><a href="https://c.example/{number}">Link</a></p><p>Long.</p>'
        '<p class="button-wrapper"><a class="button primary" href="https://t.substack.com/subscribe?"><span>Subscribe'
        "</span></a></p><div><hr></div><p>See you next week!</p>"
    )
