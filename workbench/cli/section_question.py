"""The one question of an import of past issues: which of today's sections the old ones are. Only a person is asked."""

import sys
from collections.abc import Sequence

from workbench.cli.archive_report import MAX_ROWS_SHOWN, describe_section
from workbench.cli.output import info
from workbench.curation.archive.old_sections import OldSection
from workbench.curation.model import Section


def ask_for_sections(old_sections: Sequence[OldSection], today: Sequence[Section]) -> dict[str, str]:
    """Keys of today's sections by the names of old ones, as a person at a terminal says; empty where nobody is asked.

    Those that are asked about stand there with their counts, and one line answers for all of them.
    """
    own = [section for section in old_sections if section.is_own][:MAX_ROWS_SHOWN]
    if not own or not (sys.stdin and sys.stderr and sys.stdin.isatty() and sys.stderr.isatty()):
        return {}
    info("These sections are none of today's:")
    for at, section in enumerate(own, 1):
        info(f"  {at}. {describe_section(section)}")
    info(f"Today there are {', '.join(section.key for section in today)}.")
    while True:
        info(
            f"Which are they? Such as 1={today[0].key} 2={today[-1].key}; enter leaves each a section of its own."
        )
        answer = sys.stdin.readline()
        chosen, wrong = _parse_answer(answer, own, {section.key for section in today})
        if not wrong:
            return chosen
        info(f"“{wrong}” is none of it.")


def _parse_answer(answer: str, own: Sequence[OldSection], keys: set[str]) -> tuple[dict[str, str], str]:
    """What an answer chooses, and its first word that means nothing."""
    chosen: dict[str, str] = {}
    for word in answer.replace(",", " ").split():
        number, _, key = word.partition("=")
        if not number.isdigit() or not 1 <= int(number) <= len(own) or key not in keys:
            return {}, word
        chosen[own[int(number) - 1].name] = key
    return chosen, ""
