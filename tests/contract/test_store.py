"""What every engine must keep: visible when a call returns, replaced and dropped whole, opened again."""

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.engines import ENGINES, open_engine
from indexer.engines.arrays.snapshot import Snapshot
from indexer.engines.whoosh.store import WhooshStore
from indexer.errors import SettingError
from indexer.model.report import UNSTATED, Report
from indexer.model.search import Request
from indexer.search.ports import Batch
from indexer.updating.opened import Opened
from indexer.updating.update import update
from tests.contract.conftest import TRIED, Building, Kept, report, setting_of


def test_what_is_put_is_found_when_the_call_returns(build: Building) -> None:
    kept = build()
    states = {kept.store.state()}
    for number in range(3):
        kept.put(report(f"r{number}", "智慧城市"))
        assert kept.search("智慧城市").total == number + 1
        states.add(kept.store.state())
    assert len(states) == 4 and kept.commits == 3


def test_each_commit_changes_the_state(build: Building) -> None:
    """Two that leave as many bytes within one tick of the clock too."""
    kept = build(report("r", "甲"))
    states = [kept.store.state()]
    for text in "乙丙丁":
        kept.put(report("r", text))
        states.append(kept.store.state())
    kept.store.drop(["r"])
    states.append(kept.store.state())
    assert len(set(states)) == len(states) and kept.commits == 5
    before = kept.store.state()
    kept.search("甲")
    kept.put()
    kept.store.drop([])
    assert kept.store.state() == before and kept.commits == 5


def test_a_view_stays_as_it_was(build: Building) -> None:
    kept = build(report("r", "甲乙丙"))
    searcher = kept.searcher
    kept.put(report("r", "丁戊己"), report("s", "甲乙丙"))
    kept.store.drop(["s"])
    assert [hit.report_id for hit in searcher.search(Request("甲乙丙")).hits] == ["r"]
    assert searcher.view.size() == (1, 1) and kept.search("甲乙丙").total == 0


def test_a_report_put_again_is_replaced_whole(build: Building) -> None:
    old = report(
        "r",
        ("舊標題", "舊文字 oldword"),
        "第二段",
        title="舊題",
        date="2015-01-01",
        agency="外交部",
        people=("陳舊",),
    )
    kept = build(
        [old, report("s", "別的報告", agency="外交部長")], report("r", "全新內容", title="改名", date="2016")
    )
    for gone in (
        "舊文字",
        "舊標題",
        "第二段",
        "oldword",
        "oldw*",
        "oldwood~",
        "title:舊題",
        "year:2015",
        "person:陳舊",
    ):
        assert set(kept.found(gone, aliases=False)) <= {"s/0"}, gone
    assert kept.found("全新內容") == kept.found("title:改名") == ["r/0"]
    assert kept.searcher.view.size() == (2, 2)
    new = kept.searcher.view.report("r")
    assert new and new.title == "改名" and len(new.sections) == 1
    assert kept.found("agency:外交部") == ["s/0"]  # a part of what is left; the whole of nothing
    facets = kept.search("的報告 OR 全新內容").facets
    assert facets["agency"] == [("外交部長", 1), (UNSTATED, 1)] and facets["person"] == []
    assert facets["year"] == [("2016", 1), (UNSTATED, 1)]
    assert [one.text for one in kept.searcher.suggest("舊")] == []


def test_what_is_dropped_is_gone(build: Building) -> None:
    kept = build([report("r", "智慧城市"), report("s", "智慧城市", agency="外交部")], report("t", "智慧城市"))
    kept.store.drop(["s", "no such report"])
    assert sorted(kept.found("智慧城市")) == ["r/0", "t/0"]
    assert kept.searcher.view.size() == (2, 2) and kept.searcher.view.report("s") is None
    overview = kept.searcher.view.overview()["agency"]
    assert kept.search("智慧城市").facets["agency"] == overview == [(UNSTATED, 2)]
    kept.store.drop(["r", "t"])
    assert kept.search("智慧城市").total == 0 and kept.searcher.view.size() == (0, 0)
    kept.put(report("s", "智慧城市"))
    assert kept.found("智慧城市") == ["s/0"]


def test_a_store_is_opened_again_as_it_was(build: Building) -> None:
    kept = build(report("r", "智慧城市"), report("s", "智慧城市"))
    kept.store.drop(["r"])
    state = kept.store.state()
    kept.reopen()
    assert kept.store.state() == state and kept.found("智慧城市") == ["s/0"]
    kept.put(report("t", "智慧城市"))
    assert kept.search("智慧城市").total == 2


def test_calls_come_in_order(build: Building) -> None:
    """The batches are taken, then `before`, the commit, and `after` with its ids; a reader sees it there."""
    kept = build()
    happened: list[object] = []

    def batches() -> Iterator[Batch]:
        for name in "ab":
            happened.append(f"batch {name}")
            yield kept.engine.analyse([report(name, "智慧城市")])

    def before() -> None:
        happened.append(("before", kept.commits))

    def after(ids: list[str]) -> None:
        happened.append(("after", kept.commits, sorted(ids), kept.search("智慧城市").total))

    kept.store.put(batches(), before, after)
    assert happened == ["batch a", "batch b", ("before", 0), ("after", 1, ["a", "b"], 2)]


