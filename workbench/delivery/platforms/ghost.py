"""Drafts on a Ghost site, by its Admin API: https://docs.ghost.org/admin-api.

Seen with Ghost 5.130: without `source=html` the body is dropped, and the answer is 201 all the same. Times are whole
seconds, so Ghost itself does not notice the second of two edits within one second.
"""

import hmac
import re
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.model import UserError
from workbench.curation.platform_draft import DraftContent, LostAnswerError, PlatformDraft
from workbench.delivery.platforms.api import ApiClient, ApiResponse, require_site

MAX_TITLE: Final = 255
MAX_EXCERPT: Final = 300
"""Characters of the excerpt, which holds the subtitle."""
INTERNAL_TAG: Final = "#workbench"
"""Marks the drafts made here, and with an issue's number behind it those of that issue. Tags with a hash are internal
to Ghost: no reader sees them."""
_TOKEN_SECONDS: Final = 300
"""Seconds until a token expires, the most that Ghost allows."""
_ADMIN_KEY: Final = re.compile(r"([0-9a-f]{24}):((?:[0-9a-f]{2}){16,64})", re.I)
_ALLOWED_REQUESTS: Final = re.compile(r"(?:GET|POST) /posts/|(?:GET|PUT) /posts/[0-9a-f]{24}/")
_HTML_FORMAT: Final = {"formats": "html"}


class _Post(Struct):
    id: str
    title: str
    status: str
    updated_at: str
    slug: str = ""
    html: str | None = None
    custom_excerpt: str | None = None


class _Posts(Struct):
    posts: list[_Post]


class _ErrorItem(Struct):
    message: str = ""
    context: str | None = None


class _ErrorBody(Struct):
    errors: list[_ErrorItem]


