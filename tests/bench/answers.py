"""What the web application answers to many requests of every kind: recorded once, compared after a change.

`python -m tests.bench.answers record INDEX FILE` asks the application on an index and keeps what it answers;
`… compare FILE INDEX` asks the same again and prints what is answered otherwise. The requests are made from
the index's own texts through the API, so that a recording of one version can be compared with another's.
"""

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlencode

from flask.testing import FlaskClient

from webapp import create_app

_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
_LATIN = re.compile(r"[A-Za-z][A-Za-z'\-]{2,}")
_CHANGING = re.compile(
    r'"took_ms":\s?[0-9.]+|[?&](?:amp;)?v=[0-9a-f]{12}|<small>[0-9,]+ (?:ms|毫秒)</small>'
    r'|"(?:by_meaning|tier)":[^,\n]*,\s*'
)
# What is no answer: by which files a page is drawn and moved, and which characters of an address are escaped.
_FILES = re.compile(r'\s*<(?:script (?:defer|type="module")[^>]*></script>|link rel="stylesheet"[^>]*>)')
_ADDRESS = re.compile(r'(?:http://localhost)?/(?:reports|people)/[^\s"<>,\\]*')
_WORDS = (
    "智慧城市",
    "姊妹市",
    "新加坡",
    "Lawrence Wong",
    "黃循財",
    "軟體",
    "软件",
    "Sydney",
    "市長",
    "建議",
    "總統府",
    "氣候",
    "COP",
    "smart city",
)
_BROKEN = (
    '"',
    "(",
    ")",
    "a OR",
    "-",
    "NOT",
    "title:",
    "year:abc",
    "date:2016-07..2016-09",
    "year:105..107",
    "105年",
    "民國105年",
    "inno*",
    "a*",
    "rubn~",
    "ＡＮＤ",
    "((((臺中",
    "x" * 600,
    "。",
    "　",
    "-臺中",
    "臺中 -臺北",
    "臺中 OR (花蓮 -花博)",
    "heading:心得",
    "title:峰會",
    "kind:建議",
    "person:柯文哲",
    "agency:臺中市政府",
    "country:日本 OR country:新加坡",
    "title:(峰會 OR 論壇)",
)
_ORDERS = ("relevance", "newest", "oldest")


