"""An issue of fifteen entries that uses every construct: marks, links, lists, quotes, signs, five scripts."""

from collections.abc import Iterator, Sequence
from typing import Final

from tests.support.clock import NOW
from workbench.curation.block import Block
from workbench.curation.change import Change, EditCollector
from workbench.curation.identity import identity_key
from workbench.curation.model import Entry, EntryId, Issue, IssueId, LabelledLink, Link, LinkId, format_time
from workbench.curation.publication import Publication
from workbench.curation.publication.profile import load_default_publication
from workbench.desk.state import State
from workbench.publishing.layout import Edition, build_edition

VIDEOS: Final = ("kCc8FmEb1nY", "zduSFxRajkE", "7xTGNNLPyMI", "zjkBMFhNj_g")
_PAPERS: Final = (
    (
        "When do `<think>` tokens help?", "2505.03997", "think",
        "They help where **search is needed** and hurt elsewhere: accuracy rises by 14.5 % if 5 < 7 steps are left, "
        "*hardly ever* else. See [the table](https://example.org/t?a=1&b=2).\n\n"
        "The second paragraph names `max_steps` and nothing more than that.",
    ),
    (
        "PaperDebugger, an assistant in the margin", "2512.02589", "debug",
        "It reads a draft as **reviewers would** do.\n\n"
        "- finds *circular* claims\n- checks each `\\cite` once\n- rewrites nothing by itself",
    ),
    (
        "Gated attention for long inputs", "2505.06708", "gates",
        "The gate is $\\sigma(Wx)$ after **every head**.\n\n"
        "> A sigmoid is all it takes, said one of the authors.\n\nThey show it on 3.5 trillion tokens.",
    ),
    (
        "中文分词还需要吗", "2510.25445", "words",
        "研究者发现,**子词切分**在长文本中更稳定。\n\nIt holds for *Japanese*: 日本語でも同じ結果になる。",
    ),
    ("Что знает модель о падежах", "2511.00010", "cases", "Короткий ответ: **почти всё**, и *без* разметки."),
)  # fmt: skip
_CLIPS: Final = (
    (
        "Let's build GPT: from scratch",
        "In two hours, **nothing hidden**, from an empty file to a *speaking* model.",
    ),
    ("A year of agents, looked back on", "1. what *broke*\n2. what held\n3. what `nobody` measured"),
    ("Deep dive into tokenizers", "Bytes, merges, and why **spaces** matter 🔬 so much in the end."),
    (
        "Large language models for the busy",
        "An hour for those who *never* trained one, with **good** slides.",
    ),
)
_READS: Final = (
    ("مقدمة في نماذج اللغة", "https://example.com/ar/models", "نص قصير عن **النماذج** وكيف تتعلم."),
    ("מה למדנו השנה", "https://example.com/he/year", "סיכום *קצר* של שנה ארוכה, עם **מספרים**."),
    (
        "The bitter lesson, again",
        "https://example.com/bitter?page=2&lang=en",
        "Compute won **once more**; [a reply](https://a.example/r)"
        " says *not yet*.\n\n> Two lines of a quote\\\n> with a break between them.",
    ),
)
_TOOLS: Final = (
    (
        "nanochat",
        "karpathy/nanochat",
        "The whole of it in **8,000 lines**; `bash speedrun.sh` is all you type.",
    ),
    ("llm-scheduler", "owner/llm-scheduler", "- runs on *one* card\n- keeps `queues` short\n- costs nothing"),
)
_COURSE: Final = (
    "Ten lectures; the *fourth* is the one. Notes are [here](https://course.example/notes?week=4)."
)


def make_whole_edition(*, copies: int = 1) -> Edition:
    """The issue; with more `copies`, each section has its entries that many times, each with texts of its own."""
    publication = load_default_publication()
    entries = [entry for copy in range(copies) for entry in _make_entries(copy)]
    return build_edition(_make_issue(publication), entries, publication)


def make_whole_change(state: State) -> Change:
    """The issue with its entries and their links, for an empty library."""
    edits = EditCollector()
    edits.create(_make_issue(state.publication))
    for entry in _make_entries(0):
        url = entry.links[0].url
        edits.create(
            Link(
                id=entry.link, url=url, identity=identity_key(url), title=entry.title, added=format_time(NOW)
            )
        )
        edits.create(entry)
    return edits.build("Wrote issue #28")


def _make_issue(publication: Publication) -> Issue:
    return Issue(
        id=IssueId(1), number=28, date="2026-11-29", title="Think, Debug & Gate", subtitle="A week of small proofs",
        greeting="Hey there! 👋\n\nIt was a *long* week, and **five papers** stood out.",
        tldr={
            "papers": "thinking tokens help where search is needed", "videos": "four hours that are worth it",
            "reads": "lessons in three alphabets", "tools": "two repositories that stay small", "pick": "one course",
        },
        closing="That is all for this week.\n\nUntil the next one, with **fewer** tokens.",
        sections=publication.sections,
        blocks=(Block(key="promo", place="after_tldr", text="A word from a friend of this letter."),),
    )  # fmt: skip


def _make_entries(copy: int) -> Iterator[Entry]:
    mark, name = str(copy or ""), f" {copy}" if copy else ""
    for at, (title, id, repository, text) in enumerate(_PAPERS, 1):
        links = [
            ("", f"https://arxiv.org/abs/{id}{mark}"),
            ("GitHub", f"https://github.com/owner/{repository}{mark}"),
        ]
        yield _make_entry("papers", at, copy, title + name, links, text + name)
    for at, (video, (title, text)) in enumerate(zip(VIDEOS, _CLIPS, strict=True), 1):
        links = [("", f"https://www.youtube.com/watch?v={video}")]
        yield _make_entry("videos", at, copy, title + name, links, text + name)
    for at, (title, url, text) in enumerate(_READS, 1):
        yield _make_entry("reads", at, copy, title + name, [("", url)], text + name)
    for at, (title, repository, text) in enumerate(_TOOLS, 1):
        links = [("", f"https://github.com/{repository}")]
        yield _make_entry("tools", at, copy, title + name, links, text + name)
    links, text = [("", "https://course.example/")], _COURSE + name
    yield _make_entry("pick", 1, copy, f"A course on proofs{name}", links, text)


def _make_entry(
    section: str, slot: int, copy: int, title: str, links: Sequence[tuple[str, str]], blurb: str
) -> Entry:
    id = {"papers": 10, "videos": 20, "reads": 30, "tools": 40, "pick": 50}[section] + slot + copy * 100
    labelled = tuple(LabelledLink(label, url) for label, url in links)
    return Entry(
        id=EntryId(id), issue=IssueId(1), link=LinkId(id + 1000), section=section, slot=slot + 10 * copy, title=title,
        links=labelled, blurb=blurb,
    )  # fmt: skip
