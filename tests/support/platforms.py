"""Two platforms on 127.0.0.1, stricter than the real ones: written from Buttondown's OpenAPI description and from
what a Ghost 5.130 answered. Each fails the test that asks it for anything but keeping drafts."""

import base64
import hashlib
import hmac
import itertools
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, TypeVar
from urllib.parse import parse_qs, urlsplit

from tests.support.http_server import LocalHandler, LocalServer, serve

Response = tuple[int, Any]


class FakePlatform(LocalServer):
    """A platform. `asked` is what it was asked for, `astray` what it should never have been; `says` are answers it
    gives next in place of its own."""

    key: ClassVar[str]

    def __init__(self) -> None:
        super().__init__(FakePlatformHandler)
        self.requests: list[str] = []
        self.forbidden_requests: list[str] = []
        self.queued_replies: list[tuple[int, dict[str, str], Callable[[dict[str, str]], str]]] = []
        self.drafts: dict[str, dict[str, Any]] = {}

    def queue_reply(
        self, status: int, text: str | Callable[[dict[str, str]], str] = "", **headers: str
    ) -> None:
        """Answer the next request so; the text may be made of the request's headers."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.queued_replies.append((status, named, text if callable(text) else lambda _: text))

    def note_forbidden(self, what: str) -> Response:
        """Note what no draft needs."""
        self.forbidden_requests.append(what)
        return 500, {"detail": what}

    def make_error(self, status: int, why: str) -> Response:
        """An error in the platform's own shape."""
        raise NotImplementedError

    def check_key(self, headers: dict[str, str]) -> Response | None:
        """Why the key is none."""
        raise NotImplementedError

    def handle(
        self, method: str, path: str, query: dict[str, str], headers: dict[str, str], body: Any
    ) -> Response:
        """Do what is asked."""
        raise NotImplementedError

    def edit(self, id: str, **fields: Any) -> None:
        """Change a draft as a person does on the platform's page."""
        raise NotImplementedError

    @property
    def only_draft(self) -> dict[str, Any]:
        """The one draft there is."""
        (draft,) = self.drafts.values()
        return draft


class FakePlatformHandler(LocalHandler):
    """One request to a platform."""

    server: FakePlatform

    def answer(self) -> None:
        """As the platform would, unless the test queued a reply."""
        there = self.server
        address = urlsplit(self.path)
        there.requests.append(f"{self.command} {address.path}")
        headers = self.lower_headers
        body = self.rfile.read(int(headers.get("content-length", 0)))
        if there.queued_replies:
            status, named, text = there.queued_replies.pop(0)
            self.send(status, named, text(headers).encode())
            return
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        answer = there.check_key(headers) or there.handle(
            self.command, address.path, query, headers, json.loads(body or "null")
        )
        self.send(answer[0], {"Content-Type": "application/json"}, json.dumps(answer[1]).encode())


