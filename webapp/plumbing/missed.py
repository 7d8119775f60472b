"""Searches that found nothing, kept for the editor of the names where BAOGAO_MISSED says in which file.

A line of JSON each, without who searched or when beyond the day. The file stops growing at a bound.
"""

import json
import os
from collections import Counter
from datetime import date
from pathlib import Path

from flask import current_app, request

from indexer.model.search import Results
from webapp.plumbing.audience import signed

MOST_BYTES = 2_000_000
_LONGEST = 100  # characters of a query that are kept; longer ones are no names


def note(results: Results) -> None:
    """Keep what was searched for, if nothing was found by words; nothing of visitors with a sign-in."""
    file: Path | None = current_app.extensions["missed"]
    text = " ".join(results.text.split())
    if (
        file is None
        or results.total
        or not text
        or len(text) > _LONGEST
        or signed()
        or "page" in request.args
    ):
        return
    line = json.dumps({"day": date.today().isoformat(), "query": text}) + "\n"
    try:
        if not file.exists() or file.stat().st_size < MOST_BYTES:
            handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(handle, line.encode())  # in one call, so that no other process writes into it
            finally:
                os.close(handle)
    except OSError:
        return  # what is only nice to know costs no answer


def most_frequent(file: Path, most: int) -> list[tuple[str, int, str]]:
    """Return (query, how often, last day) of what was searched for in vain, most often first."""
    counted: Counter[str] = Counter()
    last: dict[str, str] = {}
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    for line in lines:
        try:
            record = json.loads(line)
            counted[str(record["query"])] += 1
            last[str(record["query"])] = str(record["day"])
        except (ValueError, KeyError, TypeError):
            continue  # a line that was cut off
    return [(query, count, last[query]) for query, count in counted.most_common(most)]
