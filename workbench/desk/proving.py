"""Whether what readers will get is the issue: the one place that says what counts as having been copied back."""

from msgspec import Struct

from workbench.curation.model import Issue, Refused
from workbench.curation.preflight import Finding
from workbench.curation.publication import Target
from workbench.desk.export import printed
from workbench.desk.present import Present
from workbench.publishing import passages, proof
from workbench.publishing.pasted import rendered, same


class Proof(Struct, frozen=True):
    """What was found, and what was looked for: how many entries, how many links of theirs."""

    findings: tuple[Finding, ...]
    entries: int
    links: int
    plain: bool
    """Whether only plain text came back, which does not tell headings, lists and the addresses behind words."""


def proved(
    present: Present, issue: Issue, html: str, text: str, target: Target, *, markdown: bool = False
) -> Proof:
    """The issue against what a platform shows (`html` empty: only text). `markdown`: that text is Markdown,
    as it is where the target is written in it."""
    made = printed(present, issue)
    if not html and (markdown or target.takes == "markdown"):
        html = rendered(text)
    placed = [entry for part in made.parts for entry in part.entries]
    links = sum(len(entry.links) for entry in placed)
    return Proof(tuple(proof(made, html, text)), len(placed), links, not html)


def brought_back(present: Present, issue: Issue, html: str, text: str) -> None:
    """`Refused` where a clipboard is empty, or still holds what was copied from here, which would prove nothing."""
    if not (html + text).strip():
        raise Refused("The clipboard is empty: select all in the platform's editor and copy it first.")
    made = printed(present, issue)
    ours = (passages(made, target)[-1].html for target in present.publication.targets)
    if html and any(same((one, ""), (html, "")) for one in ours):
        raise Refused(
            "The clipboard still holds what was copied from here: select all in the platform's editor and copy it."
        )
