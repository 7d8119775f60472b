"""Reports marked 限閱: named groups alone see them, and nothing tells anybody else that they are there."""

import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash

from indexer import settings
from indexer.cli import main
from indexer.cli.index import index
from indexer.errors import SettingError
from indexer.library import Library
from indexer.model.search import Request
from indexer.settings import PUBLIC, Audience
from indexer.updating.generations import current
from webapp import create_app
from webapp.plumbing.audience import chosen

_FORM = "臺中市政府公務出國報告提要\n出國報告名稱：{title}\n出國計畫主辦機關：{agency}\n出國期間：105年{month}月7日至105年{month}月9日\n派赴國家：{country}\n報告日期：105年{month}月30日\n"
_BODY = "壹、目的\n為推動智慧城市，參加世界城市峰會（World Cities Summit）。\n貳、過程\n一、拜會\n拜會新加坡市長林秉坤（Lim Ping Kun），就智慧城市交換意見。\n參、建議\n{advice}\n"
_SECRET = (
    "與匰匰市市長魏斯曼諾夫（Quvvar Zeisman）會談，就匰匰協定（Zuvvaq Treaty）交換意見，並參加智慧城市論壇。"
)
_WORDS = (
    "匰匰",
    "匰匰協定",
    "魏斯曼諾夫",
    "Quvvar",
    "Zuvvaq",
    "Zeisman",
    "Quvvra",
    "Zuvaq",
    "馬爾他",
    "智慧城市",
    "機密",
)
_HIDDEN = "secret-visit"
_TREMBLING = re.compile(
    rb'"took_ms": ?[\d.e-]+|"seen_ms": ?[\d.e-]+|<updated>[^<]*</updated>|[0-9.]+ ?(?:ms|\xe6\xaf\xab\xe7\xa7\x92)'
)


def _text(mark: str = "", secret: bool = False, month: int = 9, title: str = "世界城市峰會") -> str:
    agency, country = ("機密事務局", "馬爾他") if secret else ("臺中市政府", "新加坡")
    form = _FORM.format(title=title, agency=agency, month=month, country=country)
    return form + mark + _BODY.format(advice=_SECRET if secret else f"建議推動第{month}期智慧城市。")


