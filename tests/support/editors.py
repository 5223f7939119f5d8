"""What editors give back of our HTML when all is selected and copied: each writes the same in its own way.

The forms follow what the editors document and write. Each function takes the HTML that was pasted, which has no
attribute but `href`, or that HTML with a damage in it.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

GiveBack: TypeAlias = Callable[[str], str]

VIDEO_LINE: Final = re.compile(
    r"<p>(?:<a [^>]*>)?(https://www\.youtube\.com/watch\?v=([\w-]{11}))(?:</a>)?</p>"
)
_ITEM_TEXT: Final = re.compile(r"<li>(?!<p>)(.*?)(?=<ul>|<ol>|</li>)", re.S)


def rename_tags(html: str, names: Mapping[str, str]) -> str:
    """The HTML with these tags renamed; a new name may bring attributes."""
    for name, new in names.items():
        html = re.sub(rf"<{name}(?=[ >])", f"<{new}", html)
        html = html.replace(f"</{name}>", f"</{new.split()[0]}>")
    return html


def drop_tags(html: str, *names: str) -> str:
    """The HTML without these tags; what stands between them stays."""
    return re.sub(rf"</?(?:{'|'.join(names)})(?: [^>]*)?>", "", html)


_FRAME: Final = '<div data-youtube-video=""><iframe src="https://www.youtube.com/embed/{id}"></iframe></div>'


def play_videos(html: str, player: str = _FRAME) -> str:
    """The HTML with a player for each address of a video that stands alone."""
    return VIDEO_LINE.sub(lambda found: player.format(id=found[2], url=found[1]), html)


def give_back_tiptap(html: str) -> str:
    """Paragraphs in items, and a mark of ProseMirror's at the first tag. Videos by its YouTube extension."""
    html = _ITEM_TEXT.sub(r"<li><p>\1</p>", play_videos(html))
    return '<meta charset="utf-8">' + re.sub(r"^<(\w+)", r'<\1 data-pm-slice="1 1 []"', html)


def give_back_contenteditable(html: str) -> str:
    """What browsers copy from a plain editable element, as in Gmail: styles in place of tags."""
    weights = {"strong": 'span style="font-weight: 700; font-style: normal"', "em": 'span style="font-style: italic"',
               "p": 'p style="font-weight: 400; color: rgb(34, 34, 34)"'}  # fmt: skip
    return f"<meta charset='utf-8'>{rename_tags(play_videos(html), weights)}"


def give_back_ckeditor(html: str) -> str:
    """`<i>` for emphasis, and media as `<oembed>`."""
    html = play_videos(html, '<figure class="media"><oembed url="{url}"></oembed></figure>')
    return rename_tags(html, {"em": "i"})


def give_back_tinymce(html: str) -> str:
    """The same tags, with a paragraph of its own at the end."""
    player = '<p><span class="mce-preview-object"><iframe src="https://www.youtube.com/embed/{id}"></iframe></span></p>'
    return f"<!-- x-tinymce/html -->{play_videos(html, player)}<p>&nbsp;</p>"


def give_back_lexical(html: str) -> str:
    """Two tags for each mark, no rule, a direction at each paragraph."""
    player = '<div data-lexical-decorator="true"><iframe src="https://www.youtube-nocookie.com/embed/{id}"></iframe></div>'
    html = play_videos(html.replace("<hr>", ""), player)
    html = html.replace("<strong>", '<b><strong style="white-space: pre-wrap;">').replace(
        "</strong>", "</strong></b>"
    )
    html = html.replace("<em>", '<i><em style="white-space: pre-wrap;">').replace("</em>", "</em></i>")
    return rename_tags(
        html, {"p": 'p class="ltr" dir="ltr"', "li": 'li value="1"', "code": 'code spellcheck="false"'}
    )


def give_back_koenig(html: str) -> str:
    """Ghost's editor: Lexical with rules, and players as cards."""
    player = "https://www.youtube.com/embed/{id}?feature=oembed"
    html = play_videos(
        html, f'<figure class="kg-card kg-embed-card"><iframe src="{player}"></iframe></figure>'
    )
    html = html.replace("<em>", "<i><em>").replace("</em>", "</em></i>")
    return rename_tags(html, {"p": 'p dir="ltr"'})


