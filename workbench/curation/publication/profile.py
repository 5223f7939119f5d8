"""Parse `workbench.toml` into a `Publication`; an error names the key and the line.

The built-in publication is such a file too (`default.toml`), so an editor's own file can say all that it says.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, Literal, TypeAlias, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct

from workbench.curation.block import BlockRule
from workbench.curation.model import Section, UserError
from workbench.curation.numbering import MAX_ISSUE_NUMBER, parse_issue_number
from workbench.curation.publication import (
    POST_NAMES,
    CardSettings,
    FetchSettings,
    HouseRule,
    PostRule,
    PreflightSettings,
    Publication,
    Target,
    Tldr,
    TranslationSettings,
)
from workbench.curation.text.cleaning import clean_lines
from workbench.curation.text.toml import parse_toml

KeyPath: TypeAlias = tuple[str | int, ...]
KeyProblem: TypeAlias = tuple[KeyPath, str]

PROFILE_FILE: Final = "workbench.toml"
_TABLES: Final[dict[str, type[Struct]]] = {
    "tldr": Tldr,
    "preflight": PreflightSettings,
    "card": CardSettings,
    "fetch": FetchSettings,
    "translation": TranslationSettings,
}
_TABLE_ARRAYS: Final[dict[str, type[Struct]]] = {
    "sections": Section,
    "blocks": BlockRule,
    "house_rules": HouseRule,
    "targets": Target,
    "posts": PostRule,
}
MAX_TEMPLATE_FACTOR: Final = 100
_KEY: Final = re.compile(r"[a-z][a-z0-9_-]*")
_KEY_HELP: Final = "a key is made of small letters, digits, - and _, a letter first"
_PARAMS: Final = re.compile(r"[\w.-]+=[\w.~%+{}-]+(?:&[\w.-]+=[\w.~%+{}-]+)*", re.A)
_SITE_URL: Final = re.compile(
    r"(https://[^\s/?#@]+|http://(localhost|127(\.\d+){3}|\[::1\])(:\d+)?)(/[^\s?#]*)?"
)
_PLAIN_TERMS: Final = {
    "`int`": "a whole number", "`int | null`": "a whole number", "`float`": "a number", "`str`": "text",
    "`bool`": "true or false",
    "`array`": "a list", "`object`": "a table", "`date`": "a date", "`datetime`": "a date and time",
    "Expected": "expected", "Invalid enum value": "there is no choice", "'": "“", "  ": " ",
}  # fmt: skip


def read_default_text(first_number: int = 1) -> str:
    """The built-in workbench.toml, with its comments, as `workbench init` writes it."""
    import pkgutil  # noqa: PLC0415 - 8 ms, and only a first start or a missing file needs it

    text = (pkgutil.get_data("workbench.curation.publication", "default.toml") or b"").decode()
    return text.replace("first_number = 1\n", f"first_number = {first_number}\n", 1)


@cache
def load_default_publication() -> Publication:
    """The built-in publication."""
    return parse_publication(read_default_text())


def parse_publication(text: str) -> Publication:
    """The publication a workbench.toml describes. `UserError` names the first wrong key, its line, and why."""
    text = text.removeprefix("\ufeff")  # a byte order mark, which some editors on Windows write
    table = parse_toml(text, PROFILE_FILE)
    wrong = next(_iter_unknown_keys(table), None)
    if wrong is None:
        try:
            publication = msgspec.convert(_clean_values(table), Publication)
        except msgspec.ValidationError as fault:
            wrong = _explain_validation_error(str(fault))
        else:
            wrong = next(_check_values(publication), None)
            if wrong is None:
                return publication
    raise make_profile_error(text, *wrong)


def make_profile_error(text: str, path: KeyPath, message: str) -> UserError:
    """What is wrong with a key of a workbench.toml, its line named."""
    return UserError(f"{PROFILE_FILE} line {line_of(text, path)}, {_format_path(path)}: {message}.")


def _clean_values(value: Any, name: str = "") -> Any:
    """The same with dates as text and texts cleaned, but for the patterns of house rules, which may look for anything.

    TOML has dates of its own, so `until = 2027-03-31` arrives as a date and `until = "2027-03-31"` as text.
    """
    if isinstance(value, dict):
        return {key: _clean_values(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return [_clean_values(part, name) for part in value]
    if isinstance(value, str):
        return value if name == "pattern" else _clean_text(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _clean_text(text: str) -> str:
    """The cleaned text, with the spaces at its end: the pattern of a line may end in one."""
    return clean_lines(text) + text[len(text.rstrip(" ")) :]


def _iter_unknown_keys(table: Mapping[str, Any]) -> Iterator[KeyProblem]:
    """Keys that the format does not have. msgspec ignores them, so a misspelt key would silently mean the default."""
    yield from _check_keys(table, Publication, ())
    for name, kind in _TABLES.items():
        if isinstance(value := table.get(name), dict):
            yield from _check_keys(value, kind, (name,))
    for name, kind in _TABLE_ARRAYS.items():
        value = table.get(name)
        for at, part in enumerate(value if isinstance(value, list) else ()):
            if isinstance(part, dict):
                yield from _check_keys(part, kind, (name, at))


def _check_keys(table: Mapping[str, Any], kind: type[Struct], path: KeyPath) -> Iterator[KeyProblem]:
    names = kind.__struct_fields__
    for key in table:
        if key not in names:
            yield (*path, key), f"there is no such key here; there are {', '.join(names)}"


def _explain_validation_error(fault: str) -> KeyProblem:
    """Path and sentence of what msgspec found: "Expected `int`, got `str` - at `$.sections[1].slots`"."""
    said, _, place = fault.partition(" - at `$")
    steps = re.findall(r"\.(\w+)|\[(\d+)\]", place)
    path: KeyPath = tuple(name or int(at) for name, at in steps)
    missing = re.fullmatch(r"Object missing required field `(\w+)`", said)
    if missing:
        return (*path, missing[1]), "this key is missing"
    if said.startswith("Invalid enum value"):
        said += f"; there are {', '.join(_choices_of(path))}"
    for theirs, ours in _PLAIN_TERMS.items():
        said = said.replace(theirs, ours)
    return path, re.sub(r"“(\w*)“", r"“\1”", said)


def _choices_of(path: KeyPath) -> tuple[str, ...]:
    """The values that a key allows, where they are a `Literal` or a list of one."""
    *tables, name = (step for step in path if isinstance(step, str))
    kind = {**_TABLES, **_TABLE_ARRAYS}[tables[0]] if tables else Publication
    hint = get_type_hints(kind)[name]
    while get_origin(hint) not in (Literal, None):  # `tuple[RuleId, ...]` is a list of `RuleId`
        hint = get_args(hint)[0]
    return get_args(hint)


def _format_path(path: KeyPath) -> str:
    steps = [f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path]
    return f"“{''.join(steps).removeprefix('.')}”"


def line_of(text: str, path: KeyPath) -> int:
    """The line, from 1, where a key of a TOML file stands; a missing key's is that of its table."""
    best = (0, 1)
    for number, keys in _iter_key_lines(text):
        known = min(len(keys), len(path))
        if keys[:known] == path[:known] and known > best[0]:
            best = (known, number)
    return best[1]


