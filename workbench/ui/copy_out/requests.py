"""What the copy-out asks the screen to do."""

from typing import TYPE_CHECKING, Literal, TypeAlias

from textual.message import Message

from workbench.curation.publication import Target

if TYPE_CHECKING:
    from workbench.publishing.passages import Passage

Task: TypeAlias = Literal["draft", "verify", "export", "publish"]
"""What a step does that copies nothing."""
CopyRequest: TypeAlias = Literal["copy", "page", "compare", "overwrite", "differences", "leave", "url"] | Task


class CopyRequested(Message):
    """Do this for that target, with the passage to copy or the text to compare where it is about one."""

    def __init__(
        self, request: CopyRequest, target: Target, passage: "Passage | None" = None, text: str = ""
    ) -> None:
        super().__init__()
        self.request = request
        self.target = target
        self.passage = passage
        self.text = text
