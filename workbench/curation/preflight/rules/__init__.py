"""The rules of preflight and the table that lists them.

A new rule is a check in the module of its occasion, a row in `PREFLIGHT_RULES`, its id in `publication.RuleId` and a
row in `docs/preflight.md`.
"""

from typing import Final

from workbench.curation.preflight.finding import Rule
from workbench.curation.preflight.mends import (
    mend_booking,
    mend_count,
    mend_insecure,
    mend_rough_title,
    mend_tldr,
    mend_tracking,
    mend_twice,
    mend_url,
)
from workbench.curation.preflight.rules.entries import (
    check_blurb,
    check_entry_title,
    check_length,
    check_link,
    check_published,
    check_rough_title,
    check_section,
    check_twice,
)
from workbench.curation.preflight.rules.links import (
    check_insecure,
    check_private,
    check_query,
    check_tracking,
    check_url,
)
from workbench.curation.preflight.rules.mail_size import check_mail_size
from workbench.curation.preflight.rules.online import (
    check_gone,
    check_moved,
    check_unchecked,
    mend_gone,
    mend_moved,
)
from workbench.curation.preflight.rules.own_pieces import (
    check_booking,
    check_closing,
    check_count,
    check_greeting,
    check_preview,
    check_title,
    check_tldr,
    check_unplaced,
)
from workbench.curation.preflight.rules.slips import check_avoid, check_placeholder, check_punctuation
from workbench.curation.preflight.rules.source_texts import check_names, check_numbers, mend_name
from workbench.curation.preflight.rules.spelling import check_spelling, mend_spelling
from workbench.curation.preflight.rules.texts import (
    check_house_rules,
    check_markup,
    check_numbering,
    check_plain,
    check_template,
    check_tex,
    check_unclosed,
)
from workbench.curation.preflight.rules.translation import (
    check_missing,
    check_order,
    check_original,
    check_outdated,
    check_untranslated,
    mend_order,
)
from workbench.curation.preflight.rules.variety import check_opening, check_sources

PREFLIGHT_RULES: Final[tuple[Rule, ...]] = (
    Rule("title", "warning", check_title),
    Rule("preview", "warning", check_preview),
    Rule("greeting", "warning", check_greeting),
    Rule("tldr", "warning", check_tldr, mend_tldr),
    Rule("count", "warning", check_count, mend_count),
    Rule("booking", "error", check_booking, mend_booking),
    Rule("section", "error", check_section, scope="entry"),
    Rule("entry-title", "error", check_entry_title, scope="entry"),
    Rule("rough-title", "warning", check_rough_title, mend_rough_title, scope="entry"),
    Rule("link", "error", check_link, scope="entry"),
    Rule("url", "error", check_url, mend_url, scope="entry"),
    Rule("gone", "error", check_gone, mend_gone),
    Rule("moved", "warning", check_moved, mend_moved),
    Rule("unchecked", "hint", check_unchecked),
    Rule("private", "warning", check_private),
    Rule("blurb", "error", check_blurb, scope="entry"),
    Rule("length", "warning", check_length, scope="entry"),
    Rule("numbers", "warning", check_numbers, scope="entry", reads_sources=True),
    Rule("names", "warning", check_names, mend_name, scope="entry", reads_sources=True),
    Rule("spelling", "warning", check_spelling, mend_spelling, scope="text", reads_sources=True),
    Rule("twice", "error", check_twice, mend_twice),
    Rule("published", "warning", check_published),
    Rule("tracking", "warning", check_tracking, mend_tracking),
    Rule("insecure", "warning", check_insecure, mend_insecure),
    Rule("opening", "warning", check_opening),
    Rule("sources", "warning", check_sources),
    Rule("mail-size", "warning", check_mail_size),
    Rule("placeholder", "error", check_placeholder, scope="text"),
    Rule("avoid", "warning", check_avoid, scope="text"),
    Rule("punctuation", "warning", check_punctuation, scope="text"),
    Rule("house", "warning", check_house_rules, scope="text"),
    Rule("plain", "error", check_plain, scope="text"),
    Rule("markup", "warning", check_markup, scope="text"),
    Rule("unclosed", "warning", check_unclosed, scope="text"),
    Rule("numbering", "warning", check_numbering, scope="text"),
    Rule("tex", "warning", check_tex, scope="text"),
    Rule("query", "warning", check_query),
    Rule("template", "warning", check_template),
    Rule("closing", "warning", check_closing),
    Rule("unplaced", "warning", check_unplaced),
    Rule("original", "warning", check_original),
    Rule("missing", "warning", check_missing, is_mended_by_desk=True),
    Rule("untranslated", "warning", check_untranslated),
    Rule("outdated", "warning", check_outdated),
    Rule("order", "warning", check_order, mend_order),
)
