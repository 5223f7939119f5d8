"""A platform in memory, for what the desk and the screen do with drafts."""

from typing import Any, Literal

from msgspec.structs import replace

from workbench.curation.model import UserError
from workbench.curation.platform_draft import DraftContent, LostAnswerError, PlatformDraft
from workbench.curation.publication import Target


class MemoryPlatform:
    """A platform in memory. `writes` are what was written; `drops` has it lose the body of what it takes. `failures`
    are raised instead of doing what it is asked next, or after it was done where the answer is lost."""

    name = "Fake"

    def __init__(self, takes: Literal["rich", "markdown"]) -> None:
        self.takes: Literal["rich", "markdown"] = takes
        self.prints_subtitle = takes == "rich"
        self.drafts: dict[str, PlatformDraft] = {}
        self.marks: dict[str, int] = {}
        self.writes: list[str] = []
        self.request_ids: list[str] = []
        self.failures: list[UserError] = []
        self.drops = False

    def get(self, id: str) -> PlatformDraft | None:
        return self.drafts.get(id)

    def list_marked(self, number: int) -> list[PlatformDraft]:
        return [draft for id, draft in self.drafts.items() if self.marks[id] == number]

    def create(self, content: DraftContent, request_id: str) -> PlatformDraft:
        id = f"{len(self.writes) + 1}"
        self.marks[id] = content.number
        return self._write(id, "create", content, request_id)

    def update(self, draft: PlatformDraft, content: DraftContent, request_id: str) -> PlatformDraft:
        return self._write(draft.id, f"update {draft.id}", content, request_id)

    def abort(self) -> None:
        pass

    def _write(self, id: str, what: str, content: DraftContent, request_id: str) -> PlatformDraft:
        self.writes.append(what)
        self.request_ids.append(request_id)
        failure = self.failures.pop(0) if self.failures else None
        if failure is None or isinstance(failure, LostAnswerError):
            self.drafts[id] = PlatformDraft(
                id=id,
                address=f"https://example.com/{id}",
                status="draft",
                modified=f"{len(self.writes)}",
                title=content.title,
                subtitle=content.subtitle,
                body="" if self.drops else content.body,
            )
        if failure is not None:
            raise failure
        return self.drafts[id]

    def edit(self, **fields: Any) -> None:
        """What somebody does on the platform's page, with the one draft there is."""
        ((id, held),) = self.drafts.items()
        self.drafts[id] = replace(held, **fields)


class MemoryPlatforms:
    """The platforms of a screen: those of `platforms`, by the key of the target. For others a key is missing."""

    def __init__(self) -> None:
        self.platforms: dict[str, MemoryPlatform] = {}

    def open(self, target: Target) -> MemoryPlatform:
        if target.key not in self.platforms:
            raise UserError(f"There is no key for {target.name}: set {target.key.upper()}_KEY.")
        return self.platforms[target.key]
