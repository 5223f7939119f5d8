"""What labels a link, in the languages that lists are written in, and what is a title all the same."""

import pytest

from workbench.curation.text.labels import is_label, is_notice


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Paper",
            "paper",
            "[Paper]",
            "(PDF)",
            "Code",
            "GitHub",
            "Tweet",
            "Link",
            "here",
            "HERE",
            "Demo",
            "Video",
        ),
        *(
            "Blog",
            "Blog post",
            "Read more…",
            "Click here!",
            "📄 Paper",
            "→ Code",
            "Paper & Code",
            "Link 1",
            "[2]",
        ),
        *("Hugging Face", "Source code", "Project page", "the official blog", "this article", "full report"),
        *(
            "Artikel",
            "hier",
            "weiterlesen",
            "ici",
            "lien",
            "lire la suite",
            "aquí",
            "enlace",
            "leer más",
            "artigo",
        ),
        *("qui", "codice", "lees meer", "här", "tutaj", "burada", "здесь", "ссылка", "статья", "тут"),
        *(
            "链接",
            "论文",
            "這裡",
            "点击这里",
            "リンク",
            "コード",
            "ここ",
            "링크",
            "논문",
            "هنا",
            "رابط",
            "यहाँ",
        ),
    ],
)
def test_a_label_is_told(text: str) -> None:
    assert is_label(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Gates", "Code Llama", "Video diffusion", "The Illustrated Transformer", "GPT-4 Technical Report"),
        *("Code review is hard", "GitHub Copilot", "3D", "2048", "1984", "R", "Data to Go", "{report} 0.3.0"),
        *("Papers with Code", "Why this demo matters", "Attention Is All You Need", "@instagram", "4-7%", ""),
        *("代码的艺术", "论文写作指南", "Der Artikel, den alle lesen"),
    ],
)
def test_a_title_is_none(text: str) -> None:
    assert not is_label(text)


def test_a_notice_calls_for_attention_and_nothing_else() -> None:
    assert is_notice("Note:")
    assert is_notice("Update")
    assert not is_notice("Update your mesh")
