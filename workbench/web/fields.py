"""JSON of strangers: the one place that reads a field without believing the shape around it.

Half of what sites answer is documented nowhere and changes without notice. A field that is missing, null or of
another type is as if it were not there: it costs that field and not the clipping.
"""

from typing import Any

from workbench.curation.text.cleaning import clean_line


def pick_value(answer: Any, *path: str | int) -> Any:
    """What stands there, by names of objects and places in lists; None where the path ends before."""
    for step in path:
        if isinstance(step, str) and isinstance(answer, dict):
            answer = answer.get(step)
        elif isinstance(step, int) and isinstance(answer, list):
            answer = answer[step] if step < len(answer) else None
        else:
            return None
    return answer


def pick_text(answer: Any, *path: str | int) -> str:
    """The text that stands there, as it came, to be cleaned by whoever knows how many lines it has."""
    found = pick_value(answer, *path)
    return found if isinstance(found, str) else ""


def pick_line(answer: Any, *path: str | int) -> str:
    """The text that stands there as one clean line, empty where there is none."""
    return clean_line(pick_text(answer, *path))


def pick_list(answer: Any, *path: str | int) -> list[Any]:
    """The list that stands there, empty where there is none."""
    found = pick_value(answer, *path)
    return found if isinstance(found, list) else []


def pick_int(answer: Any, *path: str | int) -> int:
    """The whole number that stands there, 0 where there is none."""
    found = pick_value(answer, *path)
    return found if isinstance(found, int) and not isinstance(found, bool) else 0
