"""The copy page: a web page with a button for each passage, for where no clipboard takes rich text.

The page is one file that loads nothing. Its content security policy allows the style and the script of the template
by their hashes, so nothing in an issue can run. The passages stand in it as JSON.
"""

import json
import pkgutil
import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from workbench.curation.publication import Target, fill_pattern
from workbench.curation.publication.mail_size import format_body_size
from workbench.publishing.layout import Edition
from workbench.publishing.passages import Passage, build_entry_passages, build_passages
from workbench.publishing.render.html import escape_html

_DATA_ESCAPES: Final = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def render_copy_page(edition: Edition, target: Target, card: bytes = b"") -> str:
    """The page for a target: the body as readers get it, a button for each passage, and the social card (a PNG) where
    there is one."""
    template = (pkgutil.get_data("workbench.publishing", "copy_page.html") or b"").decode()
    steps = [_select_format(passage, target) for passage in build_passages(edition, target)]
    extras = [_select_format(passage, target) for passage in build_entry_passages(edition, target)]
    body = steps[-1]  # the last one of `build_passages`
    return fill_pattern(
        template,
        policy=_build_policy(template, with_card=bool(card)),
        reading=_render_reading_attributes(edition),
        heading=escape_html(edition.title or f"#{edition.number}"),
        target=escape_html(target.name),
        steps=_render_buttons(steps),
        size=escape_html(format_body_size(body.size, target)),
        card=_render_card(card, edition.number) if card else "",
        more=_render_extra_buttons(extras),
        body=body.html or f"<pre>{escape_html(body.text)}</pre>",
        passages=_encode_passages([*steps, *extras]),
    )


def _render_reading_attributes(edition: Edition) -> str:
    """The language of the text and the direction in which it is read, as attributes."""
    language = f' lang="{escape_html(edition.language)}"' if edition.language else ""
    return f'{language} dir="{"rtl" if edition.is_right_to_left else "ltr"}"'


def _build_policy(template: str, *, with_card: bool) -> str:
    """The content security policy: nothing is loaded, and only the template's own style and script are inline."""
    inline = dict(re.findall(r"<(style|script)>(.*?)</\1>", template, re.DOTALL))
    hashes = {tag: b64encode(sha256(text.encode()).digest()).decode() for tag, text in inline.items()}
    picture = "; img-src data:" if with_card else ""  # the card stands in the page itself
    allowed = f"style-src 'sha256-{hashes['style']}'; script-src 'sha256-{hashes['script']}'"
    return f"default-src 'none'; {allowed}{picture}"


def _render_card(card: bytes, number: int) -> str:
    """The picture, and buttons to copy and to save it."""
    source = f"data:image/png;base64,{b64encode(card).decode()}"
    return (
        f'<h2>Social card</h2>\n<img id="card" src="{source}" alt="Social card of issue {number}">\n'
        f'<ul><li><button type="button" value="card"><i></i><span>Copy the picture</span></button></li>\n'
        f'<li><a id="save-card" download="card-{number:04}.png">Save the picture</a></li></ul>'
    )


def _select_format(passage: Passage, target: Target) -> Passage:
    """The passage in the one format that the target's editor understands."""
    if target.takes == "rich" or not passage.html:
        return passage
    text = passage.markdown if target.takes == "markdown" else passage.text
    return Passage(key=passage.key, label=passage.label, text=text)


def _render_buttons(passages: Iterable[Passage]) -> str:
    return "\n".join(
        f'<li><button type="button" value="{escape_html(str(passage.key))}"><i>{at}</i>'
        f"<span>{escape_html(passage.label)}</span></button></li>"
        for at, passage in enumerate(passages, 1)
    )


def _render_extra_buttons(extras: Iterable[Passage]) -> str:
    """Buttons for single videos and entries, for a part of the body that did not arrive."""
    videos = [passage for passage in extras if passage.key.kind == "video"]
    entries = [passage for passage in extras if passage.key.kind != "video"]
    groups = (("If a video stayed an address, paste it again alone", videos), ("One entry alone", entries))
    return "\n".join(
        f"<h2>{title}</h2>\n<ul>\n{_render_buttons(passages)}\n</ul>"
        for title, passages in groups
        if passages
    )


def _encode_passages(passages: Iterable[Passage]) -> str:
    """The passages as JSON. Its angle brackets are escaped, so that no text can end the script element."""
    data = {str(p.key): {"label": p.label, "text": p.text, "html": p.html} for p in passages}
    return json.dumps(data, ensure_ascii=True).translate(_DATA_ESCAPES)