class FakeButtondown(FakePlatform):
    """Buttondown as its OpenAPI file has it: unknown fields are refused, and what is no draft goes to all readers.

    It keeps each answer under the key of its request, errors too, and gives it again. `write_errors` are answers that
    it gives next to writes that it does not do.
    """

    key = "bd-5f0c9e4a-not-a-real-key"
    fields = frozenset(
        {
            "subject",
            "body",
            "status",
            "description",
            "slug",
            "canonical_url",
            "secondary_id",
            "image",
            "metadata",
        }
    )

    def __init__(self) -> None:
        super().__init__()
        self.replies_by_key: dict[str, Response] = {}
        self.write_errors: list[Response] = []
        self.ticks = 0

    def make_error(self, status: int, why: str) -> Response:
        return status, {"code": "email_invalid", "detail": why, "metadata": {}}

    def check_key(self, headers: dict[str, str]) -> Response | None:
        if headers.get("x-api-version") != "2026-04-01":
            return self.note_forbidden("the version of the API that the newsletter is pinned to")
        good = headers.get("authorization") == f"Token {self.key}"
        return None if good else self.make_error(401, "Invalid token.")

    def handle(
        self, method: str, path: str, query: dict[str, str], headers: dict[str, str], body: Any
    ) -> Response:
        place = re.fullmatch(r"/v1/emails(?:/(em_\w+))?", path)
        if place is None or (method, bool(place[1])) not in {
            ("GET", False), ("POST", False), ("GET", True), ("PATCH", True),
        }:  # fmt: skip
            return self.note_forbidden(f"{method} {path}")
        if method == "GET":
            return self._list_drafts(query) if place[1] is None else self._get_draft(place[1])
        repeat = headers.get("x-idempotency-key", "")
        if not 0 < len(repeat) <= 200:
            return self.note_forbidden("a write without an idempotency key")
        if repeat not in self.replies_by_key:
            self.replies_by_key[repeat] = (
                self.write_errors.pop(0) if self.write_errors else self._write_draft(place[1], body)
            )
        return self.replies_by_key[repeat]

    def _list_drafts(self, query: dict[str, str]) -> Response:
        if query != {"status": "draft", "ordering": "-creation_date"}:
            return self.note_forbidden(f"a list by {query}")
        found = [draft for draft in reversed(self.drafts.values()) if draft["status"] == "draft"]
        return 200, {"results": found, "next": None, "previous": None, "count": len(found)}

    def _get_draft(self, id: str) -> Response:
        return (200, self.drafts[id]) if id in self.drafts else self.make_error(404, "Not found.")

    def _write_draft(self, id: str | None, body: dict[str, Any]) -> Response:
        if body.get("status") != "draft":
            return self.note_forbidden(f"status {body.get('status')!r}: this would go to all readers")
        if unknown := set(body) - self.fields:
            slips = [
                {"type": "extra_forbidden", "loc": ["body", name], "msg": "Extra inputs"} for name in unknown
            ]
            return 422, {"detail": slips}
        if re.match(r"---\n", re.sub(r"<!--.*?-->\n?", "", body["body"])):
            return self.make_error(400, "body_contains_frontmatter")
        if id is None:
            id = f"em_{len(self.replies_by_key):026}"
            self.drafts[id] = {"id": id, "absolute_url": f"https://buttondown.com/tokenizer/archive/{id}"}
        elif id not in self.drafts:
            return self.make_error(404, "Not found.")
        self.edit(id, **body)
        return 201, dict(self.drafts[id])

    def edit(self, id: str, **fields: Any) -> None:
        """What a person does on the platform's page."""
        self.ticks += 1
        stamp = f"2026-11-22T12:00:00.{self.ticks:06}Z"
        self.drafts[id] |= {**fields, "modification_date": stamp}


