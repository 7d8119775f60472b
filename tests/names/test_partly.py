"""Names after a few reports changed are those that learning from all reports gives."""

import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from indexer.anatomy.sections import build_report
from indexer.model.people import Observed
from indexer.model.report import Document
from indexer.names.across import learning, partly
from indexer.names.across.learning import Learnt, Source, learn
from indexer.names.reading.observe import observe
from indexer.names.store import Names
from indexer.names.tables import CHANGES, NAMES

# sentences with names that are the same person's, another's of the same name, and nobody's, in any report
_SENTENCES = (
    "市長柯文哲（Ko Wen-je）致詞。",
    "臺北市市長柯文哲與會。",
    "柯文哲表示歡迎。",
    "經濟部部長王美花（Wang Mei-hua）說明。",
    "王美花局長陪同。",
    "由黃國昌（Huang Kuo-chang）委員率團。",
    "黃國昌主任接待。",
    "鹿特丹市市長阿布塔勒布（Ahmed Aboutaleb）會見。",
    "世界衛生組織（World Health Organization, WHO）秘書長譚德塞（Tedros Adhanom）發表演說。",
    "衛生組織（World Health Organization）代表出席。",
    "世界貿易組織（WTO）會議。",
    "世貿組織（WTO）會議。",
    "拜會史密斯先生（Mr. John Smith）。",
    "John Smith 教授演講。",
    "Dr. John A. Smith 主持。",
    "國家發展委員會（National Development Council）主委陳美伶出席。",
    "國發會（National Development Council）。",
    "亞太經濟合作（APEC）會議，主席李顯龍（Lee Hsien Loong）。",
    "李顯龍總理接見。",
    "智慧城市展（Smart City Expo）開幕，科長林佳龍導覽。",
)
_DECISIONS = (
    "- merge: [王美花 @ r3, 黃國昌 @ r5]\n- split: 柯文哲 @ r2\n- name: John Smith\n  chinese: 史約翰\n"
)
_GLOSSARY = "confirm\t世貿組織\tWTO\torganisation\nreject\t衛生組織\tWorld Health Organization\n"


def _said(report_id: str, rng: random.Random) -> Observed:
    lines = rng.choices(_SENTENCES, k=rng.randint(1, 6))
    text = (
        f"報告日期：{rng.randint(99, 112)}年5月1日\n壹、目的\n"
        + "".join(lines[:3])
        + "\n貳、過程\n"
        + "".join(lines[3:])
    )
    return observe(build_report(Document(report_id, text, f"{report_id}.txt")))


def _contents(path: Path) -> dict[str, object]:
    """All that the names tell, by whichever way it is asked."""
    names = Names(path / NAMES)
    forms = {form for (form,) in names._rows("select form from alias")}
    people = names.people
    return {
        "people": people,
        "bodies": {one.slug: names.person(one.slug) for one in people},
        "pairs": names.pairs,
        "forms": {form: names.forms(form) for form in forms},
        "naming": {one.slug: sorted(names.sections_naming([one.slug])) for one in people},
        "met": {one.slug: sorted(names.met_with(one.slug, 99)) for one in people},
        "named": {report: [one.slug for one, _ in names.named_in(report)] for report in names.checksums()},
        "observed": {said.report: said for said in names.observed()},
        "checksums": names.checksums(),
    }


def _learnt(folder: Path, said: Mapping[str, Observed], versions: Mapping[str, int], roots: Path) -> Learnt:
    folder.mkdir(exist_ok=True)
    source = Source({one: str(version) for one, version in versions.items()}, lambda report_id: None)
    return learn(folder, source, said, [roots])


@pytest.mark.parametrize("decided", [False, True])
def test_a_few_changes_give_the_names_that_all_reports_give(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, decided: bool
) -> None:
    monkeypatch.setattr(learning, "PARTS", 1)
    rng = random.Random(11 + decided)
    roots = tmp_path / "corpus"
    roots.mkdir()
    if decided:
        (roots / "people.yml").write_text(_DECISIONS, encoding="utf-8")
        (roots / "glossary.tsv").write_text(_GLOSSARY, encoding="utf-8")
    said = {f"r{number}": _said(f"r{number}", rng) for number in range(30)}
    versions = dict.fromkeys(said, 0)
    _learnt(tmp_path / "partly", said, versions, roots)
    written = 0
    for step in range(25):
        for _ in range(rng.choice((1, 1, 2, 3))):
            what, report_id = rng.choice(("change", "remove", "add")), rng.choice(list(said))
            if what == "remove":
                del said[report_id], versions[report_id]
            else:
                report_id = report_id if what == "change" else f"r{30 + step}"
                said[report_id], versions[report_id] = _said(report_id, rng), step + 1
        learnt = _learnt(tmp_path / "partly", said, versions, roots)
        written += (tmp_path / "partly" / CHANGES).exists()
        whole = _learnt(tmp_path / f"whole-{step}", said, versions, roots)
        assert _contents(tmp_path / "partly") == _contents(tmp_path / f"whole-{step}")
        assert learnt == whole
    assert written > 15


def test_where_too_many_reports_would_be_read_all_is_learnt_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partly, "MOST", 3)
    rng = random.Random(5)
    said = {f"r{number}": _said(f"r{number}", rng) for number in range(40)}
    versions = dict.fromkeys(said, 0)
    _learnt(tmp_path / "partly", said, versions, tmp_path)
    said["r7"], versions["r7"] = _said("r7", rng), 1
    _learnt(tmp_path / "partly", said, versions, tmp_path)
    _learnt(tmp_path / "whole", said, versions, tmp_path)
    assert not (tmp_path / "partly" / CHANGES).exists()
    assert _contents(tmp_path / "partly") == _contents(tmp_path / "whole")
