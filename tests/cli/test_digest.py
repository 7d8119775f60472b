"""What is new for the searches of a file, as text and as a mail that a mail program takes apart again."""

import email
import email.policy
import os
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli.main import main
from indexer.updating.update import update


@pytest.fixture
def index(tmp_path: Path) -> Path:
    sources = tmp_path / "sources"
    sources.mkdir()
    for name, days in (("old", 100), ("new", 1)):
        file = sources / f"{name}.txt"
        file.write_text(f"壹、建議\n{name} 發展智慧城市。\n", encoding="utf-8")
        os.utime(file, (time.time() - days * 86400,) * 2)
    update([sources], tmp_path / "index")
    return tmp_path / "index"


def _run(index: Path, file: Path, *options: str) -> tuple[int, bytes]:
    since = time.strftime("%Y-%m-%d", time.localtime(time.time() - 10 * 86400))
    call = ["digest", str(file), "--index", str(index), "--since", since, *options]
    result = CliRunner().invoke(main, call)
    return result.exit_code, result.output_bytes


def test_each_search_tells_its_news(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOGAO_URL", "https://reports.example/search")
    searches = tmp_path / "searches.txt"
    searches.write_text("# ours\n智慧城市\n\n量子電腦\n", encoding="utf-8")
    code, output = _run(index, searches)
    text = output.decode()
    assert code == 0 and "## 智慧城市: 1 sections in 1 reports" in text and "## 量子電腦: nothing new" in text
    assert "https://reports.example/search/reports/new?q=" in text and "/reports/old" not in text


def test_a_mail_is_whole(index: Path, tmp_path: Path) -> None:
    searches = tmp_path / "searches.txt"
    searches.write_text("智慧城市", encoding="utf-8")
    code, output = _run(index, searches, "--mail", "office@example.gov.tw")
    letter = email.message_from_bytes(output, policy=email.policy.default)
    assert (
        code == 0 and letter["To"] == "office@example.gov.tw" and letter["Subject"].startswith("報告 baogao")
    )
    assert "智慧城市: 1 sections" in letter.get_content()
    code, output = _run(index, searches, "--mail", "a@b\nBcc: evil@example")
    assert code != 0 and b"Bcc" not in output.splitlines()[0]


@pytest.mark.parametrize("content", [None, "智慧".encode("big5")])
def test_a_file_that_cannot_be_read_is_a_sentence(index: Path, tmp_path: Path, content: bytes | None) -> None:
    searches = tmp_path / "searches.txt"
    if content:
        searches.write_bytes(content)
    code, output = _run(index, searches)
    assert (
        code == 1 and b"Error: " in output and str(searches).encode() in output and b"Traceback" not in output
    )
