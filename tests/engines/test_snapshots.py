"""An old state is let go of when a newer one replaces it: no objects, no maps of deleted files."""

import gc
from pathlib import Path

from indexer.engines.arrays.snapshot import Snapshot
from indexer.library import Library
from indexer.model.search import Request
from indexer.updating.update import update


def _maps_of_deleted_files(folder: Path) -> list[str]:
    maps = Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines()
    return [line for line in maps if str(folder) in line and line.endswith("(deleted)")]


def _snapshots() -> int:
    return sum(type(one) is Snapshot for one in gc.get_objects())  # a weak proxy is an instance too


def test_a_reader_over_many_updates_holds_one_state(tmp_path: Path) -> None:
    gc.collect()
    before = _snapshots()
    library = Library(tmp_path / "index")
    gc.disable()  # what is let go of must not wait for a search for cycles
    try:
        for number in range(8):
            report = tmp_path / "reports" / f"{number}.txt"
            report.parent.mkdir(exist_ok=True)
            report.write_text(
                f"壹、目的\n第{number}次訪問新加坡市府。\n貳、建議\n辦理姊妹市交流。\n", encoding="utf-8"
            )
            update([report.parent], tmp_path / "index", rebuild=number % 3 == 2)
            library.search(Request("新加坡", explain=True))
            library.suggest("新加")
            library.similar("0", "1")
            assert library.counts()[0] == number + 1
            assert _snapshots() - before == 1
            assert _maps_of_deleted_files(tmp_path) == []
    finally:
        gc.enable()
        library.close()
    assert _snapshots() == before
