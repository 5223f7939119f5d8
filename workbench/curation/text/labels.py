"""Tell what only labels a link ("Paper", "Code", "GitHub", "here", "链接") from what is its title.

A label has four words at most, and each is of the tables below: a thing that links lead to, and words around it
("the", "official", "read"). A text with any other word is a title.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from workbench.curation.text import split_names

_MAX_WORDS: Final = 4
_MAX_LENGTH: Final = 40

_THINGS: Final = split_names(
    # what a link leads to
    "abs abstract announcement app article articles arxiv audio blog blogpost bibtex book checkpoint checkpoints code"
    " comments colab dataset datasets data demo demos details discussion docs documentation doi download episode gist"
    " homepage html interview link links model models notebook notes page paper papers pdf playground podcast post"
    " poster preprint press project readme recording release repo repository report slides source sources spaces"
    " summary supplement supplementary talk technical thread transcript tweet tweets tutorial url video videos"
    " web webpage website weights writeup"
    # where it stands
    " biorxiv bluesky discord facebook github gitlab hackernews hf hn huggingface instagram kaggle linkedin lobsters"
    " mastodon medium modelscope openreview reddit slack slideshare soundcloud spotify stackoverflow substack telegram"
    " threads twitter wechat x youtube"
    # words that point
    " here this more via"
    # what headings of lists say
    " articles blogs books miscellaneous misc news papers podcasts posts projects reading references repositories"
    " resources talks tools tutorials"
    # Deutsch
    " artikel beitrag folien hier hierzu mehr quelle quellcode webseite weiterlesen projektseite seite vortrag"
    # Français
    " ici lien liens papier vidéo vidéos diapos présentation dépôt"
    # Español, português, italiano
    " aquí enlace enlaces artículo código fuente vídeo repositorio sitio presentación más aqui artigo fonte"
    " repositório apresentação mais qui articolo codice fonte sito diapositive presentazione leggi"
    # Nederlands, svenska, dansk, norsk, polski, čeština, türkçe
    " bron lees här länk artikeln kod källa her lenke artikkel kode kilde tutaj tu odkaz zde článek źródło artykuł"
    " wideo bağlantı burada makale kaynak"
    # Русский, українська
    " здесь тут ссылка ссылки статья статье код видео источник сайт репозиторий слайды доклад блог пост пруф твит"
    " посилання стаття відео джерело"
    # العربية, हिन्दी, ไทย, tiếng Việt
    " هنا رابط الرابط مقال المقال ورقة الورقة فيديو الفيديو المصدر यहाँ यहां लिंक लेख वीडियो ที่นี่ ลิงก์ đây"
    # 中文
    " 链接 連結 鏈接 论文 論文 代码 代碼 程式碼 视频 視頻 影片 这里 這裡 这里看 此处 此處 点此 點此 点击这里 點擊這裡"
    " 原文 原文链接 官网 官方网站 官網 网站 網站 文章 博客 部落格 项目 項目 专案 演示 推特 推文 下载 下載 地址"
    " 来源 來源 出处 详情 詳情 更多 阅读更多 阅读原文 閱讀更多 查看 查看更多 源码 源碼 开源 仓库 倉庫 幻灯片"
    " 数据 数据集 模型 主页 主頁 新闻 报告 报道"
    # 日本語
    " リンク コード 動画 ビデオ ここ こちら 記事 ブログ デモ 公式サイト サイト 続きを読む"
    " 詳細 詳しくはこちら ソース ソースコード スライド 資料 元記事 原論文 ツイート プロジェクト データセット モデル"
    # 한국어
    " 링크 논문 코드 영상 동영상 비디오 여기 이곳 기사 블로그 데모 더보기 자세히 출처 원문 소스 슬라이드 홈페이지 트윗"
)
_AROUND: Final = split_names(
    "a an and at available by check click code's en external full get in it its la le lire learn listen live my"
    " new newest of official on open original our out plus project's press read see short source that the their"
    " try version view visit watch"
    " plus der die das den zum zur und im link's auf jetzt ansehen lesen siehe originalartikel"
    " le la les l'article voir et el los las leer ver ler veja il la di vedi"
    " читать смотреть далее подробнее и"
)
_PHRASES: Final = frozenset(
    (
        "lire la suite",
        "leer más",
        "lees meer",
        "läs mer",
        "read more",
        "more info",
        "этот пост",
        "这个链接",
        "這個連結",
    )
)
_NOTICES: Final = split_names("attention important info note notice nb tip todo update updated warning wip")
_MAIL_CONTROLS: Final = frozenset(
    (
        "unsubscribe", "unsubscribe here", "click here to unsubscribe", "unsubscribe from this list",
        "unsubscribe from this newsletter", "one click unsubscribe", "view in browser", "view in your browser",
        "view this email in your browser", "view this email in browser", "view email in browser", "open in browser",
        "manage preferences", "manage your preferences", "manage email preferences", "email preferences",
        "update preferences", "update your preferences", "update your email preferences", "manage subscription",
        "manage your subscription", "manage subscriptions", "forward to a friend", "forward this email",
        "abmelden", "abbestellen", "newsletter abbestellen", "im browser ansehen", "im browser öffnen",
        "se désabonner", "se désinscrire", "voir dans le navigateur", "darse de baja", "cancelar suscripción",
        "ver en el navegador", "cancelar inscrição", "ver no navegador", "disiscriviti", "annulla iscrizione",
        "afmelden", "uitschrijven", "avsluta prenumeration", "avregistrera", "wypisz się", "отписаться",
        "退订", "取消订阅", "在浏览器中查看", "取消訂閱", "配信停止", "購読解除",
        "ブラウザで表示", "수신거부", "구독 취소",
    )
)  # fmt: skip
_PARTING: Final = re.compile(r"[\s/&+,|·•]+")
_NUMBER: Final = re.compile(r"[#№]?\d{1,3}")


@lru_cache(maxsize=2048)
def is_label(text: str) -> bool:
    """Whether a text says no more than what kind of thing a link leads to, or that there is one."""
    if len(text) > _MAX_LENGTH or "%" in text or "{" in text or text.lstrip().startswith("@"):
        return False
    all_words = _split_words(text)
    words = [word for word in all_words if not _NUMBER.fullmatch(word)]
    if not words:
        return len(all_words) == 1  # `1`, `[2]`
    return " ".join(words) in _PHRASES or (
        len(words) <= _MAX_WORDS
        and any(word in _THINGS for word in words)
        and all(word in _THINGS or word in _AROUND for word in words)
    )


def is_notice(text: str) -> bool:
    """Whether a text in bold only calls for attention: `Note:`, `Update:`."""
    words = _split_words(text)
    return len(words) == 1 and words[0] in _NOTICES


def is_mail_control(text: str) -> bool:
    """Whether a link by this text serves the mail it stands in, to leave the list or to read it elsewhere."""
    return len(text) <= _MAX_LENGTH and " ".join(_split_words(text)) in _MAIL_CONTROLS


def _split_words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("hugging face", "huggingface")
    folded = folded.replace("hacker news", "hackernews").replace("blog post", "blogpost")
    return [stripped for word in _PARTING.split(folded) if (stripped := _strip_signs(word))]


def _strip_signs(word: str) -> str:
    """The word without punctuation, signs and emoji at its ends; a mark that belongs to a letter stays."""
    begin, end = 0, len(word)
    while begin < end and unicodedata.category(word[begin])[0] in "PSZC":
        begin += 1
    while begin < end and unicodedata.category(word[end - 1])[0] in "PSZC":
        end -= 1
    return word[begin:end]