class Ghost:
    """A Ghost site. `url` is the address that its editors use, `key` an Admin API key (`id:secret`)."""

    name: Final = "Ghost"
    takes: Final[Literal["rich"]] = "rich"
    prints_subtitle: Final = True  # the excerpt, which its mails show beside the subject as well

    def __init__(self, url: str, key: str) -> None:
        self._site: Final = require_site(url, self.name)
        parts = _ADMIN_KEY.fullmatch(key)
        if parts is None:
            raise UserError(
                "The key for Ghost is not an Admin API key, which is id:secret, both hexadecimal."
            )
        self._key_id: Final = parts[1]
        self._secret: Final = bytes.fromhex(parts[2])
        self._api: Final = ApiClient(
            self.name, f"{self._site}/ghost/api/admin", key, _ALLOWED_REQUESTS, _parse_error
        )

    def abort(self) -> None:
        """Break off the request under way, and make no other."""
        self._api.abort()

    def get(self, id: str) -> PlatformDraft | None:
        """The draft of that id; None where it is gone."""
        response = self._request("GET", f"/posts/{id}/", _HTML_FORMAT)
        return None if response.status == 404 else self._draft_of(self._parse_post(response))

    def list_marked(self, number: int) -> list[PlatformDraft]:
        """The newest drafts that bear the tag of an issue."""
        tag = f"{INTERNAL_TAG}-{number}".replace("#", "hash-")
        query = {"filter": f"tag:{tag}+status:draft", "order": "updated_at desc", "limit": "50"}
        posts = self._list_posts({**_HTML_FORMAT, **query})
        return [self._draft_of(post) for post in posts if post.status == "draft"]

    def create(self, content: DraftContent, request_id: str) -> PlatformDraft:  # noqa: ARG002 - Ghost knows none
        """Create a draft and read it back."""
        tags = [INTERNAL_TAG, f"{INTERNAL_TAG}-{content.number}"]
        response = self._write_post("POST", "/posts/", {**_build_fields(content), "tags": tags})
        post = self._parse_post(response)
        return replace(self._read_back(post.id), note=self._explain_slug(post))

    def update(self, draft: PlatformDraft, content: DraftContent, request_id: str) -> PlatformDraft:  # noqa: ARG002
        """Replace title, subtitle and body of a draft and read it back. Other fields, such as tags, stay."""
        self._write_post(
            "PUT", f"/posts/{draft.id}/", {**_build_fields(content), "updated_at": draft.modified}
        )
        return self._read_back(draft.id)

    def _explain_slug(self, post: _Post) -> str:
        """What to say where Ghost put a number at the end of the post's address; empty where it did not."""
        plain, _, number = post.slug.rpartition("-")
        if not (plain and number.isdecimal()) or re.search(rf"(?<!\d){number}\W*$", post.title):
            return ""
        with suppress(UserError):
            if self._list_posts({"filter": f"slug:'{plain}'", "fields": "id,title,status,updated_at"}):
                return (
                    f"Another post there has the address “{plain}” already, so Ghost gave this one “{post.slug}”: "
                    f"its settings there change that."
                )
        return ""

    def _list_posts(self, query: Mapping[str, str]) -> list[_Post]:
        return self._require_found(self._request("GET", "/posts/", query)).parse(_Posts, self.name).posts

    def _write_post(self, method: str, path: str, fields: dict[str, Any]) -> ApiResponse:
        return self._require_found(self._request(method, path, {"source": "html"}, {"posts": [fields]}))

    def _request(self, method: str, path: str, query: Mapping[str, str], json: Any = None) -> ApiResponse:
        headers = {
            "Authorization": f"Ghost {build_token(self._key_id, self._secret, int(time.time()))}",
            "Accept-Version": "v5.0",
        }
        return self._api.request(method, path, headers=headers, query=query, json=json)

    def _require_found(self, response: ApiResponse) -> ApiResponse:
        if response.status == 404:
            raise UserError(f"There is no Ghost at {self._site}: write its address into workbench.toml.")
        return response

    def _read_back(self, id: str) -> PlatformDraft:
        try:
            draft = self.get(id)
        except UserError as fault:
            raise LostAnswerError(f"Ghost took the draft, and reading it back failed: {fault}") from None
        if draft is None:
            raise UserError("Ghost took the draft and does not have it: look at its list of posts.")
        return draft

    def _parse_post(self, response: ApiResponse) -> _Post:
        posts = self._require_found(response).parse(_Posts, self.name).posts
        if not posts:
            raise UserError("Ghost answered something else than its documentation says.")
        return posts[0]

    def _draft_of(self, post: _Post) -> PlatformDraft:
        return PlatformDraft(
            id=post.id,
            address=f"{self._site}/ghost/#/editor/post/{post.id}",
            status=post.status,
            modified=post.updated_at,
            title=post.title,
            subtitle=post.custom_excerpt or "",
            body=post.html or "",
        )


def build_token(id: str, secret: bytes, now: int) -> str:
    """A JSON web token for the Admin API, signed with HS256. `now` is in seconds since 1970."""
    head = _encode_part({"alg": "HS256", "typ": "JWT", "kid": id})
    claims = _encode_part({"iat": now, "exp": now + _TOKEN_SECONDS, "aud": "/admin/"})
    return f"{head}.{claims}.{_encode_base64(hmac.digest(secret, f'{head}.{claims}'.encode(), 'sha256'))}"


def _encode_part(value: dict[str, str | int]) -> str:
    return _encode_base64(msgspec.json.encode(value))


def _encode_base64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _build_fields(content: DraftContent) -> dict[str, Any]:
    """The fields of a new draft and of an update. `status` is always sent: the post stays a draft."""
    for field, text, limit in (
        ("title", content.title, MAX_TITLE),
        ("subtitle", content.subtitle, MAX_EXCERPT),
    ):
        if len(text) > limit:
            raise UserError(f"The {field} has {len(text)} characters, and Ghost takes {limit}: shorten it.")
    return {
        "status": "draft",
        "title": content.title,
        "custom_excerpt": content.subtitle,
        "html": content.body,
    }


def _parse_error(body: bytes) -> str:
    """The message of an error response."""
    fault = next(iter(msgspec.json.decode(body, type=_ErrorBody).errors), _ErrorItem())
    return f"{fault.message.rstrip('.')}. {fault.context or ''}"
