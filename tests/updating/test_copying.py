"""An index copied to another engine is the same there, goes on where it was broken off, and is told apart."""

import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer import settings
from indexer.cli import main
from indexer.engines.plain.store import PlainStore
from indexer.errors import IndexDamagedError
from indexer.library import Library, copy_index
from indexer.model.report import Report
from indexer.model.search import Request
from indexer.updating import copying
from indexer.updating.copying import place_of
from indexer.updating.update import update
from indexer.updating.writing import Writing
from tests.cluster import CLUSTER

TEXT = (
    "壹、目的\n訪問新加坡的智慧城市，市長林佳龍（Lin Chia-lung）同行。\n貳、建議\n第{}次，辦理姊妹市交流。\n"
)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    for number in range(7):
        (folder / f"{number}.txt").write_text(TEXT.format(number), encoding="utf-8")
    return folder


@pytest.fixture
def index(tmp_path: Path, sources: Path) -> Path:
    update([sources], tmp_path / "index")
    (sources / "1.txt").unlink()
    update([sources], tmp_path / "index")
    return tmp_path / "index"


def all_of(folder: Path, engine: str) -> dict[str, Report | None]:
    with settings.using(engine):
        library = Library(folder)
        found = {one: library.report(one) for one in library.report_ids()}
        assert library.search(Request("智慧城市")).total == 6
        assert library.lead("1") is not None and not library.faults()
        assert [one.name for one in library.people("林佳龍")]
        library.close()
    return found


def test_a_copy_has_all_that_the_index_had(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engines = ["plain", "whoosh"]
    before = all_of(index, "whoosh")
    at = index
    for number, engine in enumerate(engines):
        monkeypatch.setenv("BAOGAO_ENGINE", engine)
        target = tmp_path / f"copy{number}"
        done = CliRunner().invoke(main, ["copy", str(at), str(target), "--json"])
        assert done.exit_code == 0, done.output
        assert json.loads(done.stdout) == {"reports": 6, "sections": 18, "probes": 1000}
        assert all_of(target, engine) == before
        at = target


@pytest.mark.skipif(not CLUSTER, reason="`make test-cluster` starts the cluster that this test wants")
def test_a_copy_to_a_cluster_and_back_is_the_same(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = all_of(index, "whoosh")
    cluster = f"opensearch+{CLUSTER}/copy-{time.time_ns()}?shards=2&replicas=1"
    assert copy_index(str(index), cluster).probes == 1000
    assert all_of(tmp_path / "elsewhere", cluster) == before
    assert copy_index(cluster, str(tmp_path / "back")).reports == 6
    assert all_of(tmp_path / "back", "whoosh") == before


def test_an_update_goes_on_with_a_copy(
    index: Path, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAOGAO_ENGINE", "plain")
    copy_index(str(index), str(tmp_path / "copy"))
    (sources / "2.txt").write_text(TEXT.format("改"), encoding="utf-8")
    summary = update([sources], tmp_path / "copy")
    assert (summary.added, summary.updated, summary.unchanged, summary.reports) == (0, 1, 5, 6)


def test_a_copy_that_was_broken_off_goes_on(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAOGAO_ENGINE", "plain")
    monkeypatch.setattr(copying, "_REPORTS", 2)
    put = PlainStore.put
    counted: list[int] = []

    def breaking(self: PlainStore, batches: object, *others: object) -> object:
        if len(counted) == 2:
            raise KeyboardInterrupt
        counted.append(1)
        return put(self, batches)  # type: ignore[arg-type]

    monkeypatch.setattr(PlainStore, "put", breaking)
    with pytest.raises(KeyboardInterrupt):
        copy_index(str(index), str(tmp_path / "copy"))
    counted[:] = [1]  # one more commit is all that may be needed

    def counting(self: PlainStore, batches: object, *others: object) -> object:
        counted.append(1)
        return put(self, batches)  # type: ignore[arg-type]

    monkeypatch.setattr(PlainStore, "put", counting)
    assert copy_index(str(index), str(tmp_path / "copy")).reports == 6
    assert len(counted) == 2
    assert all_of(tmp_path / "copy", "plain") == all_of(index, "whoosh")


def test_what_is_not_the_same_is_not_used(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAOGAO_ENGINE", "plain")
    view_of = Writing.view

    def other(self: Writing) -> object:
        view = view_of(self)
        monkeypatch.setattr(view, "count", lambda node, expansions: -1, raising=False)
        return view

    monkeypatch.setattr(Writing, "view", other)
    with pytest.raises(IndexDamagedError, match=r"finds “.+” in -1 sections, and what was copied in \d+"):
        copy_index(str(index), str(tmp_path / "copy"))
    assert not (tmp_path / "copy" / "CURRENT").exists()


def test_a_folder_is_read_with_its_own_engine(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOGAO_ENGINE", "plain")
    assert place_of(str(index)).engine == "whoosh"
    assert place_of(str(index / "none")).engine == "plain"
    assert place_of("opensearch+https://host/x").engine == "opensearch+https://host/x"
