"""Links in old mails: through the pages and the API they open on the passage or say that it has gone."""

from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from indexer.updating.update import update
from webapp import create_app

BEFORE = """壹、過程
一、拜會鹿特丹市政府，市長說明氣候調適計畫與水廣場的設計。
二、參觀馬士朗防洪閘，了解其自動控制系統與歷年關閉次數。
貳、心得
防洪設施平時可作為公共空間，值得沿海城市參考，也需要長期編列維護經費。
參、建議
建議設立跨局處的水環境小組。
"""
AFTER = """壹、緣起
市府受邀參加三角洲城市聯盟的年會。
貳、過程
一、參觀馬士朗防洪閘，了解其自動控制系統與歷年關閉次數。
二、拜會鹿特丹市政府，市長說明氣候調適方案與水廣場的設計。
防洪設施平時可作為公共空間，值得沿海城市參考，也需要長期編列維護經費。
"""


@pytest.fixture
def visitor(tmp_path: Path) -> FlaskClient:
    """A visitor after the report was edited and another one taken away."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "delta.txt").write_text(BEFORE, encoding="utf-8")
    (folder / "b.txt").write_text("報告名稱：參加沙崙研討會\n壹、目的\n研討。", encoding="utf-8")
    update([folder], tmp_path / "index")
    (folder / "delta.txt").write_text(AFTER, encoding="utf-8")
    (folder / "b.txt").unlink()
    update([folder], tmp_path / "index")
    return create_app({"INDEX": tmp_path / "index"}).test_client()


def target(visitor: FlaskClient, address: str) -> str:
    """The page an address ends on, and the part of it that its fragment names."""
    response = visitor.get(address)
    fragment = ""
    for _ in range(5):
        if response.status_code not in (301, 302):
            break
        fragment = response.location.partition("#")[2]
        response = visitor.get(response.location)
    assert response.status_code == 200, response.text
    assert f'id="{fragment}"' in response.text
    return response.text.split(f'id="{fragment}"')[1].split("</section>")[0]


def test_a_renumbered_section_is_reached_by_its_old_link(visitor: FlaskClient) -> None:
    assert "水廣場" in target(visitor, "/reports/delta/s/1.1")
    assert "馬士朗" in target(visitor, "/reports/delta/s/1.2")
    for numbers in ("貳/二", "贰/二", "2/2", "二/(二)/"):
        assert "水廣場" in target(visitor, f"/reports/delta/{numbers}")
    assert visitor.get("/reports/delta/").status_code == 301


def test_a_merged_section_is_reached_by_its_old_link_and_its_old_fragment(visitor: FlaskClient) -> None:
    page = visitor.get("/reports/delta").text
    assert "公共空間" in target(visitor, "/reports/delta/s/2")
    assert 'id="s-2"' in page
    assert visitor.get("/api/reports/delta/s/1.1/similar").status_code == 301


@pytest.mark.parametrize("name", ["endpoint", "_anchor", "_scheme", "_external", "_method", "report_id", "q"])
def test_an_old_link_keeps_its_query_whatever_it_is(visitor: FlaskClient, name: str) -> None:
    for address in (
        "/reports/delta/s/1.1",
        "/api/reports/delta/s/1.1/similar",
        "/reports/delta/cite?section=1.1",
    ):
        response = visitor.get(f"{address}{'&' if '?' in address else '?'}{name}=a%26b")
        assert response.status_code == 301
        assert response.location.startswith("/") and f"{name}=a%26b" in response.location


def test_a_removed_section_and_a_removed_report_answer_410_with_their_last_name(
    visitor: FlaskClient,
) -> None:
    for address, name in (("/reports/delta/s/3", "參、建議"), ("/reports/b", "參加沙崙研討會")):
        response = visitor.get(address)
        assert response.status_code == 410 and name in response.text
    error = visitor.get("/api/reports/b")
    assert error.status_code == 410 and error.json and error.json["error"]["code"] == "gone"
    assert 'class="notice gone" id="s-3"' in visitor.get("/reports/delta").text
    assert visitor.get("/reports/delta/s/9").status_code == 404


def test_a_quoted_passage_is_marked_and_the_page_says_when_it_moved(visitor: FlaskClient) -> None:
    changed = "市長說明氣候調適計畫與水廣場的設計"
    passage = target(visitor, f"/reports/delta/s/1.1?quote={quote(changed)}")
    assert passage.startswith(' class="quote">市長說明氣候調適方案與水廣場的設計</mark>')
    changes = visitor.get(f"/reports/delta/s/1.2?quote={quote(changed)}", follow_redirects=True).text
    assert "建立連結後報告有修改" in changes
    same = visitor.get(f"/reports/delta/s/1.2?quote={quote('馬士朗防洪閘')}", follow_redirects=True).text
    assert 'id="quote"' in same and 'class="notice" ' not in same
    assert (
        visitor.get(f"/reports/delta/s/3?quote={quote('馬士朗')}").status_code == 302
    )  # gone, but not these words
    lost = visitor.get(f"/reports/delta?quote={quote('跨局處的水環境小組')}&section=3").text
    assert "已找不到引用的文字" in lost
    moved = visitor.get(f"/reports/delta?quote={quote('平時可作為公共空間')}&section=1.2").text
    assert "移到這一段" in moved
    escaped = visitor.get("/reports/delta?quote=%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert" not in escaped
