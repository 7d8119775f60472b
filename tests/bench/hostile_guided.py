"""Hostile input that coverage guides: atheris (libFuzzer) looks for inputs that reach new code."""

import json
import logging
import random
import sys
from dataclasses import asdict
from pathlib import Path

import atheris  # of the extra `bench`, before what is looked at

with atheris.instrument_imports(include=["indexer.search", "indexer.text", "indexer.model", "webapp"]):
    from indexer.library import Library
    from tests.bench.hostile import Tally, asked, called, marked, terms_of, tried
    from tests.bench.hostile_inputs import environment, query, request
    from webapp import create_app

_LONGEST = 400  # bytes of an input
_SEEDS = 300  # inputs by grammar to begin with


def guided(kind: str, index: Path, number: int, seed: int, out: Path) -> None:
    """Try queries or requests, and write the tally as it grows."""
    logging.disable(logging.CRITICAL)
    library, tally = Library(index), Tally()
    app = create_app({"INDEX": index})
    name = library.report_ids()[0]
    report = library.report(name)
    assert report and not asked(library, "warm up") and not marked(library, report, "warm up")  # reads tables

    def one(data: bytes) -> None:
        if kind != "requests":
            text = data.decode("utf-8", "replace")
            tally.timed(text, lambda: tried(kind, library, report, text))
        else:
            path, _, rest = data.partition(b"?")
            parameters, _, host = rest.partition(b"\n")
            environ = environment(
                b"/" + path.replace(b"{r}", name.encode()).lstrip(b"/"), parameters.decode("latin-1")
            )
            if host:
                environ["HTTP_HOST"] = host.decode("latin-1")
            tally.timed(data, lambda: called(app, environ))
        if tally.inputs % 500 == 0 or tally.inputs >= number:
            out.write_text(json.dumps(asdict(tally)))

    corpus = out.with_suffix(".corpus")
    corpus.mkdir(exist_ok=True)
    rng, terms = random.Random(seed), terms_of(library)
    for place in range(_SEEDS):
        begun = query(rng, terms).encode("utf-8", "replace")
        if kind == "requests":
            made = request(rng, terms, ["{r}"])
            text = f"{made['PATH_INFO']}?{made['QUERY_STRING']}\n{made['HTTP_HOST']}"
            begun = text.encode("latin-1", "replace")
        (corpus / f"{place}").write_bytes(begun[:_LONGEST])
    options = [f"-runs={number}", f"-seed={seed % 2**31}", f"-max_len={_LONGEST}", "-rss_limit_mb=4000"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    _kind, _, _index, _number, _seed, _out = sys.argv[1:]
    guided(_kind, Path(_index), int(_number), int(_seed), Path(_out))
