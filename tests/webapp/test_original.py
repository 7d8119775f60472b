"""The original file, and its pages as pictures beside the text that was read from them."""

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image

from indexer.importers import picture
from indexer.library import Library
from webapp import create_app

SAMPLES = Path(__file__).parents[1] / "samples"
FILES = ("libreoffice.pdf", "landscape.pdf", "utf-8-bom.txt")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("original")
    (home / "reports").mkdir()
    for name in FILES:
        shutil.copy(SAMPLES / name, home / "reports")
    library = Library(home / "index")
    library.update([home / "reports"])
    library.close()
    return home


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[FlaskClient]:
    yield create_app({"INDEX": home / "index"}).test_client()


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_a_pdf_is_shown_and_other_files_are_kept(client: FlaskClient) -> None:
    with client.get("/reports/libreoffice/original") as answer:
        assert answer.mimetype == "application/pdf"
        assert answer.headers["Content-Disposition"].startswith("inline")
    with client.get("/reports/utf-8-bom/original") as answer:  # no text of others is shown as a page
        assert answer.headers["Content-Disposition"].startswith("attachment")


def test_each_section_of_a_pdf_leads_to_its_page_and_that_to_the_file(
    client: FlaskClient, home: Path
) -> None:
    report = Library(home / "index").report("libreoffice")
    assert report
    shown = page(client, "/reports/libreoffice?q=a")
    led = re.findall(r'href="(/reports/libreoffice/pages/(\d+)\?q=a)"', shown)
    assert [int(number) for _, number in led] == [section.page for section in report.sections]
    last, number = led[-1]
    assert f'href="/reports/libreoffice/original#page={number}"' in page(client, last)


def test_a_page_is_drawn_whole_and_upright(client: FlaskClient) -> None:
    answer = client.get("/reports/landscape/pages/1.webp")
    assert answer.status_code == 200 and answer.mimetype == "image/webp"
    with Image.open(io.BytesIO(answer.get_data())) as drawn:
        assert drawn.width == 1240 > drawn.height
        shades = drawn.convert("L").histogram()
    assert any(shades[:100]) and any(shades[250:])
    shown = page(client, "/reports/landscape/pages/1")
    assert f'width="{drawn.width}" height="{drawn.height}"' in shown


def test_beside_a_page_stand_the_sections_that_begin_or_go_on_there(client: FlaskClient, home: Path) -> None:
    report = Library(home / "index").report("libreoffice")
    assert report
    pages = [section.page or 0 for section in report.sections]
    assert pages == sorted(pages) and len(set(pages)) > 2
    for number in range(1, max(pages) + 1):
        shown = re.findall(
            r'/reports/libreoffice#s-([^"]+)"', page(client, f"/reports/libreoffice/pages/{number}")
        )
        begin = [one.id for one in report.sections if one.page == number]
        before = [one.id for one in report.sections if (one.page or 0) < number][-1:]
        assert list(dict.fromkeys(shown)) == before + begin, number


def test_the_first_page_has_none_before_and_the_last_none_behind(client: FlaskClient) -> None:
    first, last = (page(client, f"/reports/libreoffice/pages/{number}") for number in (1, 5))
    assert 'rel="prev"' not in first and 'href="/reports/libreoffice/pages/2"' in first
    assert 'rel="next"' not in last and 'href="/reports/libreoffice/pages/4"' in last


@pytest.mark.parametrize("number", ["0", "6", "99999999999999999999", "-1", "x", "1.5"])
@pytest.mark.parametrize("kind", ["", ".webp"])
def test_there_is_no_other_page(client: FlaskClient, number: str, kind: str) -> None:
    assert client.get(f"/reports/libreoffice/pages/{number}{kind}").status_code == 404


def test_what_was_no_pdf_says_so(client: FlaskClient) -> None:
    answer = client.get("/reports/utf-8-bom/pages/1", headers={"Accept-Language": "en"})
    assert answer.status_code == 404 and "was not read from a PDF" in answer.get_data(as_text=True)
    assert "/pages/" not in page(client, "/reports/utf-8-bom")


def test_a_file_that_cannot_be_drawn_says_so(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    file = shutil.copy(SAMPLES / "reportlab.pdf", tmp_path / "reports" / "broken.pdf")
    library = Library(tmp_path / "index")
    library.update([tmp_path / "reports"])
    library.close()
    Path(file).write_bytes(b"%PDF-1.7 no more")
    client = create_app({"INDEX": tmp_path / "index"}).test_client()
    answer = client.get("/reports/broken/pages/1", headers={"Accept-Language": "en"})
    assert answer.status_code == 404 and "cannot be drawn" in answer.get_data(as_text=True)
    Path(file).unlink()
    assert client.get("/reports/broken/pages/1.webp").status_code == 404


def test_a_page_that_takes_long_is_given_up(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(command: list[str], **options: object) -> None:
        raise subprocess.TimeoutExpired(command, 15)

    picture._draw.cache_clear()
    monkeypatch.setattr(subprocess, "run", slow)
    assert client.get("/reports/libreoffice/pages/3.webp").status_code == 404


def test_pages_of_reports_with_something_taken_down_are_not_shown(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home / "reports", tmp_path / "reports")
    library = Library(tmp_path / "index")
    library.update([tmp_path / "reports"])
    report = library.report("libreoffice")
    assert report
    section = report.sections[-1].id
    (tmp_path / "reports" / "takedown.tsv").write_text(
        f"/reports/libreoffice/s/{section}\tasked for\n", encoding="utf-8"
    )
    library.update([tmp_path / "reports"])
    library.close()
    client = create_app({"INDEX": tmp_path / "index"}).test_client()
    assert client.get("/reports/libreoffice").status_code == 200
    for address in ("/reports/libreoffice/pages/1", "/reports/libreoffice/pages/1.webp"):
        assert client.get(address).status_code == 404


def test_a_citation_of_a_section_names_its_page(client: FlaskClient, home: Path) -> None:
    report = Library(home / "index").report("libreoffice")
    assert report
    section = report.sections[-1]
    assert section.page
    where = f"?section={section.id}"
    assert f"SP  - {section.page}\r\n" in client.get(f"/reports/libreoffice/cite.ris{where}").get_data(
        as_text=True
    )
    assert f"pages = {{{section.page}}}" in client.get(f"/reports/libreoffice/cite.bib{where}").text
    assert client.get(f"/reports/libreoffice/cite.json{where}").get_json(force=True)[0]["page"] == str(
        section.page
    )
    assert f", p. {section.page}." in page(client, f"/reports/libreoffice/cite{where}")
    assert "SP  -" not in client.get("/reports/libreoffice/cite.ris").text