def main() -> None:
    """Record or compare."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.answers", description=__doc__)
    parser.add_argument("what", choices=("record", "compare"))
    parser.add_argument("paths", type=Path, nargs=2, help="INDEX FILE to record, FILE INDEX to compare")
    parser.add_argument("--show", type=int, default=20, help="differences that are printed whole")
    options = parser.parse_args()
    if options.what == "record":
        index, file = options.paths
        client = create_app({"INDEX": index}).test_client()
        with file.open("w", encoding="utf-8") as out:
            for request in requests(client):
                out.write(json.dumps([*request, *ask(client, *request)], ensure_ascii=False) + "\n")
        return
    file, index = options.paths
    client = create_app({"INDEX": index}).test_client()
    compare(client, file, options.show)


def ask(client: FlaskClient, address: str, language: str) -> tuple[int, str, str]:
    """(status, where it leads, body) of an answer, what changes from run to run left out."""
    found = client.get(address, headers={"Accept-Language": language})
    return (
        found.status_code,
        found.headers.get("Location", ""),
        _CHANGING.sub("", found.get_data(as_text=True)),
    )


def compare(client: FlaskClient, file: Path, show: int) -> None:
    """Print the answers that are others than those recorded, and their number by kind of request."""
    asked: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for line in file.read_text(encoding="utf-8").splitlines():
        address, language, *before = json.loads(line)
        kind = _kind(address)
        asked[kind] += 1
        now = list(ask(client, address, language))
        if list(map(_settled, now)) != list(map(_settled, before)):
            others[kind] += 1
            if sum(others.values()) <= show:
                print(f"- {address} ({language}): {before[0]} → {now[0]}")
                for name, one, other in zip(("leads to", "body"), before[1:], now[1:], strict=True):
                    if _settled(one) != _settled(other):
                        print(f"    {name}: {_difference(_settled(one), _settled(other))}")
    print("\n| kind | requests | answered otherwise |\n| --- | --- | --- |")
    for kind, count in sorted(asked.items()):
        print(f"| {kind} | {count} | {others[kind]} |")
    print(f"| all | {asked.total()} | {others.total()} |")
    sys.exit(1 if others else 0)


def _settled(answered: object) -> str:
    """Return a status, an address or a body without what is no answer."""
    return _ADDRESS.sub(lambda address: unquote(address[0]), _FILES.sub("", str(answered)))


def requests(client: FlaskClient, each: int = 60, seed: int = 7) -> Iterator[tuple[str, str]]:
    """(address, language) of requests of every kind, drawn from the texts of the index."""
    rng = random.Random(seed)
    ids = re.findall(r"/reports/([^<]+)</loc>", client.get("/sitemap.xml").get_data(as_text=True))
    chosen = sorted(rng.sample(sorted(ids), min(len(ids), 4 * each)))
    reports = [
        found.get_json() for id_ in chosen if (found := client.get(f"/api/reports/{id_}")).status_code == 200
    ]
    texts = [section["text"] for report in reports for section in report["sections"] if section["text"]]
    runs = [run for text in texts for run in _RUN.findall(text)]
    latin = sorted({word for text in texts for word in _LATIN.findall(text)})
    for query in (*_WORDS, *_BROKEN):
        yield _search(q=query), "zh-TW"
        yield _page(q=query), "en"
        yield _page(q=query), "zh-TW"
    for length in (1, 2, 3, 4, 6, 8):
        for _ in range(each):
            run = rng.choice([run for run in rng.sample(runs, 400) if len(run) >= length])
            start = rng.randrange(len(run) - length + 1)
            yield _search(q=run[start : start + length]), "zh-TW"
    for _ in range(2 * each):
        yield _search(q=" ".join(run[:3] for run in rng.sample(runs, rng.choice((2, 3))))), "zh-TW"
        yield _search(q=f"{rng.choice(runs)[:2]} {rng.choice(('OR', '-', ''))} {rng.choice(latin)}"), "zh-TW"
    for _ in range(each):
        word, run = rng.choice(latin), rng.choice(runs)[:2]
        slip = word[:1] + word[2:3] + word[1:2] + word[3:]
        yield _search(q=word, explain=1), "en"
        yield _search(q=f"{word[:4]}*"), "en"
        yield _search(q=f"{slip}~"), "en"
        yield _search(q=slip), "en"
        yield _search(q=run, page=rng.randrange(1, 4), per_page=rng.choice((1, 5, 100))), "zh-TW"
        yield _search(q=run, sort=rng.choice(_ORDERS)), "zh-TW"
        yield _search(q=run, collapse="report", sort=rng.choice(_ORDERS)), "zh-TW"
        data = rng.choice(reports)
        filters = {
            "agency": data["metadata"]["agency"],
            "year": data["metadata"]["date"][:4],
            "kind": rng.choice(("建議", "過程", "other")),
        }
        name = rng.choice(list(filters))
        yield _search(q=run, **{name: filters[name]}), "zh-TW"
        yield _search(**{name: filters[name]}, report=data["id"], aliases=0), "zh-TW"
        yield _page(q=run, **{name: filters[name]}), rng.choice(("zh-TW", "en"))
        yield f"/api/suggest?{urlencode({'q': run[:1]})}", "zh-TW"
        yield f"/api/suggest?{urlencode({'q': rng.choice((run, word[:3]))})}", "zh-TW"
    yield from _of_reports(reports, runs, each, rng)
    yield from _of_names(client, rng, each)
    for address in (
        "/",
        "/overview",
        f"/overview?q={quote('臺中')}",
        "/people",
        "/glossary",
        "/robots.txt",
        "/sitemap.xml",
        "/opensearch.xml",
        "/healthz",
        "/nowhere",
        "/reports/none",
        "/people/none",
        "/search?page=0",
        "/search?sort=x",
        "/api/search?per_page=101",
    ):
        yield address, "zh-TW"
        yield address, "en"
    for query in _WORDS:
        for form in ("/export.csv", "/export.json", "/feed.atom"):
            yield f"{form}?{urlencode({'q': query})}", "zh-TW"


def _of_reports(
    reports: list[dict[str, Any]], runs: list[str], each: int, rng: random.Random
) -> Iterator[tuple[str, str]]:
    for report in rng.sample(reports, min(each, len(reports))):
        base = f"/reports/{quote(report['id'])}"
        section = rng.choice(report["sections"])
        link = f"{base}/s/{quote(section['id'])}"
        run = rng.choice(runs)[:2]
        yield f"/api{base}", "zh-TW"
        yield f"{base}?{urlencode({'q': run})}", "zh-TW"
        yield f"{base}?{urlencode({'q': section['text'][:2] or run, 'hit': 1})}", "en"
        yield link, "zh-TW"
        yield f"{link}?{urlencode({'quote': section['text'][:20]})}", "zh-TW"
        yield f"/api{link}/similar", "zh-TW"
        yield f"{link}/similar", "en"
        yield f"{base}/{'/'.join(map(quote, section['path']))}", "zh-TW"
        yield f"{base}/cite", "zh-TW"
        yield (
            f"{base}/cite.{rng.choice(('ris', 'bib', 'json'))}?{urlencode({'section': section['id']})}",
            "zh-TW",
        )
        yield f"{base}/original", "zh-TW"


def _of_names(client: FlaskClient, rng: random.Random, each: int) -> Iterator[tuple[str, str]]:
    people = client.get("/api/people?per_page=100").get_json()["people"]
    for person in rng.sample(people, min(each, len(people))):
        yield f"/people/{quote(person['slug'])}", "zh-TW"
        yield f"/api/people/{quote(person['slug'])}", "zh-TW"
        yield f"/api/people?{urlencode({'q': person['name']})}", "zh-TW"
        yield _search(q=person["name"]), "zh-TW"
        yield _search(person=person["name"]), "zh-TW"
    yield f"/people/{quote(people[0]['slug'])}/feed.atom", "zh-TW"
    pairs = client.get("/api/glossary?per_page=100").get_json()["pairs"]
    for pair in rng.sample(pairs, min(each, len(pairs))):
        yield f"/api/glossary?{urlencode({'q': pair['english']})}", "zh-TW"
        yield _search(q=pair["english"]), "en"


def _search(**values: object) -> str:
    return f"/api/search?{urlencode(values)}"


def _page(**values: object) -> str:
    return f"/search?{urlencode(values)}"


def _kind(address: str) -> str:
    path = address.partition("?")[0]
    pieces = path.strip("/").split("/")
    return (
        "/".join(pieces[:2])
        if pieces[0] == "api"
        else f"{pieces[0]}{'/…' if len(pieces) > 1 else ''}" or "home"
    )


def _difference(one: str, other: str) -> str:
    """What stands around the first character that differs."""
    place = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    start = max(0, place - 60)
    return f"…{one[start : place + 60]!r} → …{other[start : place + 60]!r}"


if __name__ == "__main__":
    main()
