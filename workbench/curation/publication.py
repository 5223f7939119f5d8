"""The profile of a newsletter: the one place that knows what a publication can say about its issues.

Nothing of a particular newsletter is written in code: the default is a file like any editor's
(`default.toml`), and every heading, wording and count on screen and in print comes from here.
"""

from msgspec import Struct

from workbench.curation.model import Block, Section


class Tldr(Struct, frozen=True, kw_only=True):
    """The summary above the sections. `line` places `{icon}`, `{label}` and `{text}`."""

    heading: str = "TL;DR"
    opening: str = ""
    bullets: bool = True
    line: str = "{icon} **{label}:** {text}"


class BlockRule(Struct, frozen=True, kw_only=True):
    """A block and when it stands: `issues` books it for those numbers only, `every` rotates blocks of one
    place (this one in each n-th issue, from `first` on), `until` is the last date it may appear."""

    block: Block
    issues: tuple[int, ...] = ()
    every: int = 1
    first: int = 1
    until: str = ""


class HouseRule(Struct, frozen=True, kw_only=True):
    """Words that must not leave the house, and the sentence that says why."""

    pattern: str
    message: str
    level: str = "warning"


class Publication(Struct, frozen=True, kw_only=True):
    """The newsletter as its workbench.toml describes it.

    `title` and `subtitle` are patterns over `{highlights}`, `{subtitle}` and `{number}`.
    """

    name: str
    first_number: int = 1
    title: str = "{highlights}"
    subtitle: str = "{subtitle}"
    greeting: str = ""
    closing: str = ""
    tldr: Tldr = Tldr()
    sections: tuple[Section, ...]
    blocks: tuple[BlockRule, ...] = ()
    house_rules: tuple[HouseRule, ...] = ()
    checklist: tuple[str, ...] = ()

    def blocks_for(self, number: int, date: str) -> tuple[Block, ...]:
        """The blocks that stand in the issue of that number and date (empty: no date yet), in file order."""
        return tuple(rule.block for rule in self.blocks if _stands(rule, number, date))


def _stands(rule: BlockRule, number: int, date: str) -> bool:
    if rule.until and date > rule.until:
        return False
    if rule.issues:
        return number in rule.issues
    return number >= rule.first and (number - rule.first) % rule.every == 0
