"""Which character a command of TeX is: those that stand in titles, abstracts and names."""

import unicodedata
from typing import Final

_GREEK: Final = {
    unicodedata.name(char).rpartition(" ")[2].lower().replace("lamda", "lambda"): char
    for char in "αβγδεζηθικλμνξοπρστυφχψω"
}
_PAIRS: Final = (
    # letters
    "aa å AA Å ae æ AE Æ oe œ OE Œ o ø O Ø l ł L Ł ss ß i ı j ȷ dj đ DJ Đ dh ð DH Ð th þ TH Þ ng ŋ NG Ŋ"
    " ell ℓ hbar ħ hslash ℏ Re ℜ Im ℑ wp ℘ aleph ℵ beth ℶ"
    " varepsilon ε vartheta ϑ varpi ϖ varrho ϱ varsigma ς varphi φ varkappa ϰ digamma ϝ"
    # arithmetic and relations
    " times × cdot · div ÷ pm ± mp ∓ ast * star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙ uplus ⊎"
    " le ≤ leq ≤ leqslant ⩽ ge ≥ geq ≥ geqslant ⩾ ne ≠ neq ≠ ll ≪ gg ≫ lesssim ≲ gtrsim ≳ approx ≈ sim ∼ simeq ≃"
    " cong ≅ equiv ≡ propto ∝ asymp ≍ doteq ≐ triangleq ≜ prec ≺ succ ≻ preceq ≼ succeq ≽ mid | parallel ∥ perp ⊥"
    # sets and logic
    " in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ subsetneq ⊊ supset ⊃ supseteq ⊇ cup ∪ cap ∩ bigcup ⋃ bigcap ⋂"
    " setminus ∖ emptyset ∅ varnothing ∅ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ land ∧ wedge ∧ lor ∨ vee ∨"
    " models ⊨ vdash ⊢ top ⊤ bot ⊥ therefore ∴ because ∵ ltimes ⋉ rtimes ⋊ wr ≀ bowtie ⋈"
    # analysis
    " sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ oint ∮ partial ∂ nabla ∇ infty ∞ surd √ prime ′ angle ∠ triangle △"
    " Box □ square □ diamond ⋄ Diamond ◇ sharp ♯ flat ♭ natural ♮"
    # arrows
    " to → rightarrow → leftarrow ← leftrightarrow ↔ longrightarrow ⟶ longleftarrow ⟵ Rightarrow ⇒ Leftarrow ⇐"
    " Leftrightarrow ⇔ Longrightarrow ⟹ implies ⟹ iff ⟺ mapsto ↦ uparrow ↑ downarrow ↓ hookrightarrow ↪"
    " rightharpoonup ⇀ rightleftharpoons ⇌ rightsquigarrow ⇝ nearrow ↗ searrow ↘ twoheadrightarrow ↠"
    # brackets, dots and signs of text
    " langle ⟨ rangle ⟩ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋ lbrace { rbrace } lbrack [ rbrack ] vert | lvert | rvert |"
    " Vert ‖ lVert ‖ rVert ‖ colon : backslash \\ textbackslash \\ textasciitilde ~ textasciicircum ^ textunderscore _"
    " ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ dotsc … dotsb … textellipsis … dag † dagger † ddag ‡ ddagger ‡ S § P ¶"
    " copyright © textregistered ® texttrademark ™ textdegree ° degree ° pounds £ textsterling £ euro € texteuro €"
    " textendash – textemdash — textquoteleft ‘ textquoteright ’ textquotedblleft “ textquotedblright ” textmu µ"
    " textperthousand ‰ texttimes × textbullet • checkmark ✓"
)
_OTHERS: Final = dict(zip(_PAIRS.split()[::2], _PAIRS.split()[1::2], strict=True))
_CAPITALS: Final = {name.capitalize(): char.upper() for name, char in _GREEK.items()}
_WORDS: Final = {"limsup": "lim sup", "liminf": "lim inf"}

SYMBOLS: Final = {**_GREEK, **_CAPITALS, **_OTHERS, **_WORDS}
"""The characters by the names of their commands, without the backslash."""
