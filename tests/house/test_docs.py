"""The documents know every command, option, address, filter and setting, and their examples run."""

import ast
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli import main
from indexer.engines import ENGINES
from indexer.importers import all_formats
from indexer.model.search import FILTERS
from tests.conftest import ROOT
from webapp import create_app

REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
CODE = set(re.findall(r"`([^`]+)`", REFERENCE))
PAGES = sorted(path.relative_to(ROOT) for path in (ROOT / "docs").glob("*.md"))
ENDLESS = ("serve", "--watch")  # examples that do not end by themselves


def test_every_command_and_option_is_documented() -> None:
    rows = {}
    for line in REFERENCE.split("\n"):
        if line.startswith("| `baogao "):
            rows[line.split("`")[1].split()[1]] = line
    for name, command in main.commands.items():
        documented = set(re.findall(r"`(--[\w-]+)`", rows[name]))
        options = {option for one in command.params for option in one.opts if option.startswith("--")}
        assert documented == options, name


def test_every_address_is_documented() -> None:
    addresses = {rule.rule for rule in create_app().url_map.iter_rules()}
    assert addresses <= {code.partition("?")[0] for code in CODE}


def test_every_filter_is_documented() -> None:
    assert set(FILTERS) <= CODE


def test_every_engine_is_documented_and_in_the_contract_about_whoosh() -> None:
    (row,) = (line for line in REFERENCE.split("\n") if line.startswith("| `BAOGAO_ENGINE`"))
    assert {f"`{name}`" for name in ENGINES} <= set(re.findall("`[^`]+`", row))
    folders = {path.name for path in (ROOT / "indexer/engines").iterdir() if (path / "__init__.py").exists()}
    assert folders - {"arrays"} == set(ENGINES), "a row in indexer/engines/__init__.py for each package"
    setup = (ROOT / "setup.cfg").read_text(encoding="utf-8")
    contract = setup.partition("[importlinter:contract:whoosh]")[2].partition("forbidden_modules")[0]
    assert {f"indexer.engines.{name}" for name in folders - {"whoosh"}} <= set(contract.split())


def test_every_format_is_documented() -> None:
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    rows = " ".join(line.split("|")[1] for line in page.split("\n") if line.startswith("| ."))
    assert {ending for form in all_formats() for ending in form.endings} <= set(re.split(r"[ ,]+", rows))


def test_every_setting_is_documented() -> None:
    tree = ast.parse((ROOT / "indexer" / "settings.py").read_text(encoding="utf-8"))
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    settings = {text for text in texts if isinstance(text, str) and re.fullmatch(r"BAOGAO_[A-Z_]+", text)}
    assert len(settings) > 5
    assert settings == {code for code in CODE if code.startswith("BAOGAO_")}


@pytest.mark.parametrize("page", ["operating.md", "operating.zh-TW.md"])
def test_every_variable_of_the_code_is_in_the_manual_of_operation(page: str) -> None:
    files = [*(ROOT / "indexer").rglob("*.py"), *(ROOT / "webapp").rglob("*.py")]
    named = {
        name for file in files for name in re.findall(r"BAOGAO_[A-Z_]+", file.read_text(encoding="utf-8"))
    }
    assert len(named) > 10
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert named == set(re.findall(r"^\| `(BAOGAO_[A-Z_]+)`", text, re.M))


def _examples() -> list[str]:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.findall(r"^    (baogao .+?)(?:  +#.*)?$", readme, re.M)
    helps = [command.help or "" for command in main.commands.values()]
    found += re.findall(r"^ *(baogao .+)$", "\n".join(helps), re.M)
    return list(dict.fromkeys(line.strip() for line in found))


@pytest.mark.parametrize("example", _examples())
def test_examples_of_commands_are_understood(example: str, corpus_index: Path, tmp_path: Path) -> None:
    """Run as they stand on the sample index; those that index or never end are only parsed."""
    words = shlex.split(example.partition(" | ")[0])[1:]
    command = main.commands[words[0]]
    if (
        words[0] in ("index", "takedown", "copy")
        or any(word in ENDLESS for word in words)
        or "q.tsv" in words
    ):
        existing = [str(ROOT) if re.search(r"[/~.]\w", word) else word for word in words[1:]]
        command.make_context(words[0], existing, resilient_parsing=False)
        return
    (tmp_path / "searches.txt").write_text("智慧城市\n", encoding="utf-8")
    words = [str(tmp_path / word) if word == "searches.txt" else word for word in words]
    chosen = [word for i, word in enumerate(words) if "--index" not in (word, words[i - 1])]
    index = [] if words[0] == "doctor" else ["--index", str(corpus_index)]  # which keeps none
    done = CliRunner().invoke(main, [*chosen, *index])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_paths_that_documents_name_exist(page: Path) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = re.findall(r"`((?:indexer|webapp|tests|docs|corpus)/[\w./*-]*)`", text)
    named += [f"docs/{link}" for link in re.findall(r"\]\(([\w-]+\.md)\)", text)]
    gone = [name for name in named if not list(ROOT.glob(name.rstrip("/")))]
    assert not gone


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_python_in_documents_runs(page: Path) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for block in re.findall(r"```python\n(.*?)```", text, re.S):
        exec(compile(block, str(page), "exec"), {})