def _iter_key_lines(text: str) -> Iterator[tuple[int, KeyPath]]:
    """Each line that names a table or a key, with the path it names; lines inside of long texts are skipped."""
    counts: dict[str, int] = {}
    table: KeyPath = ()
    inside = ""
    for number, line in enumerate(text.splitlines(), 1):
        found = None if inside else re.match(r"\s*(\[\[?)?\s*([\w.\"'-]+)\s*(\]|=)", line)
        inside = _update_open_quote(line, inside)
        if found is None:
            continue
        names: KeyPath = tuple(name.strip("\"'") for name in found[2].split("."))
        if found[1] == "[[":
            counts[found[2]] = counts.get(found[2], -1) + 1
            names = (*names, counts[found[2]])
        table = names if found[1] else table
        yield number, names if found[1] else (*table, *names)


def _update_open_quote(line: str, open_quote: str) -> str:
    """The quotes of the text over several lines that is open after this line; empty where none is."""
    for mark in re.findall(r'"""|\'\'\'', line):
        open_quote = mark if not open_quote else "" if mark == open_quote else open_quote
    return open_quote


def _check_values(publication: Publication) -> Iterator[KeyProblem]:
    """What is wrong although every value has the right type."""
    if not publication.name.strip():
        yield ("name",), "a newsletter needs a name"
    if parse_issue_number(str(publication.first_number)) is None:
        yield ("first_number",), f"write a number from 0 to {MAX_ISSUE_NUMBER}"
    if not re.fullmatch(r"(?:[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)?", publication.language):
        yield ("language",), "write a language tag such as en, ar or pt-BR"
    yield from _check_pattern(("title",), publication.title, ("highlights", "number"))
    yield from _check_pattern(("subtitle",), publication.subtitle, ("subtitle", "number"))
    yield from _check_tldr(publication.tldr)
    yield from _check_sections(publication.sections)
    yield from _check_blocks(publication)
    for at, rule in enumerate(publication.house_rules):
        yield from _check_house_rule(("house_rules", at), rule)
    yield from _check_preflight_settings(publication.preflight)
    yield from _check_targets(publication.targets)
    yield from _check_posts(publication.posts)
    yield from _check_card_settings(publication.card)
    yield from _check_fetch_settings(publication.fetch)


