"""Preflight: what it finds in a draft, how bad it is, where it sends the editor."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import pytest
from msgspec.structs import replace

from workbench.curation.archive.appearance import Appearance
from workbench.curation.archive.marks import Repeat
from workbench.curation.block import Block, BlockRule
from workbench.curation.model import Entry, EntryId, Issue, IssueId, LabelledLink, Link, LinkId
from workbench.curation.preflight import PREFLIGHT_RULES, Finding, build_preflight_context, run_preflight
from workbench.curation.publication import (
    DEFAULT_TARGETS,
    HouseRule,
    PreflightSettings,
    Publication,
    RuleId,
    Target,
    Tldr,
)
from workbench.curation.publication.profile import load_default_publication
from workbench.curation.text.word_count import count_words, judge_length
from workbench.publishing.passages import measure_pieces
from workbench.publishing.prose import links as prose_links
from workbench.publishing.prose.misprints import find_misprints

BLURB = "".join(f"word{at} " for at in range(60))
SECTIONS = load_default_publication().sections
SUBSTACK, BUTTONDOWN = (target for target in DEFAULT_TARGETS if target.key in ("substack", "buttondown"))
ISSUE = Issue(
    id=IssueId(1), number=11, title="Gates and Meshes", subtitle="", greeting="Hey there!", closing="Bye.",
    tldr={section.key: "a line" for section in SECTIONS}, sections=SECTIONS,
)  # fmt: skip


PUBLICATION_WITHOUT_BLOCKS = replace(load_default_publication(), blocks=())


def _make_link(id: int) -> Link:
    return Link(
        id=LinkId(id),
        url=f"https://site{id}.example/a",
        identity=f"https://site{id}.example/a",
        title=f"Work {id}",
    )


LINKS = {link.id: link for link in map(_make_link, range(1, 16))}


def _make_full_entries() -> list[Entry]:
    """All fifteen slots, placed and written."""
    slots = [(section.key, slot) for section in ISSUE.sections for slot in range(1, section.capacity + 1)]
    return [
        Entry(
            id=EntryId(link.id + 100), issue=IssueId(1), link=link.id, section=key, slot=slot, title=link.title,
            links=(LabelledLink("", link.url),), blurb=f"Entry{link.id} {BLURB}",
        )
        for link, (key, slot) in zip(LINKS.values(), slots, strict=True)
    ]  # fmt: skip


def _run_rules(
    issue: Issue = ISSUE,
    entries: Sequence[Entry] | None = None,
    repeats: Mapping[EntryId, Sequence[Repeat]] | None = None,
    publication: Publication | None = None,
) -> list[Finding]:
    placed = _make_full_entries() if entries is None else entries
    publication = publication or load_default_publication()
    context = build_preflight_context(
        issue,
        placed,
        LINKS,
        publication,
        repeats or {},
        find_misprints,
        prose_links,
        measure_pieces=measure_pieces,
    )
    return run_preflight(context)


def _make_entries_with(**changes: Any) -> list[Entry]:
    """A full issue whose second paper has these changes."""
    entries = _make_full_entries()
    return [entries[0], replace(entries[1], **changes), *entries[2:]]


def test_a_whole_issue_has_no_findings() -> None:
    assert _run_rules() == []


def test_a_draft_whose_slots_are_written_has_no_errors_though_its_own_pieces_are_open() -> None:
    bare = replace(ISSUE, title="", greeting="", closing="", tldr={})
    found = _run_rules(bare)
    assert [(finding.level, str(finding.piece)) for finding in found] == [
        ("warning", piece)
        for piece in (
            "title", "greeting", "tldr:papers", "tldr:videos", "tldr:reads", "tldr:tools", "tldr:pick", "closing",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(("length", "is_found"), [(0, False), (140, False), (141, True)])
def test_a_preview_text_is_found_only_where_mail_programs_would_cut_it(length: int, is_found: bool) -> None:
    found = _run_rules(replace(ISSUE, preview="x" * length))
    assert [(one.rule, one.level, str(one.piece)) for one in found] == [
        ("preview", "warning", "preview")
    ] * is_found


@pytest.mark.parametrize(
    ("url", "is_private"),
    [
        ("http://localhost:3000/", True),
        ("http://[::1]/", True),
        ("http://192.168.1.7/x", True),
        ("http://169.254.169.254/latest", True),
        ("https://wiki.corp/page", True),
        ("https://nas/x", True),
        ("https://printer.local/", True),
        ("https://8.8.8.8/", False),
        ("https://local.example.com/", False),
        ("https://[2606:4700::1111]/", False),
    ],
)
def test_a_link_that_only_the_editor_can_open_is_told(url: str, is_private: bool) -> None:
    found = _run_rules(entries=_make_entries_with(links=(LabelledLink("", url),)))
    assert [finding.rule for finding in found] == ["private"] * is_private


@pytest.mark.parametrize(
    ("changes", "level", "rule", "message"),
    [
        ({"blurb": ""}, "error", "blurb", "The blurb is not written."),
        ({"blurb": "<https://example.org> –"}, "error", "blurb", "The blurb is not written."),
        ({"blurb": "Too few."}, "warning", "length", "The blurb is too short: 2 words, 50 to 100 are wanted."),
        ({"blurb": BLURB * 2}, "warning", "length", "The blurb is too long: 120 words, 50 to 100 are wanted."),
        ({"title": " "}, "error", "entry-title", "The entry has no title."),
        ({"links": ()}, "error", "link", "The entry has no link."),
        (
            {"links": (LabelledLink("", "javascript:alert(1)"),)}, "error", "url",
            "“javascript:alert(1)” is no web address: it would be printed as text.",
        ),
        ({"links": (LabelledLink("", "http://127.0.0.1:8000/x"),)}, "warning", "private",
         "“127.0.0.1” is in your own network: readers cannot open this link."),
        ({"links": (LabelledLink("", "https://user:secret@a.example/x"),)}, "warning", "private",
         "A link to a.example holds a user name: readers get it without."),
        ({"blurb": f"{BLURB} http://user:secret@a.example/x"}, "warning", "private",
         "An address at a.example holds a user name: take it out."),
        ({"link": 1, "links": (LabelledLink("", "https://a.example"),)}, "error", "twice",
         "The same work stands in Papers 1 already: Work 1."),
        ({"links": (LabelledLink("", "https://www.site1.example/a/"),)}, "error", "twice",
         "The same work stands in Papers 1 already: Work 1."),
        ({"blurb": f"{BLURB} cat /etc/hosts"}, "error", "house",
         "“/etc/hosts”: Substack does not save a draft that holds this path: write it another way."),
        ({"blurb": f"{BLURB} so. TODO say why"}, "error", "placeholder",
         "“TODO” is a placeholder: write what belongs in its place."),
        ({"blurb": f"{BLURB} and TODO"}, "error", "placeholder",
         "“TODO” is a placeholder: write what belongs in its place."),
        ({"blurb": f"{BLURB}\n\n(TBD)"}, "error", "placeholder",
         "“TBD” is a placeholder: write what belongs in its place."),
        ({"title": "[insert title]"}, "error", "placeholder",
         "“[insert title]” is a placeholder: write what belongs in its place."),
        ({"title": "TODO"}, "error", "placeholder", "“TODO” is a placeholder: write what belongs in its place."),
        ({"blurb": f"{BLURB} and tk percent"}, "error", "placeholder",
         "“tk” is a placeholder: write what belongs in its place."),
        ({"blurb": f"{BLURB} [insert link]"}, "error", "placeholder",
         "“[insert link]” is a placeholder: write what belongs in its place."),
        ({"title": "A survey of all the methods by which models are told apart from…"}, "warning", "rough-title",
         "The title was cut: write the whole of it."),
        ({"title": "Two meshes...", "links": (LabelledLink("", "https://a.example/two-meshes-and-a-gate"),)},
         "warning", "rough-title", "The title was cut: write the whole of it."),
        ({"title": "https://a.example/x"}, "warning", "rough-title",
         "The title is an address: write what it leads to."),
        ({"title": "site2.example/a"}, "warning", "rough-title", "The title is an address: write what it leads to."),
        ({"links": (LabelledLink("", "https://a.example/x?utm_source=b&id=7"),)}, "warning", "tracking",
         "“https://a.example/x?utm_source=b&id=7” carries tracking: it tells the site where the reader came from."),
        ({"blurb": f"{BLURB} <https://a.example/?fbclid=1>"}, "warning", "tracking",
         "“https://a.example/?fbclid=1” carries tracking: it tells the site where the reader came from."),
        ({"links": (LabelledLink("", "http://site2.example/a"),)}, "warning", "insecure",
         "“http://site2.example/a” goes by http, and the page is known by https."),
        ({"blurb": f"Entry1 {BLURB}"}, "warning", "opening",
         "It begins with “entry1”, as the blurb before it: Work 1."),
        ({"blurb": f"{BLURB} of the the model"}, "warning", "punctuation", "“the” stands here twice in a row."),
        ({"blurb": f"{BLURB} here , and"}, "warning", "punctuation", "“here ,” is a slip of punctuation."),
        ({"blurb": f"{BLURB} `here` , and"}, "warning", "punctuation", "“… ,” is a slip of punctuation."),
        ({"blurb": f"{BLURB} the end.."}, "warning", "punctuation", "“end..” is a slip of punctuation."),
        ({"title": "{count} Papers"}, "error", "house",
         "“{count}”: A pattern was not filled in: write what belongs in its place."),
        ({"blurb": f"{BLURB}<b>bold</b>"}, "warning", "markup",
         "“<b>” would be printed as it stands: prose has no HTML. Take it out, or put it into backticks."),
        ({"title": "A <b>title"}, "warning", "markup",
         "“<b>” would be printed as it stands: a title is plain text."),
        ({"title": "The `compile` story"}, "warning", "markup",
         "“`compile`” would be printed as it stands: a title is plain text."),
        ({"title": "A **bold** claim"}, "warning", "markup",
         "“**bold**” would be printed as it stands: a title is plain text."),
        ({"blurb": f"{BLURB}\n\n## More"}, "warning", "markup",
         "“## More” would be printed as it stands: prose has no headings. Make the line bold."),
        ({"blurb": f"![a](https://example.org/a.png) {BLURB}"}, "warning", "markup",
         "“![a](https://example.org/a.png)” would be printed as it stands: prose has no images. Link to it."),
        ({"blurb": f"**{BLURB}"}, "warning", "unclosed",
         "“**word0 word1 word2 word3 word4 word5 w…” would be printed as it stands: put the same marks right before "
         "and right behind the words, or a backslash before them."),
        ({"blurb": f"{BLURB}\n\n1. one\n3. three"}, "warning", "numbering",
         "A list is numbered 1, 3 and printed as 1, 2: number it so, or write the numbers into a paragraph each."),
        ({"blurb": f"{'> ' * 50}{BLURB}"}, "error", "plain",
         "“> > > > > > > > > > > > > > > > > > > >…” is printed with its marks: it is nested too deep. "
         "Take levels out."),
        ({"title": r"Work on $\beta$-VAEs"}, "warning", "tex",
         r"“$\beta$” is TeX, which readers would see as it stands."),
        ({"blurb": rf"{BLURB} by G\"odel"}, "warning", "tex",
         r"“\"o” is TeX, which readers would see as it stands."),
        ({"links": (LabelledLink("", "https://gistpreview.github.io/?abc"),)}, "warning", "query",
         "“https://gistpreview.github.io/?abc” has a query without a value, which platforms break that add parameters "
         "of their own, such as Substack: look where the link leads once it is out."),
        ({"blurb": f"{BLURB} [it](https://a.example/?b=c&abc#d)"}, "warning", "query",
         "“https://a.example/?b=c&abc#d” has a query without a value, which platforms break that add parameters "
         "of their own, such as Substack: look where the link leads once it is out."),
    ],
)  # fmt: skip
def test_an_entry_is_judged(changes: dict[str, Any], level: str, rule: str, message: str) -> None:
    found = _run_rules(entries=_make_entries_with(**changes))
    assert [(finding.level, finding.rule, finding.message) for finding in found] == [(level, rule, message)]
    assert (str(found[0].piece), found[0].where.split()[0]) == ("entry:102", "papers/2")


@pytest.mark.parametrize(
    "blurb", ["Use `<b>` here. ", "See <https://example.org>. ", "If a < b and c > d, #1. "]
)
def test_code_addresses_and_plain_signs_are_no_leaked_marks(blurb: str) -> None:
    assert _run_rules(entries=_make_entries_with(blurb=blurb + BLURB)) == []


@pytest.mark.parametrize(
    ("issue", "piece"),
    [
        (replace(ISSUE, greeting="**Hey"), "greeting"),
        (replace(ISSUE, closing="**Bye"), "closing"),
        (replace(ISSUE, tldr={**ISSUE.tldr, "reads": "**one"}), "tldr:reads"),
        (replace(ISSUE, blocks=(Block(key="promo", place="end", text="**A word"),)), "block:promo"),
    ],
)
def test_marks_that_readers_would_see_are_told_in_every_prose_of_the_issue(issue: Issue, piece: str) -> None:
    found = _run_rules(issue)
    assert [(finding.rule, str(finding.piece)) for finding in found] == [("unclosed", piece)]


@pytest.mark.parametrize("field", ["title", "subtitle", "preview"])
@pytest.mark.parametrize(
    "mark", ["<i>x</i>", "![a](https://a.example/b.png)", "[a](https://a.example)", "**x**", "`x`"]
)
def test_marks_are_told_in_the_lines_of_the_issue_that_have_none(field: str, mark: str) -> None:
    (found,) = _run_rules(replace(ISSUE, **{field: f"Meet {mark}"}))
    assert (found.rule, str(found.piece)) == ("markup", field)


@pytest.mark.parametrize(
    "title", ["Why __init__ is no constructor", "2 ** 3 and 4 ** 5", "a < b > c", "Q&A [2026]"]
)
def test_signs_in_a_title_that_are_meant_as_signs_are_no_marks(title: str) -> None:
    assert _run_rules(replace(ISSUE, title=title)) == []


def test_marks_that_readers_would_see_are_told_in_the_blocks_and_the_opening_of_the_publication() -> None:
    publication = replace(
        load_default_publication(),
        blocks=(BlockRule(key="promo", place="end", text="<b>A word</b>"),),
        tldr=Tldr(opening="In *short"),
    )
    found = _run_rules(publication=publication)
    assert [(finding.rule, str(finding.piece)) for finding in found] == [
        ("unclosed", "tldr"), ("markup", "block:promo"),
    ]  # fmt: skip


def test_an_entry_without_a_section_would_not_be_printed() -> None:
    found = _run_rules(
        entries=[
            *_make_full_entries(),
            replace(
                _make_full_entries()[0],
                id=200,
                link=99,
                section="gone",
                links=(LabelledLink("", "https://b.example"),),
            ),
        ]
    )
    assert [(finding.level, finding.rule) for finding in found] == [("error", "section")]


def test_empty_and_overfull_sections_are_counted() -> None:
    entries = [entry for entry in _make_full_entries() if entry.section != "pick"]
    more = Entry(
        id=EntryId(200), issue=IssueId(1), link=LinkId(99), section="tools", slot=3, title="B", links=(LabelledLink("", "https://b.example"),),
        blurb=BLURB,
    )  # fmt: skip
    assert [(finding.where, finding.message) for finding in _run_rules(entries=[*entries, more])] == [
        ("tldr pick", "The TL;DR has a line for Learning, which has no entry."),
        ("tools", "3 entries stand here, 2 are wanted."),
        ("pick", "Its one slot is empty."),
    ]


def test_the_bench_is_not_looked_at() -> None:
    benched = Entry(id=EntryId(200), issue=IssueId(1), link=LinkId(1), section="papers", slot=None)
    assert _run_rules(entries=[*_make_full_entries(), benched]) == []


def test_what_readers_have_had_is_told_unless_it_is_repeated_on_purpose() -> None:
    url = "https://site2.example/a"
    had = [
        Appearance(LinkId(2), url, url, "Work 2", issue, "2026-10-04", "papers", "Papers") for issue in (9, 3)
    ]
    repeats = [Repeat("published", one, "the same work, site2.example/a") for one in had]
    found = _run_rules(repeats={EntryId(102): repeats})
    assert [(finding.level, str(finding.piece), finding.message) for finding in found] == [
        (
            "warning",
            "entry:102",
            "Published in #9 (2026-10-04, Papers), also in #3: the same work, site2.example/a.",
        )
    ]
    meant = [replace(repeat, is_deliberate=True) for repeat in repeats]
    assert _run_rules(repeats={EntryId(102): meant}) == []


def test_errors_come_first() -> None:
    found = _run_rules(replace(ISSUE, greeting=""), _make_entries_with(blurb=""))
    assert [finding.level for finding in found] == ["error", "warning"]


def test_all_that_is_wrong_with_one_entry_stands_together_and_all_of_one_text() -> None:
    entries = _make_full_entries()
    entries[0] = replace(entries[0], title="", links=(), blurb=f"{BLURB} hosts LATER <b>")
    entries[1] = replace(entries[1], title="", link=1, links=(), blurb="")
    entries[2] = replace(entries[2], blurb=f"{BLURB} hosts <b>")
    rules = (HouseRule(pattern="hosts", message="No hosts."), HouseRule(pattern="LATER", message="Not done."))
    publication = replace(load_default_publication(), house_rules=rules)
    found = _run_rules(entries=entries, publication=publication)
    assert [(finding.rule, str(finding.piece)) for finding in found] == [
        ("entry-title", "entry:101"), ("link", "entry:101"),
        ("entry-title", "entry:102"), ("link", "entry:102"), ("blurb", "entry:102"),
        ("twice", "entry:102"),
        ("house", "entry:101"), ("house", "entry:101"), ("markup", "entry:101"),
        ("house", "entry:103"), ("markup", "entry:103"),
    ]  # fmt: skip


def test_a_rule_that_the_publication_switches_off_finds_nothing() -> None:
    settings = PreflightSettings(off=("blurb", "greeting"))
    publication = replace(load_default_publication(), preflight=settings)
    found = _run_rules(replace(ISSUE, greeting="", closing=""), _make_entries_with(blurb=""))
    assert [finding.rule for finding in found] == ["blurb", "greeting", "closing"]
    left = _run_rules(
        replace(ISSUE, greeting="", closing=""), _make_entries_with(blurb=""), publication=publication
    )
    assert [finding.rule for finding in left] == ["closing"]


def test_every_rule_has_a_name_of_its_own_and_the_publication_knows_it() -> None:
    names = [rule.id for rule in PREFLIGHT_RULES]
    assert len(set(names)) == len(names)
    assert names == list(get_args(RuleId))


def test_the_page_of_rules_lists_every_rule_in_order_with_its_level_and_whether_it_can_be_mended() -> None:
    page = (Path(__file__).parents[2] / "docs" / "preflight.md").read_text("utf-8")
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if "| `" in line[:3]
    ]
    listed = [(name.strip("`"), level, bool(mend)) for name, level, _, mend in rows]
    assert listed == [
        (
            rule.id,
            "by rule" if rule.id == "house" else rule.level,
            rule.mend is not None or rule.is_mended_by_desk,
        )
        for rule in PREFLIGHT_RULES
    ]


def test_a_house_rule_that_runs_away_is_stopped_and_told() -> None:
    runaway = HouseRule(pattern=r"(?:o|o)*b$", message="never said", level="error")
    publication = replace(load_default_publication(), house_rules=(runaway,))
    found = _run_rules(entries=_make_entries_with(blurb=f"{BLURB}{'o' * 80}b."), publication=publication)
    assert {finding.message for finding in found} == {
        r"The house rule “(?:o|o)*b$” takes too long here: simplify it."
    }
    assert {finding.level for finding in found} == {"warning"}


@pytest.mark.parametrize("piece", ["title", "subtitle", "greeting", "closing"])
def test_house_rules_hold_for_the_issues_own_pieces(piece: str) -> None:
    found = _run_rules(replace(ISSUE, **{piece: "see /etc/hosts"}))
    assert [(finding.rule, str(finding.piece)) for finding in found] == [("house", piece)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("It's a state-of-the-art model, isn't it?", 6),
        ("**Bold** and [a link](https://example.org/a_(b)) – *done*", 5),
        ("See <https://example.org/long/path> or https://example.org, now", 3),
        ("- one\n- two\n\n> three", 3),
        ("日本語 text", 4),
        ("3.5x in 2026", 3),
    ],
)
def test_words_are_counted_as_a_reader_would(text: str, count: int) -> None:
    assert count_words(text) == count


@pytest.mark.parametrize(
    ("count", "verdict"), [(0, "empty"), (49, "short"), (50, "good"), (100, "good"), (101, "long")]
)
def test_the_meter_says_where_a_number_of_words_stands(count: int, verdict: str) -> None:
    assert judge_length(count, (50, 100)) == verdict


@pytest.mark.parametrize(
    ("targets", "going_to", "levels"),
    [
        ((SUBSTACK, BUTTONDOWN), None, ["warning", "warning"]),
        ((BUTTONDOWN, SUBSTACK), None, ["error", "error"]),
        ((SUBSTACK, BUTTONDOWN), BUTTONDOWN, ["error", "error"]),
        ((SUBSTACK,), None, []),
    ],
)
def test_a_title_that_a_template_would_take_is_told_where_a_target_has_templates(
    targets: tuple[Target, ...], going_to: Target | None, levels: list[str]
) -> None:
    publication = replace(load_default_publication(), targets=targets)
    issue = replace(ISSUE, title="How {{ prompt }} works", subtitle="And {% raw %}", greeting="Hey {{ you }}")
    context = build_preflight_context(
        issue, _make_full_entries(), LINKS, publication, {}, find_misprints, prose_links, going_to
    )
    found = [finding for finding in run_preflight(context) if finding.rule == "template"]
    assert [finding.level for finding in found] == levels
    assert [str(finding.piece) for finding in found] == ["title", "subtitle"][: len(levels)]
    assert all("a template at Buttondown and not shown" in finding.message for finding in found)


@pytest.mark.parametrize(
    ("title", "url"),
    [
        ("The how and why...", ""),
        (
            "What ends here is what readers of gates and meshes know…",
            "gates/what-readers-of-gates-and-meshes-know.html",
        ),
        ("Two meshes...", "two-meshes-4fa2/"),
        ("golang.org/x/net", ""),
        ("Hash.ai", ""),
        ("TODO lists considered harmful", ""),
        ("Remove the last FIXME", ""),
        ("#[link(kind)] in Rust", ""),
        ("Topic TBD", ""),
        ("From Vec<T> to <dialog> and (?<name>x)", ""),
    ],
)
def test_what_a_title_was_meant_to_say_is_left_alone(title: str, url: str) -> None:
    links = (LabelledLink("", f"https://site2.example/{url or 'a'}"),)
    assert _run_rules(entries=_make_entries_with(title=title, links=links)) == []


def test_a_sites_name_is_no_address_though_it_is_its_host() -> None:
    links = (LabelledLink("", "https://hash.example/"),)
    assert _run_rules(entries=_make_entries_with(title="Hash.example", links=links)) == []


@pytest.mark.parametrize(
    "beginning",
    [
        "by [@ada](https://a.example)\n\n",
        "（英文）",
        "\\[new\\] ",
        "0.1.0: ",
        "May 9th in Berlin: ",
        "Google Brain\n\n",
    ],
)
def test_two_blurbs_may_begin_with_the_same_label(beginning: str) -> None:
    entries = [replace(entry, blurb=f"{beginning}{entry.blurb}") for entry in _make_full_entries()]
    assert [finding for finding in _run_rules(entries=entries) if finding.rule == "opening"] == []


@pytest.mark.parametrize("part", ["x", "- ", "[", "` ", "```\n", "a,", "(TODO", "aa aa ", "https://."])
def test_a_hostile_blurb_takes_time_for_its_length_alone(part: str) -> None:
    begin = time.process_time()
    rules = [rule for rule in PREFLIGHT_RULES if rule.id in ("placeholder", "punctuation", "tracking")]
    publication = load_default_publication()
    entries = _make_entries_with(blurb=part * (100_000 // len(part)))
    run_preflight(
        build_preflight_context(ISSUE, entries, LINKS, publication, {}, find_misprints, prose_links), rules
    )
    assert time.process_time() - begin < 10


def test_slips_in_the_subtitle_are_told_too() -> None:
    found = _run_rules(replace(ISSUE, subtitle="A calm week, the the one"))
    assert [(one.rule, str(one.piece)) for one in found] == [("punctuation", "subtitle")]


def test_a_campaign_that_names_the_newsletter_or_stands_in_a_block_is_no_tracking() -> None:
    links = (LabelledLink("", "https://a.example/x?utm_source=tokenizer-mail&utm_medium=cpc"),)
    block = Block(key="promo", place="end", text="See [us](https://b.example/?utm_source=7).")
    assert _run_rules(replace(ISSUE, blocks=(block,)), _make_entries_with(links=links)) == []
    clicked = replace(block, text="See [us](https://b.example/?utm_source=7&fbclid=2).")
    assert [finding.rule for finding in _run_rules(replace(ISSUE, blocks=(clicked,)))] == ["tracking"]


@pytest.mark.parametrize(
    "text",
    [
        "The model that that team had had was, e.g., GPT-4 ... or so.",
        "Use `the the` in ../docs and C++ std::vector, et al., of .NET; see TodoMVC, Tk and todo lists.",
        "Read [the link](https://a.example/tk/todo?a=1) [1] of a 3.5, 4. and 5. kind",
        "About `Optional`, `throws` and `Double`. Also [this](https://a.example), [that](https://b.example).",
        "A TODO list, ABI FIXME #104, the date is TBD, R's `XXXX`, https://a.example/XXXX-gates.md, fun fun fun",
        "Say `curl http://user:secret@a.example/?abc` and\n\n```\nget('http://a.example/?utm_source=b&abc')\n```",
        "R writes Lorem Ipsum texts, TK left Uber, 'XXXXX' is any, with Ada [name changed to protect the innocent].",
        "They found an old [FIXME](https://a.example/fixme)",
        "Nous nous en occupons, BERT, GPT,... by Michael Michael",
        "A first line of Google\n\nGoogle says more",
    ],
)
def test_what_only_looks_like_a_slip_is_left_alone(text: str) -> None:
    found = _run_rules(entries=_make_entries_with(blurb=f"{text}\n\n{BLURB}"))
    assert [finding for finding in found if finding.rule != "markup"] == []  # prose has no blocks of code


def test_too_many_entries_of_one_source_are_told_from_the_first_one_too_many() -> None:
    links = {**LINKS, **{link.id: link for link in _make_links_at("lab.example")[:4]}}
    context = build_preflight_context(
        ISSUE, _make_full_entries(), links, load_default_publication(), {}, find_misprints, prose_links
    )
    found = [finding for finding in run_preflight(context) if finding.rule == "sources"]
    assert [(str(finding.piece), finding.message) for finding in found] == [
        ("entry:103", "4 entries come from lab.example, 2 at most are wanted.")
    ]


@pytest.mark.parametrize("host", ["meetup.com", "discourse.gates.example", "cran.r-project.org"])
def test_any_number_of_entries_may_come_from_where_anybody_writes(host: str) -> None:
    links = {link.id: link for link in _make_links_at(host)}
    context = build_preflight_context(
        ISSUE, _make_full_entries(), links, load_default_publication(), {}, find_misprints, prose_links
    )
    assert [finding for finding in run_preflight(context) if finding.rule == "sources"] == []


def _make_links_at(host: str) -> list[Link]:
    return [
        replace(link, url=f"https://www.{host}/{id}", identity=f"https://{host}/{id}")
        for id, link in LINKS.items()
    ]


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.79, ""), (0.81, "Substack's mail is nearly cut"), (1.01, "Substack's mail is cut")],
)
def test_a_mail_that_mail_programs_cut_or_nearly_is_told_with_what_is_longest_in_it(
    share: float, said: str
) -> None:
    entries = _make_entries_with(blurb=f"Entry2 {BLURB * 20}")
    body = measure_pieces(ISSUE, entries, PUBLICATION_WITHOUT_BLOCKS, SUBSTACK).total()
    target = replace(SUBSTACK, most=round(body / share))
    found = _find_mail_sizes(entries, target)
    assert [(one.level, str(one.piece), said in one.message) for one in found] == (
        [("warning", "entry:102", True)] if said else []
    )
    for finding in found:
        assert finding.message.startswith(
            f"{said}: the body is {body / 1000:.0f} kB, before Substack's template; mail"
        )
        assert finding.message.endswith(" Longest in it: “Work 2” 8 kB.")


def test_only_a_target_whose_mails_are_cut_has_a_size_that_matters() -> None:
    long = _make_entries_with(blurb=BLURB * 500)
    assert _find_mail_sizes(long, replace(SUBSTACK, most=0)) == []
    (found,) = _find_mail_sizes(long, SUBSTACK)
    assert "; mail programs show 102 kB." in found.message


def test_an_issue_without_a_word_is_no_long_mail_whatever_its_template_makes_of_it() -> None:
    bare = Issue(id=IssueId(1), number=11, sections=SECTIONS)
    heavy = replace(SUBSTACK, overhead=110_000)
    assert _find_mail_sizes([], heavy, issue=bare) == []
    (found,) = _find_mail_sizes([], heavy)
    assert "in Substack's template a mail of about 110 kB" in found.message


def test_the_template_of_the_target_counts_and_each_target_is_told() -> None:
    ghost = next(target for target in DEFAULT_TARGETS if target.key == "ghost")
    long = _make_entries_with(blurb=BLURB * 65)
    (found,) = _find_mail_sizes(long, SUBSTACK, [ghost, SUBSTACK])
    assert ", in Ghost's template a mail of about 111 kB; mail" in found.message


def _find_mail_sizes(
    entries: Sequence[Entry], target: Target, others: Sequence[Target] = (), issue: Issue = ISSUE
) -> list[Finding]:
    context = build_preflight_context(
        issue,
        entries,
        LINKS,
        PUBLICATION_WITHOUT_BLOCKS,
        {},
        find_misprints,
        prose_links,
        target,
        others,
        measure_pieces,
    )
    return [finding for finding in run_preflight(context) if finding.rule == "mail-size"]


def test_a_tool_may_be_called_as_its_address_is() -> None:
    pytest.importorskip("spellchecker", reason="the extra `spelling` is not installed")
    publication = replace(load_default_publication(), preflight=PreflightSettings(language="en"))
    links = (LabelledLink("", "https://togglz.example/"),)
    entries = _make_entries_with(title="Flags", links=links, blurb="With togglz and toglge " * 30)
    context = build_preflight_context(
        ISSUE, entries, LINKS, publication, {}, find_misprints, prose_links, find_known_text=lambda _: None
    )
    found = [finding.quote for finding in run_preflight(context) if finding.rule == "spelling"]
    assert found == ["toglge"]


def test_words_that_the_newsletter_avoids_are_told_as_whole_words() -> None:
    publication = load_default_publication()
    avoiding = replace(publication, preflight=PreflightSettings(avoid=("delve", "C++")))
    entries = _make_entries_with(blurb=f"{BLURB} They Delve into C++ and delved, delve.")
    found = _run_rules(entries=entries, publication=avoiding)
    assert [finding.message for finding in found] == [
        "“delve” is a word that this newsletter avoids.",
        "“c++” is a word that this newsletter avoids.",
    ]
