r"""TeX as text that people read and the filter finds: `H$_2$O` as H₂O, `Erd\H{o}s` as Erdős.

For texts whose source is known to write TeX, such as arXiv's titles, abstracts and names; anywhere else a dollar is
money and a backslash a path. Nothing is typeset: what has no character of its own becomes plain letters, and an
unknown command its argument or its name. Reads once from left to right; nesting beyond `_MAX_DEPTH` is flattened.
"""

import re
import unicodedata
from functools import partial
from typing import Final

from workbench.curation.text import split_names
from workbench.curation.text.tex_symbols import SYMBOLS

_MARKS: Final = re.compile(r"[\\$~{}]|``|''|--|`\w")
_TOKEN: Final = re.compile(
    r"https?://[^\s{}$\\]+(?:\\[_%#&~][^\s{}$\\]*)*"
    r"|\\[A-Za-z]+\*?[ \t]*(?:\n(?!\s*\n)[ \t]*)?|\\.|\$\$?|[{}^_~]|`{1,2}|'{1,2}|-{2,3}|(?:(?!https?://)[^\\{}$^_~`'-])+|.",
    re.S,
)
_MAX_DEPTH: Final = 30
_MAX_MATH: Final = 1_000

_ACCENTS: Final = {
    **dict(zip("`'^\"~=.", "\u0300\u0301\u0302\u0308\u0303\u0304\u0307", strict=True)),
    **dict(zip("Hcvukdbr", "\u030b\u0327\u030c\u0306\u0328\u0323\u0331\u030a", strict=True)),
    "hat": "\u0302",
    "widehat": "\u0302",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "bar": "\u0304",
    "overline": "\u0304",
    "vec": "\u20d7",
    "dot": "\u0307",
    "ddot": "\u0308",
    "check": "\u030c",
    "acute": "\u0301",
    "grave": "\u0300",
    "breve": "\u0306",
    "mathring": "\u030a",
}
_ESCAPED: Final = "%$&#_{}"
_BLANKS: Final = ",;: \\\n\t"
_NOTHING: Final = split_names(
    "big Big bigg Bigg bigl bigr Bigl Bigr left right middle bf bfseries it itshape em rm sc sf tt displaystyle"
    " textstyle scriptstyle limits nolimits noindent centering protect xspace nonumber"
)
_SPACES: Final = split_names("quad qquad par newline item hfill enspace")
_WITH_ARGUMENT: Final = split_names(
    "begin end cite citep citet citealp citeauthor citeyear label ref eqref autoref vspace hspace color thanks"
)
_FRACTIONS: Final = split_names("frac dfrac tfrac nicefrac sfrac cfrac")
_DOUBLE_STRUCK: Final = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))
_SUPERSCRIPTS: Final = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ∘′*†‡",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ°′*†‡",
        strict=True,
    )
)
_SUBSCRIPTS: Final = dict(
    zip(
        "0123456789+-−=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)
_MAX_LETTERS: Final = 2
"""Letters that are set high or low; a longer word cannot be read so."""
_URL_ESCAPE: Final = re.compile(r"\\([_%#&~])")
_DOLLAR: Final = re.compile(r"\\.|\$\$?", re.S)
_WORD: Final = re.compile(
    r"(?<![\\A-Za-z])(?!(?:log|exp|max|min|sup|inf|sin|cos|tan|det|dim|mod)\b)[A-Za-z]{3,}"
)


def tex_to_text(text: str) -> str:
    """The text without TeX. Lines stay; text without TeX stays as it is."""
    if _MARKS.search(text) is None:
        return text
    return unicodedata.normalize("NFC", _Reader(text).read())


class _Reader:
    """Reads the tokens of a text. `_is_math` says whether they stand between dollars."""

    def __init__(self, text: str) -> None:
        self._text: Final = text
        self._tokens: Final = [(match.start(), match[0]) for match in _TOKEN.finditer(text)]
        self._dollars: Final = _find_dollars(text)
        self._at = 0
        self._is_math = self._has_quote = False
        self._last = ""  # the last character written

    def read(self, depth: int = 0) -> str:
        """The text up to the brace that closes this group, or to the end."""
        parts = []
        while self._at < len(self._tokens):
            start, token = self._tokens[self._at]
            self._at += 1
            if token == "}" and depth:
                break
            part = self._render(start, token, depth)
            self._last = part[-1:] or self._last
            parts.append(part)
        return "".join(parts)

    def _render(self, start: int, token: str, depth: int) -> str:
        first = token[0]
        if first == "\\":
            return self._render_command(token, depth)
        if first == "$" and start in self._dollars:
            self._is_math = not self._is_math
            return ""
        if first in "{}":
            return self.read(depth + 1) if first == "{" and depth < _MAX_DEPTH else ""
        if first in "^_" and self._is_math:
            return self._render_script(token, depth)
        if first in "~-`'":
            return self._render_sign(token)
        return _URL_ESCAPE.sub(r"\1", token) if token.startswith("http") else token

    def _render_sign(self, token: str) -> str:
        """A tie, a dash or a quotation mark."""
        before, after = self._last, self._peek()
        if token == "~":
            return " " if self._is_math or (before.strip() and after.strip()) else token
        if self._is_math:
            return token.replace("'", "′")
        if token[0] == "-":
            is_option = token == "--" and not before.strip() and after.isalpha()
            return token if is_option or token == "-" else "—" if len(token) == 3 else "–"
        if token in ("``", "''"):
            return "“" if token == "``" else "”"
        if token == "`":
            self._has_quote = after.isalnum() and not before.isalnum()
            return "‘" if self._has_quote else token
        closes, self._has_quote = self._has_quote and not after.isalnum(), self._has_quote and after.isalnum()
        return "’" if closes else token

    def _render_script(self, token: str, depth: int) -> str:
        """What stands high or low: in such characters, where each has one."""
        content = self._read_argument(depth)
        table = _SUPERSCRIPTS if token == "^" else _SUBSCRIPTS
        letters = sum(map(str.isalpha, content))
        if letters <= _MAX_LETTERS and all(char in table for char in content):
            return "".join(map(table.__getitem__, content))
        return token + (content if content.isalnum() else f"({content})")

    def _render_command(self, token: str, depth: int) -> str:
        name = token[1:].rstrip().rstrip("*") or token[1:]
        if name in _ACCENTS and (name.isalpha() or self._peek().isalpha() or self._peek() in ("{", "\\")):
            return self._render_accent(name, depth)
        if not name.isalpha():
            return self._render_symbol_command(name)
        if name in _NOTHING:
            return ""
        if name in _SPACES:
            return " "
        return self._render_word(name, depth, has_space=token[-1].isspace())

    def _render_accent(self, name: str, depth: int) -> str:
        letter = self._read_argument(depth).translate({ord("ı"): "i", ord("ȷ"): "j"})
        return letter[:1] + _ACCENTS[name] + letter[1:] if letter.strip() else letter

    def _render_symbol_command(self, name: str) -> str:
        if name in "([])":
            self._is_math = name in "(["
            return ""
        if name in _ESCAPED:
            return name
        return " " if name in _BLANKS else "‖" if name == "|" else ""

    def _render_word(self, name: str, depth: int, *, has_space: bool) -> str:
        """What a command of letters shows: its arguments in some way, else its symbol or its name."""
        if name in _WITH_ARGUMENT:
            self._read_argument(depth)
            return ""
        read = partial(self._read_argument, depth)
        match name:
            case "href" | "textcolor":
                shown = (read(), read())[1]
            case _ if name in _FRACTIONS:
                shown = f"{_enclose(read())}/{_enclose(read())}"
            case "sqrt":
                shown = f"√{_enclose(read())}"
            case "mathbb":
                shown = "".join(_DOUBLE_STRUCK.get(char, char) for char in read())
            case "not":
                shown = read() + "\u0338"
            case _ if not SYMBOLS.get(name, "") and (self._peek() == "{" or name.startswith("math")):
                shown = read()  # a command for how its argument looks
            case _:
                shown = self._space_out(SYMBOLS.get(name, "") or name, has_space=has_space)
        return shown

    def _space_out(self, text: str, *, has_space: bool) -> str:
        """A symbol with the space that its command needed and that people need too: `n log n`, but Δx."""
        if len(text) > 1 and text.isalpha() and self._is_math and self._last.isalnum():
            text = " " + text
        needs_none = text in "⟨{[(" or (len(text) == 1 and text.isalpha() and self._peek().isalnum())
        return text if needs_none or not has_space else text + " "

    def _peek(self) -> str:
        """The next character, or nothing at the end."""
        return self._tokens[self._at][1][0] if self._at < len(self._tokens) else ""

    def _read_argument(self, depth: int) -> str:
        """What a command is about: the group that follows, or one character or command."""
        while self._peek().isspace():
            self._take_char()
        if self._at >= len(self._tokens) or self._peek() in ("}", "$"):
            return ""
        start, token = self._tokens[self._at]
        if token[0] in "{\\":
            self._at += 1
            return self._render(start, token, depth + 1) if depth < _MAX_DEPTH else ""
        return self._take_char()

    def _take_char(self) -> str:
        start, token = self._tokens[self._at]
        if len(token) == 1:
            self._at += 1
        else:
            self._tokens[self._at] = (start + 1, token[1:])
        return token[0]


_LEFT_OVER: Final = re.compile(
    r"\\(?:[A-Za-z]{2,}\{[^{}\n]*\}|[A-Za-z]\{\\?[A-Za-z]\})"  # \emph{x}, \H{o}; but \u{FEFF} is a character's number
    # \"o; but don\'t, and Markdown's escape of a backtick, which opens a quotation
    r"|\\(?:[\"^~=.]|`(?=[aeiouAEIOU])(?<=[^\W_]\\`)|'(?![a-z]{1,2}\b))\{?\\?[A-Za-z]\}?"
    r"|\$[^$\n]{0,100}(?:\\[A-Za-z]|[_^][{\d\\])[^$\n]{0,100}\$"  # H$_2$O
    r"|\\(?:alpha|beta|gamma|delta|epsilon|lambda|mu|pi|sigma|theta|omega|times|ell|infty|sim|leq|geq|approx)\b"
)


def find_tex(text: str) -> str:
    """The first piece of TeX in a text that should hold none; empty where there is none. Money and paths are none."""
    found = _LEFT_OVER.search(text) if "\\" in text or "$" in text else None
    return found[0] if found else ""


def _enclose(text: str) -> str:
    """The text, in brackets where it is more than a number or a name."""
    return text if text.isalnum() or len(text) < 2 else f"({text})"


def _find_dollars(text: str) -> set[int]:
    """Where the dollars stand between which there is mathematics; all others are money."""
    places = [found.start() for found in _DOLLAR.finditer(text) if found[0][0] == "$"]
    width = {found.start(): len(found[0]) for found in _DOLLAR.finditer(text)}
    dollars: set[int] = set()
    at = 0
    while at + 1 < len(places):
        begin, end = places[at], places[at + 1]
        if end - begin <= _MAX_MATH and _is_math(
            text[begin + width[begin] : end], text[end + width[end] : end + width[end] + 1]
        ):
            dollars |= {begin, end}
            at += 2
        else:
            at += 1
    return dollars


def _is_math(content: str, after: str) -> bool:
    if not content.strip() or "\n\n" in content:
        return False
    if any(mark in content for mark in "\\^_{"):
        return True
    is_amount = content[0].isdigit() and " " in content
    return not (is_amount or content != content.strip() or after.isdigit() or _WORD.search(content))