def _check_pattern(path: KeyPath, pattern: str, names: Sequence[str]) -> Iterator[KeyProblem]:
    allowed = " or ".join(f"{{{name}}}" for name in names)
    found = re.findall(r"\{(\w*)\}", pattern)
    for name in found:
        if name not in names:
            yield path, f"{{{name}}} means nothing here: write {allowed}"
    if len(set(found)) < len(found):
        yield path, "a name in braces stands here twice"
    if re.search(r"[{}]", re.sub(r"\{\w*\}", "", pattern)):
        yield path, f"a brace is open or closed alone: write {allowed}"


def _check_tldr(tldr: Tldr) -> Iterator[KeyProblem]:
    yield from _check_pattern(("tldr", "line"), tldr.line, ("icon", "label", "text"))
    if not tldr.line.endswith("{text}"):
        yield ("tldr", "line"), "the line must end with {text}"
    if not tldr.heading.strip():
        yield ("tldr", "heading"), "the heading is empty"


def _check_sections(sections: Sequence[Section]) -> Iterator[KeyProblem]:
    if not sections:
        yield ("sections",), "an issue needs at least one section"
    yield from _check_unique("sections", "key", (section.key for section in sections))
    yield from _check_unique("sections", "heading", (section.heading for section in sections))
    for at, section in enumerate(sections):
        path = ("sections", at)
        if not _KEY.fullmatch(section.key):
            yield (*path, "key"), _KEY_HELP
        for name in ("heading", "label"):
            if not getattr(section, name).strip():
                yield (*path, name), f"the {name} is empty"
        yield from _check_pattern((*path, "heading"), section.heading, ("count",))
        if section.capacity < 0:
            yield (*path, "slots"), "a section cannot have less than 0 slots"
        if not 0 <= section.blurb_words[0] <= section.blurb_words[1]:
            yield (*path, "blurb_words"), "write the least and the most, such as [50, 100]"


def _check_blocks(publication: Publication) -> Iterator[KeyProblem]:
    places = ("after_greeting", "after_tldr", "end", *(f"before:{part.key}" for part in publication.sections))
    yield from _check_unique("blocks", "key", (block.key for block in publication.blocks))
    for at, block in enumerate(publication.blocks):
        path = ("blocks", at)
        if block.place not in places:
            yield (*path, "place"), f"there is no place {block.place}; there are {', '.join(places)}"
        if not block.text.strip():
            yield (*path, "text"), "the block has no text"
        if block.heading == publication.tldr.heading:
            yield (*path, "heading"), "the TL;DR has this heading already"
        if block.gap < 0:
            yield (*path, "gap"), "write how many issues lie between two that carry it, or 0"
        if block.every < 1:
            yield (*path, "every"), "write 1 for every issue, 2 for every second"
        if block.until and not re.fullmatch(r"\d{4}-\d\d-\d\d", block.until):
            yield (*path, "until"), "write a date such as 2027-03-31"


