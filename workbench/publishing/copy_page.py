"""The copy page: the way out that works wherever there is a browser, and the one place that writes a whole page.

One file with nothing outside of it. Its policy names the one style and the one script by their hashes, so that
nothing an issue holds can ever run; what the buttons copy stands in it as data.
"""

import json
import pkgutil
import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from workbench.curation.publication import Target, fill_pattern
from workbench.publishing.layout import Edition
from workbench.publishing.passages import Passage, build_entry_passages, build_passages, format_body_size
from workbench.publishing.render.html import escape_html

_DATA_ESCAPES: Final = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def render_copy_page(edition: Edition, target: Target) -> str:
    """The page: the body as readers get it, and a button for each passage of the issue."""
    template = (pkgutil.get_data("workbench.publishing", "copy_page.html") or b"").decode()
    steps = [_select_format(passage, target) for passage in build_passages(edition, target)]
    rest = [_select_format(passage, target) for passage in build_entry_passages(edition, target)]
    body = steps[-1]
    return fill_pattern(
        template,
        policy=_build_policy(template),
        heading=escape_html(edition.title or f"#{edition.number}"),
        target=escape_html(target.name),
        steps=_render_buttons(steps),
        size=escape_html(format_body_size(body.size, target)),
        more=_render_extra_buttons(rest),
        body=body.html or f"<pre>{escape_html(body.text)}</pre>",
        passages=_encode_passages([*steps, *rest]),
    )


def _build_policy(template: str) -> str:
    """Nothing from anywhere, and inline only what the template itself holds."""
    inline = dict(re.findall(r"<(style|script)>(.*?)</\1>", template, re.DOTALL))
    hashes = {tag: b64encode(sha256(text.encode()).digest()).decode() for tag, text in inline.items()}
    return f"default-src 'none'; style-src 'sha256-{hashes['style']}'; script-src 'sha256-{hashes['script']}'"


def _select_format(passage: Passage, target: Target) -> Passage:
    """The passage in the one form that the target's editor understands."""
    if target.takes == "rich" or not passage.html:
        return passage
    text = passage.markdown if target.takes == "markdown" else passage.text
    return Passage(key=passage.key, label=passage.label, text=text)


def _render_buttons(passages: Iterable[Passage]) -> str:
    return "\n".join(
        f'<li><button type="button" value="{escape_html(passage.key)}"><i>{at}</i>'
        f"<span>{escape_html(passage.label)}</span></button></li>"
        for at, passage in enumerate(passages, 1)
    )


def _render_extra_buttons(rest: Iterable[Passage]) -> str:
    """Videos and entries by themselves, for where something of the body did not arrive."""
    videos = [passage for passage in rest if passage.key.startswith("video:")]
    alone = [passage for passage in rest if not passage.key.startswith("video:")]
    groups = (("If a video stayed an address, paste it again alone", videos), ("One entry alone", alone))
    return "\n".join(
        f"<h2>{title}</h2>\n<ul>\n{_render_buttons(some)}\n</ul>" for title, some in groups if some
    )


def _encode_passages(passages: Iterable[Passage]) -> str:
    """The passages as JSON that no end of a script can stand in."""
    given = {p.key: {"label": p.label, "text": p.text, "html": p.html} for p in passages}
    return json.dumps(given, ensure_ascii=True).translate(_DATA_ESCAPES)
