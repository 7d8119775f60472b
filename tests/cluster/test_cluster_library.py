"""A library on a cluster: what one machine writes, others have; ids are issued once; no search fails meanwhile."""

import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from indexer.engines.opensearch import mirror
from indexer.errors import BaogaoError, IndexBusyError
from indexer.library import Library
from indexer.model.search import Request
from indexer.updating.update import update
from webapp import create_app

TEXT = (
    "壹、目的\n訪問新加坡的智慧城市，市長林佳龍（Lin Chia-lung）同行。\n貳、建議\n第{}次，辦理姊妹市交流。\n"
)


def written(folder: Path, *names: str) -> Path:
    folder.mkdir(exist_ok=True)
    for number, name in enumerate(names):
        (folder / f"{name}.txt").write_text(TEXT.format(f"{folder.name}{number}"), encoding="utf-8")
    return folder


def ids(library: Library) -> dict[str, list[str]]:
    reports = (library.report(one) for one in library.report_ids())
    return {one.id: [section.id for section in one.sections] for one in reports if one}


def test_what_one_machine_writes_another_has(engine: str, tmp_path: Path) -> None:
    """Two folders as of two machines: sections, people, links and redirects are the same."""
    sources = written(tmp_path / "sources", "a", "b")
    one, other = Library(tmp_path / "one"), Library(tmp_path / "other")
    one.update([sources])
    assert other.counts() == one.counts() == (2, 6)
    assert ids(one) == ids(other)
    assert other.search(Request("智慧城市")).total == 2
    assert [person.name for person in other.people("林佳龍")] == [
        person.name for person in one.people("林佳龍")
    ]
    (sources / "a.txt").write_text(TEXT.format("改").replace("貳、建議", "貳、心得"), encoding="utf-8")
    (sources / "b.txt").unlink()
    one.update([sources])
    time.sleep(1.1)  # a machine that reads looks once a second
    assert other.counts() == (1, 3) and other.lead("b") == one.lead("b") is not None
    third = Library(tmp_path / "third")  # and so does one that begins with nothing, and writes
    third.update([written(tmp_path / "sources", "c")])
    time.sleep(1.1)
    assert one.report_ids() == third.report_ids() and len(one.report_ids()) == 2
    page = create_app({"INDEX": tmp_path / "fourth"}).test_client()
    assert "智慧城市" in page.get("/search?q=智慧城市").get_data(as_text=True)
    assert page.get("/people").status_code == page.get("/glossary").status_code == 200
    assert page.get("/healthz").get_json()["reports"] == 2
    for library in (one, other, third):
        library.close()


def test_two_writers_at_once_issue_no_id_twice(engine: str, tmp_path: Path) -> None:
    """Both have files of the same names, from which ids are proposed; each goes on until it got its turn."""
    folders = [written(tmp_path / name, "trip", "report", "visit") for name in ("north", "south")]
    together = threading.Barrier(len(folders))
    failed: list[BaseException] = []

    def write(folder: Path) -> None:
        try:
            together.wait()
            for _ in range(200):
                try:
                    update([folder], tmp_path / f"library-{folder.name}")
                    return
                except IndexBusyError:
                    time.sleep(0.1)
            raise TimeoutError(folder)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=(folder,)) for folder in folders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    library = Library(tmp_path / "reader")
    held = ids(library)
    assert len(held) == 6 and library.counts() == (6, 18)
    titles = Counter(library.report(one).metadata.source for one in held)  # type: ignore[union-attr]
    assert set(titles.values()) == {1} and len(titles) == 6
    for folder in folders:  # and whoever looks again finds nothing to do
        summary = update([folder], tmp_path / f"library-{folder.name}")
        assert (summary.added, summary.updated, summary.removed) == (0, 0, 0)
    assert ids(library) == held
    library.close()


def test_a_writer_that_died_is_followed_by_another(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever holds the lock and shows no life loses it, and may write no more."""
    monkeypatch.setattr(mirror, "_DEAD", 0.5)
    monkeypatch.setattr(mirror, "_BEAT", 0.1)
    sources = written(tmp_path / "sources", "a")
    update([sources], tmp_path / "one")
    from indexer.engines import open_engine

    dead = open_engine(engine).sharing(tmp_path / "dead")
    assert dead
    with monkeypatch.context() as still:
        still.setattr(mirror.Mirror, "_beat", lambda self, stop: None)
        held = dead.writing()
        held.__enter__()
    written(sources, "a", "b")
    update([sources], tmp_path / "one")
    (tmp_path / "dead" / "CURRENT").write_text("gen-none", encoding="utf-8")
    with pytest.raises(IndexBusyError):
        held.__exit__(None, None, None)
    library = Library(tmp_path / "reader")
    assert library.counts() == (2, 6)
    library.close()


def test_no_search_fails_while_the_index_is_built_anew(engine: str, tmp_path: Path) -> None:
    sources = written(tmp_path / "sources", "a", "b", "c")
    update([sources], tmp_path / "index")
    library, answers, stop = Library(tmp_path / "web"), Counter[object](), threading.Event()

    def search() -> None:
        while not stop.is_set():
            try:
                answers[library.search(Request("智慧城市")).total] += 1
            except BaogaoError as error:
                answers[str(error)] += 1

    searching = threading.Thread(target=search)
    searching.start()
    for _ in range(2):
        update([sources], tmp_path / "index", rebuild=True)
        time.sleep(1.5)
    stop.set()
    searching.join()
    assert set(answers) == {3} and answers[3] > 5
    library.close()
