import json
import re
import socket
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from indexer import settings
from indexer.cli.main import main
from indexer.cli.printing import rate_since
from tests.conftest import CORPUS, ROOT


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_has_help_with_an_example(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert re.search(rf"baogao {name}\b", result.output)
    for parameter in main.commands[name].params:
        if isinstance(parameter, click.Option) and parameter.name not in ("page", "sort", "host", "port"):
            assert parameter.help, parameter.name


def test_the_rate_of_indexing_is_shown() -> None:
    shown = rate_since(time.monotonic() - 10)
    assert re.fullmatch(r"2,100 reports · 2(09|10)/s", shown(2100) or "")
    assert shown(None) is shown(0) is None


def test_indexing_and_searching(tmp_path: Path) -> None:
    index = tmp_path / "index"
    result = run("index", CORPUS, "--index", index, "--json")
    summary = json.loads(result.stdout)
    assert result.exit_code == 0
    assert list(summary) == [
        "reports", "sections", "added", "updated", "removed", "unchanged", "failed", "seconds",
    ]  # fmt: skip
    assert summary["added"] == summary["reports"] == len(list(CORPUS.rglob("*.txt")))
    answer = json.loads(run("search", "智慧城市", "--index", index, "--json", "--limit", "3").stdout)
    assert answer["total"] > 3 == len(answer["hits"])
    assert run("search", "智慧城市", "--index", index).stdout.startswith(f"{answer['total']} sections in ")
    filtered = json.loads(
        run("search", "的", "--index", index, "--json", "--year", "105", "--year", "2023").stdout
    )
    assert {value["value"] for value in filtered["facets"]["year"]} == {"2016", "2023"}
    assert "all files are as they were written" in run("check", "--index", index).output


def test_a_failed_file_gives_exit_status_1_and_the_rest_is_indexed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("訪問新加坡", encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_bytes(b"\0")
    result = run("index", tmp_path / "in", "--index", tmp_path / "index")
    assert result.exit_code == 1
    assert "b.txt: holds binary data" in result.stderr and "1 added" in result.stdout


def test_a_missing_index_is_one_sentence(tmp_path: Path) -> None:
    for command in (["search", "x"], ["check"]):
        result = run(*command, "--index", tmp_path)
        assert result.exit_code == 1
        assert re.fullmatch(r"Error: .*holds no index yet; run `baogao index .*\n", result.stderr)


def test_damage_gives_exit_status_1(tmp_path: Path) -> None:
    run("index", CORPUS, "--index", tmp_path / "index")
    next((tmp_path / "index").rglob("*.toc")).write_bytes(b"")
    result = run("check", "--index", tmp_path / "index")
    assert result.exit_code == 1 and "was altered" in result.stderr


@pytest.mark.parametrize(
    "args", [["search"], ["search", "x", "--sort", "best"], ["search", "x", "--limit", "0"], ["fly"]]
)
def test_wrong_usage_gives_exit_status_2(args: list[str]) -> None:
    assert run(*args).exit_code == 2


def test_the_index_folder_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOGAO_INDEX", "/somewhere")
    assert settings.index_dir() == Path("/somewhere")
    monkeypatch.delenv("BAOGAO_INDEX")
    assert settings.index_dir() == Path(".index")


def test_the_readmes_commands_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in re.findall(r"^\s*(?:\.venv/bin/)?baogao (\w+)", text, re.M):
        assert command in main.commands
    for target in re.findall(r"^\s*make (\w+)", text, re.M):
        assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)


def test_an_address_in_use_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = run("serve", "--index", tmp_path, "--port", str(port))
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"http://127.0.0.1:{port}/: cannot be served (" in result.stderr and "--port" in result.stderr
