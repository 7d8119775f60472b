"""The page and the command line reach the product through its library alone, read from their syntax trees."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

OUTSIDE = sorted([*(ROOT / "webapp").rglob("*.py"), *(ROOT / "indexer" / "cli").rglob("*.py")])
OWN = ("webapp", "indexer.cli", "indexer.model")
DOORS = {"indexer", "indexer.errors", "indexer.library", "indexer.messages", "indexer.settings"}
OTHERS = {
    "webapp": {"babel", "flask", "flask_babel", "gunicorn", "markupsafe", "msgspec", "werkzeug"}
    | {"docx", "lxml", "odfdo", "xlsxwriter"},  # what memos are written with
    "indexer": {"click"},
}  # fmt: skip


def _imported(tree: ast.AST) -> Iterator[str]:
    """Modules, and what is taken from them, for `from indexer import messages` names a module too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, "import by full names"
            inner = node.module in ("indexer", "webapp")
            yield from (f"{node.module}.{alias.name}" if inner else node.module for alias in node.names)


def _may(module: str, package: str) -> bool:
    top = module.partition(".")[0]
    if top in ("indexer", "webapp"):
        return module in DOORS | {"indexer.__version__"} or module.startswith(OWN)
    return top in sys.stdlib_module_names or top in OTHERS[package]


@pytest.mark.parametrize("file", OUTSIDE, ids=lambda file: str(file.relative_to(ROOT)))
def test_nothing_else_is_imported(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    package = file.relative_to(ROOT).parts[0]
    assert [module for module in _imported(tree) if not _may(module, package)] == []


@pytest.mark.parametrize("file", OUTSIDE, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_private_part_and_no_file_of_the_index_is_touched(file: Path) -> None:
    """An attribute with an underscore belongs to `self`; the index's folder is the library's business."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            private = node.attr.startswith("_") and not node.attr.startswith("__")
            own = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
            assert not private or own, ast.unparse(node)
            assert node.attr != "folder" or own, ast.unparse(node)


def test_a_search_in_the_terminal_loads_no_reader_and_no_web() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from indexer.cli import main; import indexer.library;"
        "CliRunner().invoke(main, ['search', 'x', '--index', 'nowhere']); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    heavy = {
        "flask",
        "werkzeug",
        "gunicorn",
        "lxml",
        "docx",
        "pypdfium2",
        "selectolax",
        "markdown_it",
        "watchfiles",
    }
    loaded = set(done.stdout.split())
    assert "indexer.search.answer" in loaded
    assert not loaded & heavy and not [
        name for name in loaded if name.startswith(("indexer.importers", "webapp"))
    ]
