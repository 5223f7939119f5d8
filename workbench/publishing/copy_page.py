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

from workbench.curation.publication import Target, fill
from workbench.publishing.edition import Edition
from workbench.publishing.formats.html import escape
from workbench.publishing.passages import Passage, entries, passages, size_said

_DATA_ESCAPES: Final = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def copy_page(edition: Edition, target: Target) -> str:
    """The page: the body as readers get it, and a button for each passage of the issue."""
    template = (pkgutil.get_data("workbench.publishing", "copy_page.html") or b"").decode()
    steps = [_as_taken(passage, target) for passage in passages(edition, target)]
    rest = [_as_taken(passage, target) for passage in entries(edition, target)]
    body = steps[-1]
    return fill(
        template,
        policy=_policy(template),
        heading=escape(edition.title or f"#{edition.number}"),
        target=escape(target.name),
        steps=_buttons(steps),
        size=escape(size_said(body.size, target)),
        more=_more(rest),
        body=body.html or f"<pre>{escape(body.text)}</pre>",
        passages=_data([*steps, *rest]),
    )


def _policy(template: str) -> str:
    """Nothing from anywhere, and inline only what the template itself holds."""
    inline = dict(re.findall(r"<(style|script)>(.*?)</\1>", template, re.DOTALL))
    hashes = {tag: b64encode(sha256(text.encode()).digest()).decode() for tag, text in inline.items()}
    return f"default-src 'none'; style-src 'sha256-{hashes['style']}'; script-src 'sha256-{hashes['script']}'"


def _as_taken(passage: Passage, target: Target) -> Passage:
    """The passage in the one form that the target's editor understands."""
    if target.takes == "rich" or not passage.html:
        return passage
    text = passage.markdown if target.takes == "markdown" else passage.text
    return Passage(key=passage.key, label=passage.label, text=text)


def _buttons(some: Iterable[Passage]) -> str:
    return "\n".join(
        f'<li><button type="button" value="{escape(passage.key)}"><i>{at}</i>'
        f"<span>{escape(passage.label)}</span></button></li>"
        for at, passage in enumerate(some, 1)
    )


def _more(rest: Iterable[Passage]) -> str:
    """Videos and entries by themselves, for where something of the body did not arrive."""
    videos = [passage for passage in rest if passage.key.startswith("video:")]
    alone = [passage for passage in rest if not passage.key.startswith("video:")]
    groups = (("If a video stayed an address, paste it again alone", videos), ("One entry alone", alone))
    return "\n".join(f"<h2>{title}</h2>\n<ul>\n{_buttons(some)}\n</ul>" for title, some in groups if some)


def _data(some: Iterable[Passage]) -> str:
    """The passages as JSON that no end of a script can stand in."""
    given = {p.key: {"label": p.label, "text": p.text, "html": p.html} for p in some}
    return json.dumps(given, ensure_ascii=True).translate(_DATA_ESCAPES)
