"""Drafts at Buttondown: the one place that knows its API.

Facts from its OpenAPI description (`EmailInput`, `EmailUpdateInput`, `Email`, `EmailPage`) and its page on
idempotency keys. The one that matters most: an email without a `status` is sent to all readers.
"""

import re
from hashlib import sha256
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from workbench.curation.cleaning import safe_url
from workbench.curation.model import Refused
from workbench.curation.remote import Held, Manuscript
from workbench.delivery.drafts.api import Answer, Api, is_here, site_of

BASE: Final = "https://api.buttondown.com/v1"
LIST: Final = "https://buttondown.com/emails"
"""Where a person finds all drafts."""
LONGEST: Final = 2000
"""Characters in a subject."""
_ALLOWED: Final = re.compile(r"(?:GET|POST) /emails|(?:GET|PATCH) /emails/[\w-]+", re.ASCII)
_MODE: Final = "<!-- buttondown-editor-mode: plaintext -->\n"
"""Says that a body is Markdown; without it Buttondown guesses."""
_ANY_MODE: Final = re.compile(r"<!-- buttondown-editor-mode: \w+ -->\n?")


class _Email(Struct):
    id: str
    status: str
    subject: str
    body: str
    modification_date: str
    absolute_url: str = ""
    description: str = ""
    secondary_id: int | None = None


class _Page(Struct):
    results: list[_Email]


class _Slip(Struct):
    """One field that was refused."""

    msg: str = ""
    loc: list[str | int] = []


class _Trouble(Struct):
    detail: str | list[_Slip] = ""


class Buttondown:
    """A newsletter at Buttondown. `url` counts only where it is this machine's, for trying things out."""

    name: Final = "Buttondown"
    takes: Final[Literal["markdown"]] = "markdown"

    def __init__(self, url: str, key: str) -> None:
        base = site_of(url, self.name) if is_here(url) else BASE
        self._api: Final = Api(self.name, base, key, _ALLOWED, _detail)
        self._authorization: Final = {"Authorization": f"Token {key}"}

    def get(self, id: str) -> Held | None:
        """The draft of that id; None where it is gone."""
        answer = self._api.ask("GET", f"/emails/{id}", headers=self._authorization)
        if answer.status == 404:
            return None
        held = _held(self._email(answer))
        return None if held.status == "deleted" else held

    def find(self, manuscript: Manuscript) -> Held | None:
        """The newest draft that has the issue's number and title."""
        wanted = {"status": "draft", "subject": manuscript.title, "ordering": "-creation_date"}
        answer = self._api.ask("GET", "/emails", headers=self._authorization, query=wanted)
        self._there(answer)
        for email in answer.read(_Page, self.name).results:
            ours = (email.status, email.secondary_id, email.subject)
            if ours == ("draft", manuscript.number, manuscript.title):
                return _held(email)
        return None

    def create(self, manuscript: Manuscript, *, instead_of: str = "") -> Held:
        """Make a draft and read it back."""
        said = {**_said(manuscript), "secondary_id": manuscript.number}
        made = self._write("POST", "/emails", said, f"new {instead_of}")
        return self._read_back(made.id)

    def update(self, held: Held, manuscript: Manuscript) -> Held:
        """Write over a draft and read it back. What else was set there, such as an image, stays."""
        self._write("PATCH", f"/emails/{held.id}", _said(manuscript), f"{held.id} {held.modified}")
        return self._read_back(held.id)

    def _write(self, method: str, path: str, said: dict[str, Any], on: str) -> _Email:
        """Send it under a key by which Buttondown knows a repeat: the same content, `on` the same state there."""
        once = sha256(msgspec.json.encode([on, said])).hexdigest()
        headers = {**self._authorization, "X-Idempotency-Key": once}
        return self._email(self._api.ask(method, path, headers=headers, content=said))

    def _email(self, answer: Answer) -> _Email:
        self._there(answer)
        return answer.read(_Email, self.name)

    def _there(self, answer: Answer) -> None:
        if answer.status == 404:
            raise Refused(f"{self.name} has no such address: {self._api.base}.")

    def _read_back(self, id: str) -> Held:
        held = self.get(id)
        if held is None:
            raise Refused(f"{self.name} took the draft and does not have it: look at its page.")
        return held


def _said(manuscript: Manuscript) -> dict[str, Any]:
    """What both making and changing say, first of all that it is a draft.

    A rule at the very beginning would be taken for front matter.
    """
    if len(manuscript.title) > LONGEST:
        raise Refused(
            f"The title has {len(manuscript.title):,} characters, and Buttondown takes {LONGEST:,}."
        )
    return {
        "status": "draft",
        "subject": manuscript.title,
        "description": manuscript.subtitle,
        "body": _MODE + manuscript.body.removeprefix("---\n").lstrip("\n"),
    }


def _held(email: _Email) -> Held:
    return Held(
        id=email.id,
        address=safe_url(email.absolute_url) or LIST,
        status=email.status,
        modified=email.modification_date,
        title=email.subject,
        subtitle=email.description,
        body=_ANY_MODE.sub("", email.body, count=1),
    )


def _detail(body: bytes) -> str:
    """What an error says: one text, or what is wrong with which field."""
    detail = msgspec.json.decode(body, type=_Trouble).detail
    if isinstance(detail, str):
        return detail
    return "; ".join(f"{' '.join(map(str, slip.loc))}: {slip.msg}" for slip in detail)
