"""A backup of the folder of reports is enough: restored elsewhere, every link leads where it led."""

import os
import random
import shutil
from pathlib import Path

import pytest

from indexer.library import Library
from indexer.links.ledger import LEDGER
from indexer.model.leads import Lead
from indexer.updating.update import update
from tests.bench import broken
from tests.bench.broken import Corpus

_TEXT = "壹、目的\n訪問{n}市，了解智慧城市。\n貳、過程\n{a}\n參、建議\n{b}\n"


def _write(folder: Path, name: str, first: str, second: str, number: str) -> None:
    (folder / f"{name}.txt").write_text(_TEXT.format(n=number, a=first, b=second), encoding="utf-8")


def _links(index: Path, ids: set[tuple[str, str]]) -> dict[tuple[str, str], tuple[str | None, Lead | None]]:
    """What each link leads to: the words that stand there, another id, or the last heading of what is gone."""
    library = Library(index)
    found: dict[tuple[str, str], tuple[str | None, Lead | None]] = {}
    for report_id, section_id in ids:
        report = library.report(report_id)
        sections = {one.id: one.searchable for one in report.sections} if report else {}
        lead = library.lead(report_id, section_id if report else "")
        found[report_id, section_id] = sections.get(section_id), lead
    library.close()
    return found


def _ids(index: Path) -> set[tuple[str, str]]:
    library = Library(index)
    reports = [library.report(report_id) for report_id in library.report_ids()]
    library.close()
    return {(report.id, one.id) for report in reports if report for one in report.sections}


def test_a_restored_backup_has_all_links_alive(tmp_path: Path) -> None:
    reports, index = tmp_path / "reports", tmp_path / "index"
    reports.mkdir()
    issued: set[tuple[str, str]] = set()
    for number in range(5):
        _write(
            reports,
            f"r{number}",
            "與市長會談交通政策與住宅政策" * 3,
            "建議推動姊妹市交流與人才培訓" * 3,
            str(number),
        )
    for change in range(4):
        if change == 1:  # sections change places, one is removed, a file is renamed, another one goes
            _write(reports, "r0", "建議推動姊妹市交流與人才培訓" * 3, "與市長會談交通政策與住宅政策" * 3, "0")
            (reports / "r1.txt").write_text("壹、目的\n訪問1市，了解智慧城市。\n", encoding="utf-8")
        if change == 2:
            (reports / "r2.txt").rename(reports / "renamed.txt")
            (reports / "r3.txt").unlink()
        update([reports], index)
        issued |= _ids(index)
    before = _links(index, issued)
    assert len(issued) > 18 and any(lead for _, lead in before.values()) and all(map(any, before.values()))
    shutil.copytree(reports, tmp_path / "backup")
    shutil.rmtree(reports)
    shutil.rmtree(index)
    restored = Path(shutil.copytree(tmp_path / "backup", tmp_path / "elsewhere"))
    summary = update([restored], tmp_path / "new", rebuild=True)
    assert summary.reports == 4 and not summary.failed
    assert _links(tmp_path / "new", issued) == before
    (restored / LEDGER).unlink()
    update([restored], tmp_path / "without", rebuild=True)
    assert _links(tmp_path / "without", issued) != before, "without the ledger some links die"


@pytest.mark.skipif(not shutil.which("setpriv") or os.geteuid() != 0, reason="takes a right away from root")
def test_a_ledger_that_may_not_be_written_to_is_gone_on_with_in_the_index(tmp_path: Path) -> None:
    """Reports that change meanwhile keep their ids."""
    corpus, index = Corpus(tmp_path / "reports"), tmp_path / "index"
    corpus.begin(4)
    update([corpus.folder], index)
    corpus.change(random.Random(1))
    for path, mode in ((corpus.folder / LEDGER, 0o444), (corpus.folder, 0o555)):
        path.chmod(mode)
    rights = "-dac_override,-dac_read_search"
    within = ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}"]
    for step in range(2):
        status, said = broken.run("index", corpus.folder, "--index", index, within=within)
        assert status == 0, said
        assert broken.wrong(index, corpus.versions) == [] and (index / LEDGER).exists()
        corpus.change(random.Random(step))
