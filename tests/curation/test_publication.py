"""The publication file: what the built-in one says, and what is said of a wrong one."""

import pytest
from msgspec.structs import replace

from workbench.curation.block import Block, BlockRule
from workbench.curation.model import Section, UserError
from workbench.curation.publication import (
    DEFAULT_TARGETS,
    FetchSettings,
    Publication,
    Target,
    match_pattern,
    suggest_section,
)
from workbench.curation.publication.profile import (
    load_default_publication,
    parse_publication,
    read_default_text,
)

LEAST = 'name = "A"\n[[sections]]\nkey = "papers"\nheading = "{count} Papers"\nlabel = "Papers"\nslots = 5\n'


def test_the_built_in_publication_has_the_five_sections_of_the_weekly() -> None:
    assert [
        (part.key, part.heading, part.slots, part.label) for part in load_default_publication().sections
    ] == [
        ("papers", "📄 {count} Papers", 5, "Papers"),
        ("videos", "🎥 {count} Videos", 4, "Videos"),
        ("reads", "📰 {count} Curated Reads", 3, "Reads"),
        ("tools", "🛠 {count} Tools & Repos", 2, "Tools"),
        ("pick", "🎓 {count} Pick of the Week", 1, "Learning"),
    ]
    assert load_default_publication().sections[-1].kinds == ()
    assert [block.heading for block in load_default_publication().select_blocks(1, "")] == ["New here?"]


def test_a_section_that_names_no_slots_has_no_quota() -> None:
    (section,) = parse_publication(LEAST.replace("slots = 5\n", "")).sections
    assert section.slots is None
    assert (section.format_filled(3), section.open_slots({1, 4})[:3]) == ("3", [5, 6, 7])
    with pytest.raises(UserError, match="a whole number"):
        parse_publication(LEAST.replace("slots = 5", 'slots = "many"'))


