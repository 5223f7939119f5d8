"""Code, models and data: which addresses of a forge are one repository, file or discussion.

The front page of a branch, the README and the clone URL of a repository are the repository. A directory, file, issue,
pull request or release is a work of its own, because links to single projects in a large repository are common.
"""

import re
from typing import Final

from msgspec.structs import replace

from workbench.curation.identity.fragments import format_entry
from workbench.curation.identity.pages import HostRule, Work, work_of_page
from workbench.curation.identity.papers import work_of_arxiv_id
from workbench.curation.identity.params import format_params, select_significant_params
from workbench.curation.model import Kind
from workbench.curation.text import split_names
from workbench.curation.text.address import Address

_README: Final = r"(?i)readme(?:\.(?:md|rst|txt|markdown|org|adoc))?"
_NAME: Final = r"[A-Za-z0-9._-]+"
_NOT_OWNERS: Final = split_names(
    "about apps blog codespaces collections contact copilot customer-stories dashboard enterprise events explore"
    " features gist issues join login marketplace mcp models new nonprofit notifications organizations orgs pricing"
    " pulls readme resources search security sessions settings site solutions sponsors stars team topics trending"
    " users"
)
_PULL_TABS: Final = split_names("files commits checks changes")


def repository_of(key: str) -> str:
    """The key of the repository that a page on GitHub lies in; empty for all else and for a repository itself."""
    parts = key.split("/", 2)
    return "/".join(parts[:2]) if key.startswith("github:") and len(parts) == 3 else ""


def _match_github(address: Address) -> Work | None:
    segments = address.segments
    if not segments or segments[0].lower() in _NOT_OWNERS or not re.fullmatch(_NAME, segments[0]):
        return None
    if len(segments) == 1:
        return Work("github:" + segments[0].lower())
    owner, name, *rest = segments
    if not re.fullmatch(_NAME, name):
        return None
    repository = f"github:{owner}/{name.removesuffix('.git')}".lower()
    return _work_in_repository(repository, _strip_refs(rest), address)


def _strip_refs(rest: list[str]) -> list[str]:
    """`tree/refs/heads/main` as `tree/main`."""
    return [*rest[:1], *rest[3:]] if rest[1:3] in (["refs", "heads"], ["refs", "tags"]) else rest


def _work_in_repository(repository: str, rest: list[str], address: Address) -> Work:
    match rest:
        case [] | ["tree", _]:
            return Work(repository, "tool")
        case ["blob" | "raw", _, file] if re.fullmatch(_README, file):
            return Work(repository, "tool")
        case ["blob" | "raw", branch, *path] if path:
            is_pdf = path[-1].lower().endswith(".pdf")
            file_key = "/".join((repository, "blob", branch, *path))
            return Work(file_key + format_entry(address), "paper" if is_pdf else "tool")
        case ["issues" | "pull" | "discussions" as group, number, *tabs] if (
            number.isdigit() and _has_only_tabs(group, tabs)
        ):
            # Issues and pull requests are numbered in one row, and GitHub leads from the one form to the other.
            return Work(f"{repository}/{'issues' if group == 'pull' else group}/{number}")
    if rest[0] in ("tree", "commit"):
        return Work("/".join((repository, *rest)), "tool")
    kind: Kind = "tool" if rest[0] == "releases" else "read"
    return Work("/".join((repository, *rest)) + format_params(select_significant_params(address)), kind)


def _has_only_tabs(group: str, tabs: list[str]) -> bool:
    return not tabs or (group == "pull" and len(tabs) == 1 and tabs[0] in _PULL_TABS)


def _match_github_raw(address: Address) -> Work | None:
    """A raw file, as the page that shows it."""
    if len(address.segments) < 4:
        return None
    owner, name, *rest = address.segments
    return _match_github(replace(address, path="/".join(("", owner, name, "blob", *rest))))


_GIST: Final = r"(?:/[^/]+)?/([0-9a-f]{20,40}|\d{4,9})(?:\.git)?"


def _match_gist(address: Address) -> Work | None:
    match = re.fullmatch(_GIST, address.path)
    return Work("gist:" + match[1], "tool") if match else None


