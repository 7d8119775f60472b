"""Every sentence that a reader can see is in one module and in every catalogue, with the same values everywhere."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from indexer import messages
from tests.conftest import ROOT

CATALOGUES = sorted((ROOT / "webapp" / "translations").glob("*/LC_MESSAGES/messages.po"))
FILES = sorted([*(ROOT / "indexer").rglob("*.py"), *(ROOT / "webapp").rglob("*.py")])
VALUE = re.compile(r"%\((\w+)\)s")


def _sentences() -> dict[str, tuple[str, str]]:
    """Name → (code, English) of what stands in the module as NAME = _sentence(code, English)."""
    tree = ast.parse(Path(messages.__file__).read_text(encoding="utf-8"))
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            assert ast.unparse(node.value.func) == "_sentence" and not node.value.keywords
            (name,) = node.targets
            code, english = (ast.literal_eval(argument) for argument in node.value.args)
            assert isinstance(name, ast.Name)
            found[name.id] = code, english
    return found


SENTENCES = _sentences()


def _read(catalogue: Path) -> Catalog:
    with catalogue.open("rb") as file:
        return read_po(file, locale=catalogue.parts[-3], abort_invalid=True)


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_sentence_is_translated_with_no_other_values(catalogue: Path) -> None:
    known = _read(catalogue)
    for name, (_, english) in SENTENCES.items():
        entry = known.get(english)
        assert entry and entry.string and not entry.fuzzy, f"{name}: run `make translations` and translate it"
        assert set(VALUE.findall(str(entry.string))) <= set(VALUE.findall(english)), name


def test_no_sentence_is_made_elsewhere() -> None:
    assert {english for _, english in SENTENCES.values()} == {
        sentence.english for sentence in messages.SENTENCES.values()
    }
    assert len(SENTENCES) == len(messages.SENTENCES) > 100
    assert all(re.fullmatch(r"[a-z]+\.[a-z0-9-]+", code) for code, _ in SENTENCES.values())


def _uses() -> Iterator[tuple[Path, ast.AST, ast.AST | None]]:
    """(file, the naming of a sentence, the call on it if it is one) of each sentence named outside its module."""
    for file in FILES:
        if file == Path(messages.__file__):
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        calls = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "messages":
                yield file, node, calls.get(id(node))


def test_every_sentence_is_said_somewhere_with_exactly_its_values() -> None:
    said = set()
    for file, named, call in _uses():
        assert isinstance(named, ast.Attribute)
        if named.attr not in SENTENCES:
            continue
        said.add(named.attr)
        if isinstance(call, ast.Call) and all(keyword.arg for keyword in call.keywords):
            given = {keyword.arg for keyword in call.keywords}
            assert given == set(VALUE.findall(SENTENCES[named.attr][1])), f"{file}:{named.lineno}"
            assert not call.args, f"{file}:{named.lineno}"
    assert set(SENTENCES) - said == set()


def test_an_error_is_raised_with_a_message() -> None:
    """`raise ReadError("…")` would reach a Chinese page in English."""
    errors = {
        node.name
        for node in ast.parse((ROOT / "indexer/errors.py").read_text()).body
        if isinstance(node, ast.ClassDef)
    }
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in errors | {
                "RefusedError"
            }:
                texts = [one for one in node.args if isinstance(one, ast.JoinedStr | ast.Constant)]
                assert not [one for one in texts if node.args.index(one) == 0 and not _is_status(one)], (
                    f"{file}:{node.lineno}"
                )


def _is_status(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int)
