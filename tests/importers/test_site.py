"""What of a web page is its text: what leads around the site is left out, a title in the text counts."""

from pathlib import Path

import pytest

from indexer.anatomy.sections import build_report
from indexer.importers import read_file
from indexer.model.report import Document


def read(path: Path, body: str, title: str = "") -> Document:
    path.write_text(f"<html><head><title>{title}</title></head><body>{body}</body></html>", encoding="utf-8")
    (document,) = read_file(path)
    assert isinstance(document, Document)
    return document


@pytest.mark.parametrize(
    "furniture",
    [
        '<a href="#main" title="跳到主要內容">跳到主要內容區塊</a>',
        '<a href="#U" accesskey="U">:::</a>',
        '<div role="navigation">首頁 港務 漁業</div>',
        '<ol class="breadcrumb"><li>首頁</li><li>港務</li></ol>',
        '<a href="#top">回頁首</a>',
        "<footer><h2>訂閱電子報</h2></footer>",
    ],
)
def test_what_leads_around_the_site_is_left_out(tmp_path: Path, furniture: str) -> None:
    assert read(tmp_path / "a.html", f"{furniture}<p>港口的自動化。</p>").text == "港口的自動化。"


def test_links_within_the_text_stay(tmp_path: Path) -> None:
    text = read(
        tmp_path / "a.html", '<p>參見<a href="#n1">附註一</a>。</p><p class="skipper">跳到甲板。</p>'
    ).text
    assert text == "參見附註一。\n跳到甲板。"


def test_the_foot_of_an_article_is_text(tmp_path: Path) -> None:
    text = read(tmp_path / "a.html", "<article><p>看漁港。</p><footer>撰寫人：漁業署</footer></article>").text
    assert text == "看漁港。\n撰寫人：漁業署"


def test_a_title_of_the_page_that_its_text_has_is_the_reports(tmp_path: Path) -> None:
    body = "<p>現在位置</p><p>訪問冰島漁港報告</p><p>一、目的</p>"
    assert (
        build_report(read(tmp_path / "a.html", body, "訪問冰島漁港報告 - 漁業署")).title == "訪問冰島漁港報告"
    )
    assert build_report(read(tmp_path / "a.html", body, "無標題文件")).title == "現在位置"


def test_the_largest_heading_outranks_the_pages_title(tmp_path: Path) -> None:
    body = "<h1>訪問冰島漁港報告</h1><p>漁業署網站</p><h2>目的</h2><p>了解。</p><h2>心得</h2><p>好。</p>"
    assert build_report(read(tmp_path / "a.html", body, "漁業署網站")).title == "訪問冰島漁港報告"
