"""TeX becomes text that people read; what no TeX is stays as it is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.curation.search.folding import fold_text
from workbench.curation.text.tex import find_tex, tex_to_text


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (
            r"$\beta$-VAEs for G\"odel machines at 50\% cost, H$_2$O and $\mathcal{O}(n \log n)$",
            "β-VAEs for Gödel machines at 50% cost, H₂O and O(n log n)",
        ),
        (
            r"Paul Erd\H{o}s, Wei\ss, S\o ren, \AA sa, \L\'od\'z, \v{S}, \c c, \'{\i}",
            "Paul Erdős, Weiß, Søren, Åsa, Łódź, Š, ç, í",
        ),
        (r"``x'' and `y' -- z --- don't", "“x” and ‘y’ – z — don't"),
        (r"\emph{such} {\bf and} \textsc{Such} \cite{a}by Dr.~X, 10\,km", "such and Such by Dr. X, 10 km"),
        (r"$x^2 + y_{ij} \leq \frac{1}{2}$, $10^{-3}$, $90^\circ$, $x^{T}$", "x² + yᵢⱼ ≤ 1/2, 10⁻³, 90°, xᵀ"),
        (r"$L_{total}$, $2^{k+1.5}$, $\sqrt{n}$, $\sqrt{n+1}$", "L_total, 2^(k+1.5), √n, √(n+1)"),
        (
            r"$\mathbb{R}^n \to \mathbb{R}$, $\Delta x$, $\tilde{O}(n)$, $f: X \not= Y$",
            "ℝⁿ → ℝ, Δx, Õ(n), f: X ≠ Y",
        ),
        (r"$K$-means, $\ell_1$-norm, 3$\times$ faster, $p<0.05$", "K-means, ℓ₁-norm, 3× faster, p<0.05"),
        (r"\href{https://a.example}{Code} at \url{https://a.example/x\_y}", "Code at https://a.example/x_y"),
        (r"{LoRA}: \unknown{kept} and \ours", "LoRA: kept and ours"),
        ("One.\n\nTwo \\\\ three", "One.\n\nTwo   three"),
    ],
)
def test_tex_is_read_as_what_it_shows(tex: str, text: str) -> None:
    assert tex_to_text(tex) == text


@pytest.mark.parametrize(
    "text",
    [
        "$50 and $60 for it",
        "from $5-$10 or $5M-$10M, CA$5 and US$6",
        "costs $50, or 30$",
        "50% of it, a & b_c #1, x^2",
        "the --verbose flag at ~5 and ~/bin",
        "an unclosed $ and don't",
    ],
)
def test_what_is_no_tex_stays(text: str) -> None:
    assert tex_to_text(text) == text


@pytest.mark.parametrize("words", ["beta-vae", "godel", "h2o", "O(n log n)", "cost, h2o"])
def test_the_filter_finds_what_a_keyboard_types(words: str) -> None:
    title = tex_to_text(r"$\beta$-VAEs for G\"odel machines at 50\% cost, H$_2$O and $\mathcal{O}(n \log n)$")
    assert fold_text(words) in fold_text(title)


@given(st.text(st.sampled_from("ab $\\{}^_~`'-%&\"\n0xH")))
def test_reading_never_fails_and_leaves_no_math(text: str) -> None:
    assert "\\beta" not in tex_to_text(text + r" $\beta$ ")


@given(st.text(st.characters(exclude_characters="\\$~{}`'-")))
def test_text_without_its_marks_is_the_same(text: str) -> None:
    assert tex_to_text(text) == text


def test_hostile_nesting_takes_time_for_its_length_alone() -> None:
    start = time.process_time()
    for pattern in (
        "{",
        "$",
        "\\",
        "\\emph{",
        "\\frac",
        "$a_",
        "$x^{",
        "`'",
        "\\'",
        "http://",
        "--",
        "\\begin{x}",
    ):
        tex_to_text(pattern * (50_000 // len(pattern)))
    assert time.process_time() - start < 15


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("H$_2$O", "$_2$"),
        (r"at $\beta$", r"$\beta$"),
        (r"an \emph{x}", r"\emph{x}"),
        (r"G\"odel", r"\"o"),
        (r"Erd\H{o}s", r"\H{o}"),
        (r"don\'t and Tom\'s", ""),
        ("$50 and $60", ""),
        (r"C:\new\file and 50\%", ""),
        ("$HOME_DIR and $PATH_X", ""),
        (r"a \_ b \* c", ""),
        (r"the \u{FEFF} mark and \u{...}, \b{sb}", ""),
        (r"a \`forgetting event'", ""),
        (r"voil\`a", r"\`a"),
        (r"babashka\`s framework", ""),
    ],
)
def test_tex_that_is_left_is_found(text: str, found: str) -> None:
    assert find_tex(text) == found
