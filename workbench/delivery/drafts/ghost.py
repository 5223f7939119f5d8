"""Drafts on a Ghost site: the one place that knows its Admin API.

Facts from its documentation, and from Ghost 5.130 as it runs: without `source=html` the body is dropped and 201 is
the answer; times are whole seconds, so that the second of two edits within one is not noticed by Ghost itself.
"""

import hmac
import re
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from workbench.curation.model import Refused
from workbench.curation.remote import Held, Manuscript
from workbench.delivery.drafts.api import Answer, Api, site_of

TITLE: Final = 255
EXCERPT: Final = 300
"""Characters in the excerpt, which is where a subtitle goes."""
TAG: Final = "#workbench"
"""Marks what was made here. Tags with a hash are Ghost's internal ones: no reader sees them."""
_LIFE: Final = 300
"""Seconds that a token holds: the most Ghost's documentation allows."""
_KEY: Final = re.compile(r"([0-9a-f]{24}):((?:[0-9a-f]{2}){16,64})", re.I)
_ALLOWED: Final = re.compile(r"(?:GET|POST) /posts/|(?:GET|PUT) /posts/[0-9a-f]{24}/")
_BOTH: Final = {"formats": "html"}


class _Post(Struct):
    id: str
    title: str
    status: str
    updated_at: str
    html: str | None = None
    custom_excerpt: str | None = None


class _Posts(Struct):
    posts: list[_Post]


class _Fault(Struct):
    message: str = ""
    context: str | None = None


class _Trouble(Struct):
    errors: list[_Fault]


class Ghost:
    """A Ghost site, by the address that its editors use."""

    name: Final = "Ghost"
    takes: Final[Literal["rich"]] = "rich"

    def __init__(self, url: str, key: str) -> None:
        self._site: Final = site_of(url, self.name)
        parts = _KEY.fullmatch(key)
        if parts is None:
            raise Refused("The key for Ghost is not an Admin API key, which is id:secret, both hexadecimal.")
        self._id: Final = parts[1]
        self._secret: Final = bytes.fromhex(parts[2])
        self._api: Final = Api(self.name, f"{self._site}/ghost/api/admin", key, _ALLOWED, _detail)

    def get(self, id: str) -> Held | None:
        """The draft of that id; None where it is gone."""
        answer = self._ask("GET", f"/posts/{id}/", _BOTH)
        return None if answer.status == 404 else self._held(answer)

    def find(self, manuscript: Manuscript) -> Held | None:
        """The newest draft made here that has the issue's title."""
        ours = {
            "filter": f"tag:{TAG.replace('#', 'hash-')}+status:draft",
            "order": "updated_at desc",
            "limit": "50",
        }
        answer = self._there(self._ask("GET", "/posts/", {**_BOTH, **ours}))
        for post in answer.read(_Posts, self.name).posts:
            if (post.status, post.title) == ("draft", manuscript.title):
                return self._shown(post)
        return None

    def create(self, manuscript: Manuscript, *, instead_of: str = "") -> Held:  # noqa: ARG002 - Ghost knows no repeat
        """Make a draft and read it back."""
        answer = self._write("POST", "/posts/", {**_said(manuscript), "tags": [TAG]})
        return self._read_back(self._held(answer).id)

    def update(self, held: Held, manuscript: Manuscript) -> Held:
        """Write over a draft and read it back. What else was set there, such as tags, stays."""
        self._write("PUT", f"/posts/{held.id}/", {**_said(manuscript), "updated_at": held.modified})
        return self._read_back(held.id)

    def _write(self, method: str, path: str, said: dict[str, Any]) -> Answer:
        return self._there(self._ask(method, path, {"source": "html"}, {"posts": [said]}))

    def _ask(self, method: str, path: str, query: Mapping[str, str], content: Any = None) -> Answer:
        headers = {
            "Authorization": f"Ghost {token(self._id, self._secret, int(time.time()))}",
            "Accept-Version": "v5.0",
        }
        return self._api.ask(method, path, headers=headers, query=query, content=content)

    def _there(self, answer: Answer) -> Answer:
        if answer.status == 404:
            raise Refused(f"There is no Ghost at {self._site}: write its address into workbench.toml.")
        return answer

    def _read_back(self, id: str) -> Held:
        held = self.get(id)
        if held is None:
            raise Refused("Ghost took the draft and does not have it: look at its list of posts.")
        return held

    def _held(self, answer: Answer) -> Held:
        posts = self._there(answer).read(_Posts, self.name).posts
        if not posts:
            raise Refused("Ghost answered something else than its documentation says.")
        return self._shown(posts[0])

    def _shown(self, post: _Post) -> Held:
        return Held(
            id=post.id,
            address=f"{self._site}/ghost/#/editor/post/{post.id}",
            status=post.status,
            modified=post.updated_at,
            title=post.title,
            subtitle=post.custom_excerpt or "",
            body=post.html or "",
        )


def token(id: str, secret: bytes, now: int) -> str:
    """What Ghost takes for a key: a JSON web token, signed with HS256. `now` is in seconds since 1970."""
    head = _part({"alg": "HS256", "typ": "JWT", "kid": id})
    claims = _part({"iat": now, "exp": now + _LIFE, "aud": "/admin/"})
    return f"{head}.{claims}.{_base64(hmac.digest(secret, f'{head}.{claims}'.encode(), 'sha256'))}"


def _part(value: dict[str, str | int]) -> str:
    return _base64(msgspec.json.encode(value))


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _said(manuscript: Manuscript) -> dict[str, Any]:
    """What both making and changing say, first of all that it is a draft."""
    for what, text, most in (("title", manuscript.title, TITLE), ("subtitle", manuscript.subtitle, EXCERPT)):
        if len(text) > most:
            raise Refused(f"The {what} has {len(text)} characters, and Ghost takes {most}: shorten it.")
    return {
        "status": "draft",
        "title": manuscript.title,
        "custom_excerpt": manuscript.subtitle,
        "html": manuscript.body,
    }


def _detail(body: bytes) -> str:
    """What an error says."""
    fault = next(iter(msgspec.json.decode(body, type=_Trouble).errors), _Fault())
    return f"{fault.message.rstrip('.')}. {fault.context or ''}"