def _corpus(folder: Path, hidden: bool) -> Path:
    folder.mkdir(parents=True)
    for month in (5, 6, 7):
        (folder / f"report-{month}.txt").write_text(_text(month=month), encoding="utf-8")
    if hidden:
        secret = _text("限閱與否：是\n", secret=True, title="匰匰市機密訪問")
        (folder / f"{_HIDDEN}.txt").write_text(secret, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two indexes of the public: of a corpus with a restricted report, and of one without; built by the command."""
    home = tmp_path_factory.mktemp("restricted")
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr(
        sys.modules[index.callback.__module__], "_learn", lambda library, jobs: library.learn_copies()
    )
    for name, hidden in (("with", True), ("without", False)):
        corpus = _corpus(home / name / "reports", hidden)
        environment = {"BAOGAO_AUDIENCES": "staff=限閱,mofa; some=mofa"}
        ran = CliRunner().invoke(
            main, ["index", str(corpus), "--index", str(home / name / "index")], env=environment
        )
        assert ran.exit_code == 0, ran.output
    monkeypatch.undo()
    return home / "with" / "index", home / "without" / "index"


def _app(folder: Path, monkeypatch: pytest.MonkeyPatch, **variables: str) -> Flask:
    monkeypatch.setenv("BAOGAO_AUDIENCES", "staff=限閱,mofa; some=mofa")
    for name, value in variables.items():
        monkeypatch.setenv(f"BAOGAO_{name}", value)
    return create_app({"INDEX": folder})


def _addresses(app: Flask, hidden: tuple[str, str, str]) -> Iterator[str]:
    """Every address that can be read, with what is public in it and what is not."""
    report, section, slug = hidden
    values = {
        "report_id": ["report-5", report], "section_id": ["3", section], "slug": ["lim-ping-kun", slug], "numbers": ["參"],
        "signs": ["AAAAAAAA"], "form": ["ris", "txt"], "part": ["1"], "number": ["1"], "filename": ["style.css"], "v": ["1"], "name": ["keys.js"],
    }  # fmt: skip
    few = ["", "?q=匰匰", "?q=Quvvar", "?report=secret-visit&q=智慧城市"]
    many = [
        *few,
        *(f"?q={word}" for word in _WORDS),
        "?q=匰匰~",
        "?q=Quv*",
        "?q=person:魏斯曼諾夫",
        "?q=-新加坡",
    ]
    many += ["?agency=機密事務局&q=智慧城市", "?country=馬爾他", "?year=2016", "?q=會談的內容&collapse=1"]
    special = {
        "/memo": [f"?s={report}/{section}&s=report-5/3"],
        "/compare": ["?q=智慧城市&by=country", "?q=智慧城市&by=agency&agency=機密事務局"],
    }
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.rule.startswith("/static"):
            continue
        paths = [rule.rule]
        parts = rule.arguments - set(rule.defaults or ())
        for name in parts:
            made = re.compile(rf"<(?:[^<>]*:)?{name}>")
            paths = [made.sub(value, path) for path in paths for value in values[name]]
        queries = many if rule.rule in ("/api/search", "/search", "/api/suggest") else few
        queries = ["", "?q=智慧城市"] if parts else [*queries, *special.get(rule.rule, ())]
        yield from (path + query for path in paths for query in queries)


def _answer(client: FlaskClient, address: str) -> tuple[int, bytes, list[tuple[str, str]]]:
    """What can be told from an answer, without what differs between two requests of one server."""
    response = client.get(address)
    kept = [
        (name, value)
        for name, value in response.headers
        if name not in ("X-Request-Id", "ETag", "Last-Modified", "Content-Length", "Set-Cookie", "Date")
    ]
    body = response.get_data()
    response.close()
    if (response.mimetype or "").startswith("application/vnd"):
        body = b"a zip, with times in it"
    return response.status_code, _TREMBLING.sub(b"", body), kept


def _apart(one: bytes, other: bytes) -> tuple[bytes, bytes]:
    """Where two answers part."""
    place = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return one[max(0, place - 80) : place + 80], other[max(0, place - 80) : place + 80]


def test_the_public_site_is_as_if_the_report_had_never_been(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not a count, name, completion, feed, status or header differs, whichever address is read."""
    staff = Library(settings.index_for(folders[0], Audience("staff", frozenset())))
    secret = staff.report(_HIDDEN)
    assert secret and len(staff.people("魏斯曼諾夫")) == 1  # there is something to be found
    hidden = (secret.id, secret.sections[-1].id, staff.people("魏斯曼諾夫")[0].slug)
    app, without = (_app(folder, monkeypatch) for folder in folders)
    one, other, number = app.test_client(), without.test_client(), 0
    for address in _addresses(app, hidden):
        if "metrics" in address:  # of the server, with the index's time
            continue
        told, wanted = _answer(one, address), _answer(other, address)
        assert told[0] == wanted[0], address
        assert told[1] == wanted[1], (address, _apart(told[1], wanted[1]))
        assert told[2] == wanted[2], (address, set(told[2]) ^ set(wanted[2]))
        number += 1
    assert number > 200
    for name in ("names.db", "redirects.json"):
        public = (current(folders[0]) / name).read_bytes()
        assert not any(word.encode() in public for word in ("匰匰", "魏斯曼諾夫", "Quvvar", "Zuvvaq"))


def test_no_name_of_it_is_there_to_be_looked_for(folders: tuple[Path, Path]) -> None:
    """So that nothing takes longer for it: names, their keys and terms are the very same."""
    kept: list[list[list[str]]] = []
    for folder in folders:
        with closing(sqlite3.connect(current(folder) / "names.db")) as names:
            tables = ("person", "alias", "pair", "mention")
            kept.append([sorted(map(repr, names.execute(f"select * from {table}"))) for table in tables])
        view = Library(folder)._searcher.view
        kept[-1] += [sorted(map(str, view.terms(field, "", False, 10**6))) for field in ("words", "complete")]
    assert kept[0] == kept[1]


def test_named_groups_see_it(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    users = tmp_path / "users.tsv"
    users.write_text(
        f"chen\t限閱,mofa\t{generate_password_hash('right', 'pbkdf2:sha256:1000')}\n", encoding="utf-8"
    )
    app = _app(folders[0], monkeypatch, GROUPS_HEADER="X-Groups", PROXIES="10.0.0.0/8", USERS=str(users))
    client, address = app.test_client(), "/api/search?q=匰匰"
    groups = {"X-Groups": "限閱, mofa, others".encode().decode("latin-1")}
    asked = {
        "nobody": client.get(address),
        "said by a stranger": client.get(address, headers=groups),
        "said by the proxy": client.get(
            address, headers=groups, environ_overrides={"REMOTE_ADDR": "10.1.1.1"}
        ),
        "one group of two": client.get(
            address, headers={"X-Groups": "mofa"}, environ_overrides={"REMOTE_ADDR": "10.1.1.1"}
        ),
        "signed in": client.get(address, auth=("chen", "right")),
    }
    found = {who: answer.get_json()["total"] for who, answer in asked.items()}
    assert found == {
        "nobody": 0,
        "said by a stranger": 0,
        "said by the proxy": 2,
        "one group of two": 0,
        "signed in": 2,
    }
    assert asked["signed in"].headers["Cache-Control"].startswith("private")
    assert {"Authorization", "X-Groups"} <= set(asked["nobody"].vary)
    tag = asked["said by the proxy"].headers["ETag"]
    assert (
        client.get(address, headers={"If-None-Match": tag}).status_code == 200
    )  # not 304 for who may not see it
    page = client.get(f"/reports/{_HIDDEN}", auth=("chen", "right")).get_data(as_text=True)
    assert "限閱" in page and "匰匰" in page
    for wrong in (("chen", "wrong"), ("nobody", "right"), ("", "")):
        refused = client.get(address, auth=wrong)
        assert refused.status_code == 401 and refused.headers["WWW-Authenticate"].startswith("Basic")
        assert set(refused.get_json()["error"]) == {"code", "message"}
    assert client.get("/sign-in").status_code == 401
    assert client.get("/sign-in", auth=("chen", "right")).status_code == 302


def test_check_looks_at_the_index_of_each_audience(folders: tuple[Path, Path], tmp_path: Path) -> None:
    index = shutil.copytree(folders[0], tmp_path / "index")
    ran = CliRunner().invoke(main, ["check", "--index", str(index)])
    assert ran.exit_code == 0 and ran.output.count("as they were written") == 3
    names = current(settings.index_for(index, Audience("staff", frozenset()))) / "names.db"
    whole = names.read_bytes()
    flipped = tmp_path / "flipped"  # put in its place, for the first check may still read what it opened
    flipped.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    flipped.replace(names)
    assert CliRunner().invoke(main, ["check", "--index", str(index)]).exit_code == 1


def test_a_visitor_gets_the_largest_audience_of_their_groups() -> None:
    several = (
        PUBLIC,
        Audience("a", frozenset({"x"})),
        Audience("b", frozenset({"x", "y"})),
        Audience("c", frozenset({"z"})),
    )
    assert [chosen(groups, several).name for groups in ((), ("x",), ("y",), ("y", "x", "q"), ("z", "x"))] == [
        "",
        "a",
        "",
        "b",
        "a",
    ]


def test_a_mark_that_comes_later_hides_what_was_public(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a change of the report, or a line of access.tsv; its old link says no more than that of no report."""
    corpus, index = _corpus(tmp_path / "reports", hidden=False), tmp_path / "index"
    Library(index).update([corpus])
    client = _app(index, monkeypatch).test_client()
    assert client.get("/reports/report-5").status_code == client.get("/reports/report-6").status_code == 200
    (corpus / "report-5.txt").write_text(_text("限閱：■是 □否\n", month=5), encoding="utf-8")
    (corpus / "access.tsv").write_text("report-6*\tmofa\n", encoding="utf-8")
    summary = Library(index).update([corpus])
    assert (summary.removed, summary.unchanged, summary.reports) == (2, 1, 1)
    for name in ("report-5", "report-6"):
        assert client.get(f"/reports/{name}").status_code == 404
        (corpus / f"{name}.txt").rename(tmp_path / name)
    Library(index).update([corpus])
    assert client.get("/reports/report-6").status_code in (404, 410)
    (corpus / "access.tsv").write_text("report-6*\t*\n", encoding="utf-8")
    for name in ("report-5", "report-6"):
        (tmp_path / name).rename(corpus / f"{name}.txt")
    assert Library(index).update([corpus]).reports == 2
    assert Library(index).search(Request("第6期")).total == 1


def test_audiences_share_no_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOGAO_AUDIENCES", "staff=mofa")
    monkeypatch.setenv("BAOGAO_ENGINE", "opensearch+http://127.0.0.1:9200/trips")
    with pytest.raises(SettingError, match="BAOGAO_AUDIENCES"):
        settings.audiences()


@pytest.mark.parametrize("value", ["staff", "staff=", "=x", "../x=y", "a=b; a=c", "A b=c"])
def test_audiences_that_cannot_be_are_said(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("BAOGAO_AUDIENCES", value)
    with pytest.raises(SettingError, match="BAOGAO_AUDIENCES"):
        settings.audiences()