class FakeGhost(FakePlatform):
    """Ghost as it runs: html without `source=html` is dropped in silence, times are whole seconds, and a stale write
    is noticed by them alone. `now` is the second it is."""

    key = "6b0363f5148f15661ebd57ad:" + "0f" * 32
    fields = frozenset({"title", "custom_excerpt", "html", "status", "tags", "updated_at"})

    def __init__(self) -> None:
        super().__init__()
        self.second = 0

    def make_error(self, status: int, why: str) -> Response:
        fault = {"message": why, "context": None, "type": "ValidationError", "details": None, "code": None}
        return status, {"errors": [fault]}

    def check_key(self, headers: dict[str, str]) -> Response | None:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme != "Ghost":
            return self.make_error(403, "Authorization failed")
        head, claims, signature = token.split(".")
        id, _, secret = self.key.partition(":")
        wanted = hmac.new(bytes.fromhex(secret), f"{head}.{claims}".encode(), hashlib.sha256).digest()
        told = _decode_json(claims)
        good = (
            _decode_json(head) == {"alg": "HS256", "typ": "JWT", "kid": id}
            and hmac.compare_digest(_decode_base64(signature), wanted)
            and told["aud"] == "/admin/"
            and 0 < told["exp"] - told["iat"] <= 300
            and headers.get("accept-version") == "v5.0"
        )
        return None if good else self.make_error(401, "Invalid token")

    def handle(
        self,
        method: str,
        path: str,
        query: dict[str, str],
        headers: dict[str, str],  # noqa: ARG002 - Buttondown looks at headers
        body: Any,
    ) -> Response:
        place = re.fullmatch(r"/ghost/api/admin/posts/(?:([0-9a-f]{24})/)?", path)
        if place is None or (method, bool(place[1])) not in {
            ("GET", False), ("POST", False), ("GET", True), ("PUT", True),
        }:  # fmt: skip
            return self.note_forbidden(f"{method} {path}")
        if place[1] and place[1] not in self.drafts:
            return self.make_error(404, "Resource not found error, cannot read post.")
        if method == "GET":
            found = [self.drafts[place[1]]] if place[1] else self._list_drafts(query)
            whole = query.get("formats", "") == "html"
            return 200, {"posts": [{k: v for k, v in post.items() if whole or k != "html"} for post in found]}
        return self._write_draft(place[1], query, body["posts"][0])

    def _list_drafts(self, query: dict[str, str]) -> list[dict[str, Any]]:
        kept = list(self.drafts.values())
        if asked := re.fullmatch(r"slug:'([a-z0-9-]+)'", query["filter"]):
            return [post for post in kept if post["slug"] == asked[1]]
        asked = re.fullmatch(r"tag:hash-(workbench-\d+)\+status:draft", query["filter"])
        assert asked is not None, query
        return [post for post in kept if post["status"] == "draft" and f"#{asked[1]}" in post["tags"]]

    def _make_slug(self, title: str) -> str:
        """Ghost's address of a post, which ends in a number where another has it."""
        plain = "-".join(re.findall(r"[a-z0-9]+", title.lower()))
        slugs = {post["slug"] for post in self.drafts.values()}
        numbered = (f"{plain}-{number}" for number in itertools.count(2))
        return plain if plain not in slugs else next(slug for slug in numbered if slug not in slugs)

    def _write_draft(self, id: str | None, query: dict[str, str], post: dict[str, Any]) -> Response:
        if post.get("status") != "draft":
            return self.note_forbidden(f"status {post.get('status')!r} is obeyed at once")
        if set(post) - self.fields or len(post["title"]) > 255 or len(post["custom_excerpt"]) > 300:
            return self.make_error(422, "Validation error, cannot save post.")
        if id is not None and "updated_at" not in post:
            return self.make_error(422, "Validation error, cannot edit post.")
        if id is not None and post["updated_at"] != self.drafts[id]["updated_at"]:
            return self.make_error(409, "Saving failed! Someone else is editing this post.")
        html = post.pop("html", "") if query.get("source") == "html" else ""
        post |= {"html": _convert_html(html)} if html or id is None else {}
        if id is None:
            id = f"{len(self.drafts) + 1:024x}"
            slug = self._make_slug(post["title"])
            self.drafts[id] = {"id": id, "slug": slug, "tags": [], "custom_excerpt": None}
        self.edit(id, **post)
        return 200, {"posts": [{k: v for k, v in self.drafts[id].items() if k != "html"}]}

    def edit(self, id: str, **fields: Any) -> None:
        """What a person does in Ghost's editor, in the second it is."""
        stamp = f"2026-11-22T12:{self.second // 60:02}:{self.second % 60:02}.000Z"
        self.drafts[id] |= {**fields, "updated_at": stamp}


def _convert_html(html: str) -> str:
    """What Ghost makes of HTML: no line ends between blocks, an id on each heading, players in a figure."""
    html = re.sub(r">\n+<", "><", html.strip())
    html = re.sub(r"<(h[1-6])>", r'<\1 id="anchor">', html)
    return re.sub(r"(<iframe.*?</iframe>)", r'<figure class="kg-card kg-embed-card">\1</figure>', html)


def _decode_base64(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _decode_json(part: str) -> dict[str, Any]:
    told = json.loads(_decode_base64(part))
    assert isinstance(told, dict)
    return told


P = TypeVar("P", bound=FakePlatform)


@contextmanager
def serve_platform(kind: Callable[[], P]) -> Iterator[P]:
    """A platform until the block ends, which must not have been asked for anything but drafts."""
    with serve(kind()) as there:
        yield there
        assert there.forbidden_requests == []