def test_a_file_needs_no_more_than_a_name_and_a_section() -> None:
    assert parse_publication(LEAST).sections[0].blurb_words == (50, 100)
    assert parse_publication("\ufeff" + LEAST.replace("\n", "\r\n")) == parse_publication(LEAST)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("slots = 4", 'slots = "four"', "sections[2].slots"),
        ("slots = 4", "slots = -1", "sections[2].slots"),
        ("slots = 4", "slots = true", "sections[2].slots"),
        ('key = "reads"', 'key = "Reads!"', "sections[3].key"),
        ('heading = "📄 {count} Papers"', 'heading = "{foo}"', "sections[1].heading"),
        ('heading = "📄 {count} Papers"', 'heading = "{count"', "sections[1].heading"),
        ('heading = "📄 {count} Papers"', 'heading = ""', "sections[1].heading"),
        ('kinds = ["video"]', 'kinds = ["film"]', "sections[2].kinds[1]"),
        ("blurb_words = [50, 100]", "blurb_words = [100, 50]", "sections[1].blurb_words"),
        ("blurb_words = [50, 100]", "blurb_words = [50]", "sections[1].blurb_words"),
        ("icon = ", "icno = ", "sections[1].icno"),
        ("[tldr]", "[tldr]\nfoo = 1", "tldr.foo"),
        ('{text}"', '{text}."', "tldr.line"),
        ('place = "after_greeting"', 'place = "before:gone"', "blocks[1].place"),
        ('heading = "New here?"', 'heading = "TL;DR"', "blocks[1].heading"),
        ('heading = "New here?"', 'until = "soon"', "blocks[1].until"),
        ('heading = "New here?"', "every = 0", "blocks[1].every"),
        ("'/etc/hosts'", "'('", "house_rules[1].pattern"),
        ("'/etc/hosts'", "'x*'", "house_rules[1].pattern"),
        ('level = "error"', 'level = "bad"', "house_rules[1].level"),
        ('title = "{h', 'title = "{number} {h', "title"),
        ("first_number = 1", "first_number = -1", "first_number"),
        ('name = "The Tokenizer"', 'name = " "', "name"),
        ("off = []", 'off = "length"', "preflight.off"),
        ("avoid = []", 'avoid = ["delve", " "]', "preflight.avoid[2]"),
        ("most_of_one_source = 2", "most_of_one_source = -1", "preflight.most_of_one_source"),
        ("off = []", 'off = ["title", "lenght"]', "preflight.off[2]"),
        ("automatic = true", "automatic = 1", "fetch.automatic"),
        ("automatic = true", "autmatic = true", "fetch.autmatic"),
        ('contact = ""', 'contact = "me at home"', "fetch.contact"),
        ("allow = []", 'allow = ["http://wiki.internal"]', "fetch.allow[1]"),
        ("allow = []", 'allow = ["wiki.internal:80"]', "fetch.allow[1]"),
        ("allow = []", '[fetch.sites]\narxiv_api = "ftp://a.b"', "fetch.sites.arxiv_api"),
        ('takes = "markdown"', 'takes = "word"', "targets[3].takes"),
        ('video = "embed"', 'video = "player"', "targets[2].video"),
        ('promo = "quote"', 'promo = "box"', "targets[4].promo"),
        ('key = "plain"', 'key = "substack"', "targets[6].key"),
        ('key = "plain"', 'key = "Plain text"', "targets[6].key"),
        ('name = "plain text"', 'name = " "', "targets[6].name"),
        ('dialect = "python-markdown"', 'dialect = "gfm"', "targets[3].dialect"),
        ('dialect = "python-markdown"\ntemplates = true', "templates = true", "targets[3].templates"),
        ("templates = true", 'templates = "django"', "targets[3].templates"),
        ('links = "label"', 'tracking = "{who}=a"', "targets[5].tracking"),
        ('links = "label"', 'tracking = "the newsletter"', "targets[5].tracking"),
        ('links = "label"', 'tracking = "?utm_source=a"', "targets[5].tracking"),
        ('links = "label"', 'links = "bare"', "targets[5].links"),
        ("overhead = 24600", "overhead = -1", "targets[2].overhead"),
        ("overhead = 24600", 'overhead = "24 kB"', "targets[2].overhead"),
        ("factor = 2.5", "factor = 0", "targets[2].factor"),
        ("factor = 2.5", "factor = nan", "targets[2].factor"),
        ("factor = 2.5", "factor = inf", "targets[2].factor"),
        ("most = 102000", "most = -1", "targets[1].most"),
        ("most = 102000", 'url = "http://blog.example.org"', "targets[1].url"),
        ("most = 102000", 'url = "https://me@blog.example.org"', "targets[1].url"),
        ("most = 102000", 'adress = "https://blog.example.org"', "targets[1].adress"),
        ("allow = []", 'sites.arxiv_api = "arxiv.example.org"', "fetch.sites.arxiv_api"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_by_key_and_line(old: str, new: str, key: str) -> None:
    before, _, after = read_default_text().partition(old)
    line = before.count("\n") + new.count("\n") + 1
    with pytest.raises(UserError) as refused:
        parse_publication(before + new + after)
    assert str(refused.value).startswith(f"workbench.toml line {line}, “{key}”: ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1, “name”: this key is missing."),
        ('name = "A"\n', "line 1, “sections”: this key is missing."),
        ('name = "A"\nsections = []\n', "line 2, “sections”: an issue needs at least one section."),
        ('name = "A"\n\n[sections]\nkey = "a"\n', "line 3, “sections”: expected a list, got a table."),
        (
            LEAST + '[[rules]]\npattern = "x"\n',
            "line 7, “rules”: there is no such key here; there are name, first_number, weekday, language, title, "
            "subtitle, greeting, closing, tldr, sections, blocks, house_rules, preflight, checklist, targets, "
            "posts, card, fetch, translation.",
        ),
        (LEAST + '[[sections]]\nkey = "b"\n', "line 7, “sections[2].heading”: this key is missing."),
        (LEAST + LEAST[11:], "line 8, “sections[2].key”: “papers” stands here twice."),
        (
            LEAST + '[[targets]]\nkey = "a"\nname = "A"\ntakes = "word"\n',
            "line 10, “targets[1].takes”: there is no choice “word”; there are rich, markdown, text.",
        ),
        (
            LEAST + '[preflight]\noff = ["lenght"]\n',
            "line 8, “preflight.off[1]”: there is no choice “lenght”; there are title, preview, greeting, tldr, count, "
            "booking, section, entry-title, rough-title, link, url, gone, moved, unchecked, private, blurb, length, "
            "numbers, names, spelling, twice, published, tracking, insecure, opening, sources, mail-size, placeholder, "
            "avoid, punctuation, house, plain, markup, unclosed, numbering, tex, query, template, closing, unplaced, "
            "original, missing, untranslated, outdated, order.",
        ),
        (
            "targets = []\n" + LEAST,
            "line 1, “targets”: an issue needs somewhere to go; without this key the built-in ones hold.",
        ),
        ('name = "A"\n[tldr\n', "line 2 is not TOML: Expected ']' at the end of a table declaration."),
        ('name = "A"\nname = "B"', "line 2 is not TOML: Cannot overwrite a value."),
        (f"a = {'[' * 5000}", "is nested too deeply to be read."),
        (f"a = {'9' * 5000}", "holds a number of more than 4,300 digits: shorten it."),
        (
            LEAST
            + '[[blocks]]\nkey = "a"\nplace = "end"\ntext = """\nslots = 1\n[[sections]]\n"""\nevry = 2\n',
            "line 14, “blocks[1].evry”: there is no such key here; "
            "there are key, place, heading, text, issues, every, first, until, rotation, gap.",
        ),
    ],
)
def test_a_file_that_is_no_publication_is_told_by_line(text: str, said: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_publication(text)
    assert str(refused.value) == f"workbench.toml {said}"


@pytest.mark.parametrize(
    ("rule", "numbers"),
    [
        ({}, [1, 2, 3, 4, 5, 6]),
        ({"issues": (2, 5)}, [2, 5]),
        ({"first": 2, "every": 2}, [2, 4, 6]),
        ({"until": "2026-12-03"}, [1, 2, 3]),
    ],
)
def test_a_block_stands_in_the_issues_it_is_meant_for(rule: dict[str, object], numbers: list[int]) -> None:
    block = BlockRule(key="a", place="end", text="A", **rule)  # type: ignore[arg-type]
    publication = replace(parse_publication(LEAST), blocks=(block,))
    standing = [number for number in range(1, 7) if publication.select_blocks(number, f"2026-12-{number:02}")]
    assert standing == numbers
    assert publication.select_blocks(numbers[0], "") == (Block(key="a", place="end", text="A"),)


def test_sites_are_asked_as_the_file_says() -> None:
    told = """[fetch]
automatic = false
contact = "me@example.org"
allow = ["wiki.internal", "192.168.1.20", "fd00::1"]
sites.substack = "http://127.0.0.1:8000/{publication}"
"""
    assert parse_publication(LEAST).fetch == load_default_publication().fetch == FetchSettings()
    assert parse_publication(LEAST + told).fetch == FetchSettings(
        automatic=False, contact="me@example.org", allow=("wiki.internal", "192.168.1.20", "fd00::1"),
        sites={"substack": "http://127.0.0.1:8000/{publication}"},
    )  # fmt: skip


def test_without_targets_of_its_own_a_newsletter_goes_where_the_built_in_one_goes() -> None:
    assert parse_publication(LEAST).targets == load_default_publication().targets == DEFAULT_TARGETS
    own = '[[targets]]\nkey = "blog"\nname = "Our blog"\nurl = "http://127.0.0.1:2368"\n'
    assert parse_publication(LEAST + own).targets == (
        Target(key="blog", name="Our blog", url="http://127.0.0.1:2368"),
    )


def test_a_date_may_be_written_as_a_date() -> None:
    block = '[[blocks]]\nkey = "a"\nplace = "end"\ntext = "A"\nuntil = 2026-12-31\n'
    assert parse_publication(LEAST + block).blocks[0].until == "2026-12-31"


@pytest.mark.parametrize(
    ("title", "highlights"),
    [
        ("A, B and C - W #3", "A, B and C"),
        ("W #3", ""),
        ("Dashes - and - W #3 - W #3", "Dashes - and - W #3"),
        ("W #4", None),
        ("A, B and C", None),
    ],
)
def test_the_highlights_are_found_in_a_title_readers_see(title: str, highlights: str | None) -> None:
    publication: Publication = replace(parse_publication(LEAST), title="{highlights} - W #{number}")
    assert publication.parse_highlights(3, title) == highlights


def test_an_emoji_matches_its_heading_with_and_without_a_variation_selector() -> None:
    assert match_pattern("🛠 {count} Tools", "🛠\ufe0f 2 Tools") == {"count": "2"}
    assert match_pattern("🛠\ufe0f {count} Tools", "🛠 2 Tools") == {"count": "2"}


PAPERS = Section(key="papers", heading="Papers", label="Papers", slots=5, kinds=("paper",))
READS = Section(key="reads", heading="Reads", label="Reads", slots=3, kinds=("read", "paper"))
PICK = Section(key="pick", heading="Pick", label="Learning", slots=1)


def test_the_first_section_that_takes_a_kind_is_suggested() -> None:
    assert suggest_section("paper", (PAPERS, READS)) is PAPERS
    assert suggest_section("paper", (READS, PAPERS)) is READS


def test_a_section_that_names_no_kinds_is_never_suggested() -> None:
    assert suggest_section("video", (PICK, PAPERS, READS)) is None
