"""An update reads and writes what changed, and says what it did before anything else is made."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer import disk, manifest
from indexer.cli import main
from indexer.library import Library
from indexer.updating import generations
from indexer.updating.update import update


def test_what_was_indexed_stays_so_when_it_is_stopped_while_vectors_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("壹、目的\n訪問鹿特丹。\n", encoding="utf-8")

    def stopped(*_: object) -> int:
        raise KeyboardInterrupt

    for name, said in (("learn_copies", '"added": 1'), ("learn_meaning", '"unchanged": 1')):
        with monkeypatch.context() as patch:
            patch.setattr(Library, name, stopped)
            done = CliRunner().invoke(
                main, ["index", str(tmp_path / "a.txt"), "--index", str(tmp_path / "i"), "--json"]
            )
        assert said in done.output and '"reports": 1' in done.output


def test_an_update_reads_no_file_of_the_index_that_nobody_wrote_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports, index = tmp_path / "reports", tmp_path / "index"
    reports.mkdir()
    for number in range(3):
        (reports / f"r{number}.txt").write_text(f"壹、目的\n訪問第{number}市的港口。\n", encoding="utf-8")
    update([reports], index)
    held = {file.name for file in generations.current(index).iterdir()}
    read: list[str] = []

    def checksum(file: Path) -> str:
        read.append(file.name)
        return disk.checksum(file)

    monkeypatch.setattr(manifest, "checksum", checksum)
    (reports / "new.txt").write_text("壹、目的\n訪問匰匰市。\n", encoding="utf-8")
    assert update([reports], index).added == 1
    assert not {name for name in read if name in held and name.startswith("MAIN_")} and read
    column = next(generations.current(index).glob("*.length.col"))
    data = bytearray(column.read_bytes())
    data[0] ^= 1
    column.write_bytes(data)
    assert "altered" in " ".join(map(str, update([reports], index).notes))
    assert generations.faults(index) == []