def _match_gitlab(address: Address) -> Work | None:
    """A project or a page in it. Groups may be nested, so the project's name is all that stands before `/-/`."""
    project, dash, rest = address.path.partition("/-/")
    project = project.removesuffix(".git")
    if project.count("/") < 2:
        return None
    view, _, inner = rest.partition("/")
    if not dash or (view == "tree" and "/" not in inner) or _is_readme(view, inner):
        return Work("gitlab:" + project[1:], "tool")
    view = "blob" if view == "raw" else view
    inner = (
        re.sub(r"^(\d+)/(?:diffs|commits|pipelines)$", r"\1", inner) if view == "merge_requests" else inner
    )
    return Work(
        work_of_page(replace(address, path=f"{project}/-/{view}/{inner}")).key,
        "tool" if view in ("tree", "blob") else "read",
    )


def _is_readme(view: str, inner: str) -> bool:
    _, _, file = inner.partition("/")
    return view in ("blob", "raw") and bool(re.fullmatch(_README, file))


def _match_codeberg(address: Address) -> Work | None:
    match = re.fullmatch(r"(/[^/]+/[^/]+?)(?:\.git)?(?:/src/branch/[^/]+)?", address.path)
    return Work("codeberg:" + match[1][1:], "tool") if match else None


_HUB_PAGES: Final = split_names(
    "api blog chat collections docs enterprise huggingface inference join learn login models new organizations papers"
    " posts pricing privacy search settings spaces datasets support tasks terms-of-service hub storage"
)
_OWNER_TABS: Final = split_names("models datasets spaces collections papers activity followers following")
_ARTICLE_NAME: Final = re.compile(
    r"(?:^|[-_])(?:blog|blogpost|article|playbook|handbook|guide|essay)(?:[-_]|$)"
)
"""The name of a space that is an article with figures to play with, where most are programs."""
_HEADING: Final = r"[a-z0-9]+(?:[-_][a-z0-9]+)+"
_COLLECTION: Final = r"/collections/([^/]+)/[^/]*?([0-9a-f]{24})"


def _match_huggingface(address: Address) -> Work | None:
    segments = address.segments
    if segments[:1] == ("papers",):
        return work_of_arxiv_id("/".join(segments[1:]))
    if collection := re.fullmatch(_COLLECTION, address.path):
        return Work(f"huggingface:collections/{collection[1]}/{collection[2]}", "tool")
    group = "".join(segments[:1]) if segments[:1] in (("datasets",), ("spaces",)) else ""
    inner = segments[1:] if group else segments
    size = _count_name_segments(inner)
    if not size or (not group and inner[0] in _HUB_PAGES) or not _is_front_page(inner[size:]):
        return None
    # A program has no headings, so a space that is saved at one of them is an article too.
    is_article = bool(_ARTICLE_NAME.search(inner[-1].lower()) or re.fullmatch(_HEADING, address.fragment))
    return Work(
        "huggingface:" + "/".join(filter(None, (group, *inner[:size]))),
        "read" if group == "spaces" and is_article else "tool",
    )


def _count_name_segments(segments: tuple[str, ...]) -> int:
    """How many segments the name has: two, one for old names without an owner, none on an owner's own page."""
    if len(segments) < 2 or segments[1] in _OWNER_TABS:
        return 0
    return 1 if segments[1] in ("tree", "blob", "raw", "resolve") else 2


def _is_front_page(rest: tuple[str, ...]) -> bool:
    """Whether this shows the whole model or data set: its page, its list of files, its card."""
    if rest in ((), ("tree", "main")):
        return True
    return len(rest) == 3 and rest[0] in ("blob", "raw", "resolve") and rest[1:] == ("main", "README.md")


def _match_kaggle(address: Address) -> Work | None:
    match = re.fullmatch(
        r"/code/([^/]+/[^/]+)(?:/(?:notebook|comments|input|output|log|data|script))?", address.path
    )
    return Work("kaggle:code/" + match[1], "tool") if match else None


RULES: Final[dict[str, HostRule]] = {
    "github.com": _match_github,
    "raw.githubusercontent.com": _match_github_raw,
    "gist.github.com": _match_gist,
    "gitlab.com": _match_gitlab,
    "codeberg.org": _match_codeberg,
    "huggingface.co": _match_huggingface,
    "kaggle.com": _match_kaggle,
}
