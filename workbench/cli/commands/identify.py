"""`identify`: which work each URL is. It needs no workspace."""

import click

from workbench.cli.options import WorkspaceCommand, as_json_option
from workbench.cli.output import format_json, format_row, read_text_arguments, write_out


@click.command(cls=WorkspaceCommand)
@click.argument("urls", nargs=-1, required=True, metavar="URL... | -")
@as_json_option
def identify(urls: tuple[str, ...], as_json: bool) -> int:
    """Say which work each URL is; with --json one JSON object a line. Needs no workspace."""
    given = read_text_arguments(urls)
    text = given if isinstance(given, str) else given.decode("utf-8", "replace")
    answers = [_identify_line(line.strip()) for line in text.splitlines()]
    _settle_pages(answers)
    for answer in answers:
        said = (answer["identity"], answer["kind"]) if answer["identity"] else ("", "")
        write_out(format_json(answer) if as_json else format_row(*said, answer["input"], answer["reason"]))
    return 0 if all(answer["identity"] for answer in answers) else 1


def _settle_pages(answers: list[dict[str, str | None]]) -> None:
    """A page without a fragment is the one place on it that the other URLs name, as when links are saved."""
    from workbench.curation.identity.fragments import settle_pages

    settled = settle_pages(answer["identity"] or "" for answer in answers)
    for answer in answers:
        answer["identity"] = settled.get(answer["identity"] or "", answer["identity"])


def _identify_line(line: str) -> dict[str, str | None]:
    from workbench.curation.identity import Identity, identify

    found = identify(line)
    if isinstance(found, Identity):
        return {"input": line, "url": found.url, "identity": found.key, "kind": found.kind, "reason": ""}
    return {"input": line, "url": None, "identity": None, "kind": None, "reason": found.reason}
