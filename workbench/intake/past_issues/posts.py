"""A post of a platform's export as a past issue: its text is read like any other, its facts are those of the export."""

from html import escape, unescape

from msgspec import Struct
from msgspec.structs import replace

from workbench.curation.archive.past_issue import PastIssue
from workbench.curation.text.cleaning import clean_line, to_safe_url
from workbench.intake.dates import parse_time
from workbench.intake.past_issues import TextForm, read_past_issues
from workbench.intake.past_issues.content_builder import ContentBuilder, join_past_issues

_PLAIN_NAME = "post"  # the file's says nothing: it begins with the platform's own number


class Post(Struct, frozen=True, kw_only=True):
    """What an export says of a post: texts as they stand there, perhaps with references such as `&amp;`."""

    title: str
    subtitle: str = ""
    preview: str = ""
    date: str = ""
    url: str = ""
    number: int | None = None


def add_post(builder: ContentBuilder, file: str, post: Post, body: str, form: TextForm) -> None:
    """Take in a post, or say that there is no link in it."""
    title = clean_line(unescape(post.title))
    found = read_past_issues(_put_title_above(title, body, form), form, _PLAIN_NAME, builder.publication)
    builder.add_issues([_add_facts(join_past_issues(found), post, title)] if found else [], file)


def _put_title_above(title: str, body: str, form: TextForm) -> str:
    """The text with its title as its first heading: platforms keep them apart, and the title has the number."""
    if not title:
        return body
    return f"<h1>{escape(title)}</h1>\n{body}" if form == "html" else f"# {title}\n\n{body}"


def _add_facts(issue: PastIssue, post: Post, title: str) -> PastIssue:
    return replace(
        issue,
        number=issue.number if post.number is None else post.number,
        date=parse_time(post.date)[:10] or issue.date,
        title=title or issue.title,
        subtitle=clean_line(unescape(post.subtitle)) or issue.subtitle,
        preview=clean_line(unescape(post.preview)),
        url=to_safe_url(post.url) or issue.url,
    )