def test_nothing_is_kept_when_it_may_not_be(build: Building) -> None:
    kept = build(report("a", "智慧城市"))

    def before() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        kept.store.put([kept.engine.analyse([report("b", "智慧城市")])], before)
    assert kept.found("智慧城市") == ["a/0"] and kept.commits == 1
    kept.put(report("b", "智慧城市"))  # nothing is left locked
    assert kept.search("智慧城市").total == 2


def test_a_batch_is_put_under_other_ids(build: Building) -> None:
    kept = build()
    batch = kept.engine.analyse([report("draft", ("標題", "智慧城市"))])
    ((one, texts),) = batch.texts()
    assert one.id == "draft" and texts == ["标题\n智慧城市"]
    kept.store.put([batch.under((Report("final", one.title, one.metadata, one.sections),))])
    assert kept.found("智慧城市") == kept.found("report:final") == ["final/0"] and list(
        kept.searcher.view.ids()
    ) == ["final"]


def test_many_commits_are_searched_as_one(build: Building) -> None:
    kept = build(*(report(f"r{number}", "智慧城市", f"第{number}段") for number in range(20)))
    kept.put(*(report(f"r{number}", "智慧城市，改過了") for number in range(0, 20, 2)))
    assert kept.search("智慧城市").total == 20 and kept.search("改過").total == 10
    assert kept.searcher.view.size() == (20, 30) and set(kept.searcher.view.ids()) == {
        f"r{n}" for n in range(20)
    }
    if isinstance(kept.store, WhooshStore):
        assert len(kept.store.snapshot().segments) < 9


def test_an_engine_is_known_by_its_name() -> None:
    with pytest.raises(SettingError, match=", ".join(ENGINES)):
        open_engine("sqlite")


def test_an_engine_is_opened_by_the_setting(
    engine_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An index is made and followed by whichever engine BAOGAO_ENGINE names."""
    monkeypatch.setenv("BAOGAO_ENGINE", setting_of(engine_name))
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "a.txt").write_text("壹、目的\n訪問新加坡的智慧城市。", encoding="utf-8")
    assert not update([sources], tmp_path / "index").failed
    opened = Opened(tmp_path / "index")
    assert opened.searcher().search(Request("智慧城市")).total == 1
    assert opened.searcher() is opened.searcher()
    (sources / "b.txt").write_text("壹、目的\n智慧城市在日本。", encoding="utf-8")
    update([sources], tmp_path / "index")
    assert opened.searcher().search(Request("智慧城市")).total == 2
    (sources / "a.txt").unlink()
    update([sources], tmp_path / "index")
    assert [hit.report_id for hit in opened.searcher().search(Request("智慧城市")).hits] == ["b"]
    opened.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc for maps")
def test_an_old_state_is_let_go_when_a_newer_one_replaces_it(tmp_path: Path) -> None:
    """Without the collector: one live snapshot, and no map of a deleted file, over eight updates."""
    sources, index = tmp_path / "sources", tmp_path / "index"
    sources.mkdir()
    opened = Opened(index)
    for number in range(8):
        (sources / "a.txt").write_text(f"壹、目的\n智慧城市，第{number}次 smart{number}。", encoding="utf-8")
        (sources / f"b{number}.txt").write_text("壹、目的\n智慧城市。", encoding="utf-8")
        update([sources], index)
        gc.collect()  # what the update itself left
        gc.disable()
        try:
            searcher = opened.searcher()
            searcher.search(Request("智慧城市 smar*", collapse=True, explain=True))
            searcher.suggest("智慧")
            searcher.similar("a", "s1")
            searcher.view.overview()
            del searcher
            alive = sum(type(one) is Snapshot for one in gc.get_objects())
            assert alive == 1
            maps = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
            assert not [line for line in maps if str(index) in line and line.endswith("(deleted)")]
        finally:
            gc.enable()
    opened.close()


def test_one_engine_answers_as_the_other_on_the_samples(corpus_index: Path, tmp_path: Path) -> None:
    """The sample reports, asked as people ask: the same sections in the same order, ties apart."""
    library = Opened(corpus_index)
    view = library.searcher().view
    reports = [one for name in sorted(view.ids()) if (one := view.report(name))]
    stores = [Kept(name, tmp_path / name) for name in TRIED]
    for kept in stores:
        kept.put(*reports)
    searchers = [kept.searcher for kept in stores]
    for text in ("智慧城市", "姊妹市", "總統府 訪問", "觀光 OR 農產", "-臺南", "Ko Wen Je", "smart cit*", "荷蘭鹿特丹市長談了什麼題目？",
                 "heading:建議", "title:世界城市峰會 交通", '"world cities"', "year:105 交通", "日本的觀光", "rubn~", "水滸"):  # fmt: skip
        first, *others = (searcher.search(Request(text)).hits for searcher in searchers)
        for hits in others:
            assert [hit.score for hit in hits] == pytest.approx([hit.score for hit in first], abs=1e-3), text
            for mine, theirs in zip(first, hits, strict=True):
                tied = [hit for hit in first if abs(hit.score - mine.score) < 1e-3]
                same = (mine.report_id, mine.section_id) == (theirs.report_id, theirs.section_id)
                assert same or len(tied) > 1 or mine.score == first[-1].score, text
        suggested = [
            [(s.text, s.kind, s.count) for s in searcher.suggest(text[:2])] for searcher in searchers
        ]
        assert all(sorted(each) == sorted(suggested[0]) for each in suggested), text
    for kept in stores:
        kept.close()
    library.close()
