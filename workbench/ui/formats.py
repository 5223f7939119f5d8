"""Small values as people read them on the screen: how old something is."""

from datetime import datetime
from typing import Final

AGE_UNITS: Final = ((365, "y"), (30, "mo"), (7, "w"), (1, "d"))


def format_age(added: str, now: str) -> str:
    """How long ago, in at most four cells: `3h`, `2d`, `5w`, `1y`; empty where the date is not known."""
    try:
        passed = datetime.fromisoformat(now) - datetime.fromisoformat(added)
    except (ValueError, TypeError):  # TypeError: a time without its zone, as somebody may type it
        return ""
    if passed.days < 1:
        hours = max(0, passed.seconds // 3600) if passed.days == 0 else 0
        return f"{hours}h" if hours else "now"
    return next(f"{passed.days // days}{unit}" for days, unit in AGE_UNITS if passed.days >= days)