def _check_house_rule(path: KeyPath, rule: HouseRule) -> Iterator[KeyProblem]:
    try:
        found = re.compile(rule.pattern).search("")  # what is found in an empty text is found in all
    except (re.error, RecursionError, OverflowError) as fault:
        yield (*path, "pattern"), f"this is no regular expression ({fault})"
    else:
        if found:
            yield (*path, "pattern"), "this pattern is found in every text"


def _check_preflight_settings(preflight: PreflightSettings) -> Iterator[KeyProblem]:
    for at, word in enumerate(preflight.avoid):
        if not word.strip():
            yield ("preflight", "avoid", at), "write the word to avoid"
    if preflight.most_of_one_source < 0:
        yield ("preflight", "most_of_one_source"), "write how many entries, or 0 for any number"


def _check_targets(targets: Sequence[Target]) -> Iterator[KeyProblem]:
    if not targets:
        yield ("targets",), "an issue needs somewhere to go; without this key the built-in ones hold"
    yield from _check_unique("targets", "key", (target.key for target in targets))
    for at, target in enumerate(targets):
        path = ("targets", at)
        if not _KEY.fullmatch(target.key):
            yield (*path, "key"), _KEY_HELP
        if not target.name.strip():
            yield (*path, "name"), "the name is empty"
        if target.templates and (target.takes, target.dialect) == ("markdown", "commonmark"):
            said = "no Markdown but python-markdown is written so that nothing in it is a template"
            yield (*path, "templates"), said
        yield from _check_pattern((*path, "tracking"), target.tracking, ("newsletter", "number", "target"))
        if target.tracking and not _PARAMS.fullmatch(target.tracking):
            said = "write names and values such as utm_source={newsletter}&utm_medium=email"
            yield (*path, "tracking"), said
        if target.most < 0:
            yield (*path, "most"), "write the bytes a mail may have, or 0 where that is no matter"
        if target.overhead < 0:
            yield (*path, "overhead"), "write the bytes of a mail without text, or 0 where they are not known"
        if not 0 < target.factor < MAX_TEMPLATE_FACTOR:
            yield (*path, "factor"), "write how many bytes of mail each byte of the body becomes, such as 2.5"
        if target.url and not _SITE_URL.fullmatch(target.url):
            yield (*path, "url"), "write the address of your site there, such as https://blog.example.org"


def _check_posts(posts: Sequence[PostRule]) -> Iterator[KeyProblem]:
    yield from _check_unique("posts", "key", (post.key for post in posts))
    for at, post in enumerate(posts):
        path = ("posts", at)
        if not _KEY.fullmatch(post.key):
            yield (*path, "key"), _KEY_HELP
        if not post.name.strip():
            yield (*path, "name"), "the name is empty"
        if not post.pattern.strip():
            yield (*path, "pattern"), "the post has no text"
        yield from _check_pattern((*path, "pattern"), post.pattern, POST_NAMES)
        if post.limit < 0:
            yield (*path, "limit"), "write how long a post may be there, or 0 for any length"


def _check_card_settings(card: CardSettings) -> Iterator[KeyProblem]:
    for name in ("paper", "ink", "accent"):
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", getattr(card, name)):
            yield ("card", name), "write a colour such as #23272f"


def _check_fetch_settings(fetch: FetchSettings) -> Iterator[KeyProblem]:
    """The shape only. Which sites there are is known to `workbench.web`, and checked where the two meet."""
    if not re.fullmatch(r"[!-~]*", fetch.contact):
        yield ("fetch", "contact"), "write one e-mail address or URL, without spaces"
    for at, host in enumerate(fetch.allow):
        if not re.fullmatch(r"[\w.-]+|\[?[\da-fA-F]*(:[\da-fA-F.]*){2,}\]?", host):
            yield ("fetch", "allow", at), "write a host alone, such as wiki.internal or 192.168.1.20"
    for name, base in fetch.sites.items():
        if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", base):
            yield ("fetch", "sites", name), "write a base URL, such as https://arxiv.example.org"


def _check_unique(table: str, name: str, values: Iterable[str]) -> Iterator[KeyProblem]:
    seen: set[str] = set()
    for at, value in enumerate(values):
        if value in seen:
            yield (table, at, name), f"“{value}” stands here twice"
        seen.add(value)
