"""The page speaks Chinese and English: whole catalogues, the visitor's choice, dates, plurals, `lang`."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from indexer import messages as messages_of_the_library
from tests.conftest import ROOT
from webapp import create_app
from webapp.words import sentences, wording
from webapp.words.language import ENGLISH, LANGUAGES

WCS = "2016-singapore-world-cities-summit"
MAPPING = [
    ("webapp/**.py", "python"),
    ("indexer/messages.py", "python"),
    ("webapp/templates/**.html", "jinja2"),
]
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "_sentence": (2,)}
SKIPPED = (".venv", ".git", "tests", "corpus", "docs", "build")
PLACEHOLDER = re.compile(r"%\(\w+\)s|</?\w+")


def messages() -> set[str]:
    found = extract_from_dir(
        ROOT,
        MAPPING,
        {"webapp/templates/**.html": {"trimmed": "true", "silent": "false"}},
        KEYWORDS,
        directory_filter=lambda folder: Path(folder).name not in SKIPPED,
    )
    return {one[2][0] if isinstance(one[2], tuple) else one[2] for one in found}


@pytest.mark.parametrize("tag", sorted(set(LANGUAGES) - {ENGLISH}))
def test_every_message_is_translated_and_no_translation_is_left_over(tag: str) -> None:
    locale = tag.replace("-", "_")
    with (ROOT / f"webapp/translations/{locale}/LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = read_po(file, locale=locale, abort_invalid=True)
    known: dict[object, object] = {}
    for message in catalogue:
        if message.id:
            key, *plural = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            assert all(strings) and not message.fuzzy, f"{key!r} is not translated"
            for string in map(str, strings):
                assert set(PLACEHOLDER.findall(string)) <= set(PLACEHOLDER.findall(str([*plural, key][0]))), (
                    key
                )
            known[key] = strings
    assert messages() == set(known), "run `make translations` and translate what is new"
    assert len(known) > 100


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        (None, "zh-Hant-TW"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant-TW"),
        ("zh-CN", "zh-Hant-TW"),
        ("en-GB,en;q=0.9", "en"),
        ("en-US,en;q=0.5,zh-TW;q=0.9", "en"),
        ("tlh", "zh-Hant-TW"),
        ("de,en;q=0.5", "en"),
        ("*", "zh-Hant-TW"),
        (";;q=x,", "zh-Hant-TW"),
    ],
)
def test_the_browser_says_the_language(client: FlaskClient, accepted: str | None, language: str) -> None:
    answer = client.get("/", headers={"Accept-Language": accepted} if accepted else {})
    assert f'<html lang="{language}">' in answer.get_data(as_text=True)
    assert {"Accept-Language", "Cookie"} <= set(answer.vary)


def test_a_chosen_language_stays_chosen(client: FlaskClient) -> None:
    asked = "/search?q=%E6%99%BA%E6%85%A7&kind=%E5%BF%83%E5%BE%97"
    page = client.get(asked).get_data(as_text=True)
    link = re.search(r'class="language"[^>]* href="([^"]+)" lang="en"', page)
    assert link and link[1].replace("&amp;", "&") == f"{asked}&lang=en"
    assert '<html lang="en">' in client.get(link[1].replace("&amp;", "&")).get_data(as_text=True)
    assert "Newest reports" in client.get("/", headers={"Accept-Language": "zh-TW"}).get_data(as_text=True)
    assert "最新的報告" in client.get("/?lang=zh-Hant-TW").get_data(as_text=True)
    assert "最新的報告" in client.get("/?lang=xx").get_data(as_text=True)


@pytest.mark.parametrize("path", ["//evil.example/x", "/%5Cevil.example", '/none?q="><script>&lang=en'])
def test_the_link_to_the_other_language_stays_on_this_host(client: FlaskClient, path: str) -> None:
    page = client.get(path, follow_redirects=True).get_data(as_text=True)
    addresses = re.findall(r'class="language"[^>]* href="([^"]+)"', page)
    assert len(addresses) == len(LANGUAGES) - 1
    for address in addresses:
        assert re.match(r"/[^/\\]", address) and "<" not in address


@pytest.fixture
def said(corpus_index: Path) -> Iterator[object]:
    app = create_app({"INDEX": corpus_index})

    def ask(tag: str, call: object, *values: object) -> str:
        with app.test_request_context(f"/?lang={tag}"):
            return str(call(*values))  # type: ignore[operator]

    yield ask


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        ("2016-09-07", "2016年9月7日（民國105年）", "September 7, 2016 (ROC 105)"),
        ("2016-09", "2016年9月（民國105年）", "September 2016 (ROC 105)"),
        ("2016", "2016（民國105年）", "2016 (ROC 105)"),
        ("1912", "1912（民國1年）", "1912 (ROC 1)"),
        ("1911-10-10", "1911年10月10日", "October 10, 1911"),
        ("2016-13-45", "2016-13-45", "2016-13-45"),
        ("0000", "0000", "0000"),
        ("", "", ""),
        ("不詳", "不詳", "不詳"),
    ],
)
def test_dates_are_written_as_each_language_writes_them(said, value: str, chinese: str, english: str) -> None:  # type: ignore[no-untyped-def]
    assert said("zh-Hant-TW", wording.dated, value) == chinese
    assert said("en", wording.dated, value) == english


def test_one_is_no_plural(client: FlaskClient) -> None:
    one = client.get("/search?q=柯文哲&lang=en").get_data(as_text=True)
    many = client.get("/search?q=總統&lang=en").get_data(as_text=True)
    assert "<strong>1</strong> report " in one and re.search(r"<strong>\d+</strong> reports ", many)
    assert re.search(
        r"<strong>\d+</strong> 份報告", client.get("/search?q=總統&lang=zh-Hant-TW").get_data(as_text=True)
    )


def test_sentences_of_the_engine_are_told_in_both_languages(said) -> None:  # type: ignore[no-untyped-def]
    message = messages_of_the_library.PREFIX_CUT(value="innov", count=90, searched=50)
    assert said("en", sentences.told, message) == "“innov” stands for 90 words; 50 were searched."
    assert said("zh-Hant-TW", sentences.told, message) == "「innov」可以是 90 個詞，搜尋了其中 50 個。"


@pytest.mark.parametrize(
    "path", ["/", "/search?q=總統 OR", "/search?q=沒有這回事", f"/reports/{WCS}?q=智慧", "/none"]
)
def test_an_english_page_marks_what_is_chinese(client: FlaskClient, path: str) -> None:
    """Han characters on an English page stand in elements that say so; the rest is English."""
    page = client.get(path, headers={"Accept-Language": "en"}).get_data(as_text=True)
    outside = _texts_not_marked(page)
    brand = ("報告", "報告 baogao")
    assert [
        text for text in outside if re.search(r"[\u4e00-\u9fff]", text) and not text.startswith(brand)
    ] == []


def _texts_not_marked(page: str) -> list[str]:
    """Text outside every element with a `lang` of its own that is no void element, <head> left out."""
    from html.parser import HTMLParser

    class Reader(HTMLParser):
        void = frozenset({"meta", "link", "input", "br", "img", "path", "circle", "rect", "line", "use"})

        def __init__(self) -> None:
            super().__init__()
            self.stack: list[bool] = []
            self.texts: list[str] = []

        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            own = dict(attributes).get("lang")
            if tag not in self.void:
                above = self.stack[-1] if self.stack else False
                self.stack.append(own != ENGLISH if own else above)

        def handle_endtag(self, tag: str) -> None:
            if tag not in self.void and self.stack:
                self.stack.pop()

        def handle_data(self, data: str) -> None:
            if data.strip() and not (self.stack and self.stack[-1]):
                self.texts.append(data.strip())

    reader = Reader()
    reader.feed(page.partition("</head>")[2])
    return reader.texts


def test_fields_are_named_in_the_pages_language(said) -> None:  # type: ignore[no-untyped-def]
    for table in (wording.KINDS, wording.CATEGORIES):
        for value in table:
            if value != "other":
                assert said("zh-Hant-TW", str, table[value]) == value
            assert said("en", str, table[value]).isascii()
    assert said("en", wording.named, "新加坡", "country") == "Singapore"
    assert said("zh-Hant-TW", wording.named, "新加坡", "country") == "新加坡"
    assert said("en", wording.named, "某地", "country") == "某地"
    assert said("en", wording.named, "臺中市政府", "agency") == "Taichung City Government"
    assert said("zh-Hant-TW", wording.named, "臺中市政府", "agency") == "臺中市政府"
    assert said("en", wording.named, "某某公會", "agency") == "某某公會"
    assert said("en", wording.named, "未註明", "year") == "not stated"