def give_back_quill(html: str) -> str:
    """Every list an `ol` with the kind at its items, no rule, and a paragraph in place of each line break."""
    player = '<iframe class="ql-video" src="https://www.youtube.com/embed/{id}?showinfo=0"></iframe>'
    html = play_videos(html.replace("<hr>", ""), player)
    html = re.sub(r"<(ul|ol)>(.*?)</\1>", _write_quill_list, html, flags=re.S)
    html = re.sub(r"<blockquote>(.*?)</blockquote>", _write_quill_quote, html, flags=re.S)
    return html.replace("<br>", "</p><p>")


def _write_quill_list(found: re.Match[str]) -> str:
    kind = "bullet" if found[1] == "ul" else "ordered"
    item = f'<li data-list="{kind}"><span class="ql-ui" contenteditable="false"></span>'
    return f"<ol>{found[2].replace('<li>', item)}</ol>"


def _write_quill_quote(found: re.Match[str]) -> str:
    lines = drop_tags(found[1], "p").split("<br>")
    return "".join(f"<blockquote>{line}</blockquote>" for line in lines)


def give_back_editor_js(html: str) -> str:
    """Links and lists stay; marks and quotes are lost, a rule is a block of its own."""
    player = '<div class="embed-tool"><iframe src="https://www.youtube.com/embed/{id}"></iframe></div>'
    html = play_videos(drop_tags(html, "strong", "em", "code", "blockquote"), player)
    return html.replace("<hr>", '<div class="ce-delimiter cdx-block"></div>')


def give_back_trix(html: str) -> str:
    """One block with line breaks for all that is no list or quote; headings are bold, code and rules are lost."""
    html = drop_tags(play_videos(html).replace("<hr>", ""), "code")
    html = re.sub(r"<h\d>(.*?)</h\d>", r"<p><strong>\1</strong></p>", html)
    html = re.sub(r"<p>(.*?)</p>", r"\1<br><br>", html, flags=re.S)
    return f"<div><!--block-->{html}</div>"


def give_back_blocknote(html: str) -> str:
    """Paragraphs with a class of their own, in items too."""
    html = _ITEM_TEXT.sub(r"<li><p>\1</p>", play_videos(html, '<video src="{url}" data-name=""></video>'))
    return rename_tags(html, {"p": 'p class="bn-inline-content"'})


def give_back_gutenberg(html: str) -> str:
    """Blocks between comments; an address alone in its line becomes an embed."""
    embed = (
        '<!-- wp:embed {{"url":"{url}","type":"video"}} --><figure class="wp-block-embed is-type-video">'
        '<div class="wp-block-embed__wrapper">\n{url}\n</div></figure><!-- /wp:embed -->'
    )
    html = rename_tags(
        play_videos(html, embed), {"h3": 'h3 class="wp-block-heading"', "ul": 'ul class="wp-block-list"'}
    )
    return html.replace("<hr>", '<hr class="wp-block-separator has-alpha-channel-opacity"/>').replace(
        "<p>", "<!-- wp:paragraph -->\n<p>"
    )


def give_back_slate(html: str) -> str:
    """Its core keeps text alone."""
    html = drop_tags(html.replace("<hr>", ""), "strong", "em", "code", "a", "blockquote", "ul", "ol")
    return rename_tags(html, dict.fromkeys(("h2", "h3", "p", "li"), 'div data-slate-node="element"'))


EDITORS: Final[dict[str, GiveBack]] = {
    "tiptap": give_back_tiptap,
    "contenteditable": give_back_contenteditable,
    "ckeditor": give_back_ckeditor,
    "tinymce": give_back_tinymce,
    "koenig": give_back_koenig,
    "lexical": give_back_lexical,
    "quill": give_back_quill,
    "blocknote": give_back_blocknote,
    "gutenberg": give_back_gutenberg,
    "editor.js": give_back_editor_js,
    "trix": give_back_trix,
    "slate": give_back_slate,
}
