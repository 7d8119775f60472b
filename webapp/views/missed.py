"""For the editor of the names, on the machine itself: what was searched for in vain, and what would help."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from flask import Blueprint, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from indexer.library import Library
from indexer.model.search import Request
from webapp.plumbing.lookup import library
from webapp.plumbing.missed import most_frequent
from webapp.plumbing.public import from_here

MOST_SHOWN = 100
_ALIKE = 0.6  # share of letters that two names have in common, in order
blueprint = Blueprint("missed", __name__)


@dataclass(frozen=True, slots=True)
class Miss:
    """A query that finds nothing, how often, why as far as can be told, and the line that would help."""

    query: str
    count: int
    last: str
    cause: str
    line: str = ""


@blueprint.get("/missed")
def page() -> ResponseReturnValue:
    """Show queries without hits, for who sits at the machine; there is no such page for others."""
    file: Path | None = current_app.extensions["missed"]
    if file is None or not from_here(request.environ):
        abort(404)
    found = [
        miss
        for query, count, last in most_frequent(file, MOST_SHOWN)
        if (miss := _missed(query, count, last))
    ]
    return render_template("missed.html", missed=found)


def _missed(query: str, count: int, last: str) -> Miss | None:
    """Return what can be said of a query; None where it finds something by now."""
    asked = library()
    results = asked.search(Request(query, per_page=1, facets=False))
    if results.total:
        return None
    if results.did_you_mean:
        near = results.did_you_mean[0]
        cause = gettext(
            "Perhaps a slip: “%(text)s” has %(count)s sections.", text=near.text, count=near.count
        )
        return Miss(query, count, last, cause, _line(query, near.text))
    if results.by_meaning:
        words = list(dict.fromkeys(word for hit in results.hits for word in hit.via))
        if words:
            cause = gettext("Only by meaning, as “%(words)s”: a name that is not known here?", words=words[0])
            return Miss(query, count, last, cause, _line(query, words[0]))
    tried = asked.tried(Request(query))
    held = [(word, number) for word, number in tried.words if number]
    if held and len(held) < len(tried.words):
        lacking = next(word for word, number in tried.words if not number)
        cause = gettext("No report has “%(word)s”; the other words are there.", word=lacking)
        return Miss(query, count, last, cause, _line(lacking, _near(asked, lacking)))
    if held:
        return Miss(query, count, last, gettext("Each word is there, but never together."))
    near_by = _near(asked, query)
    if near_by:
        cause = gettext("No report has it; near by in letters is “%(text)s”.", text=near_by)
        return Miss(query, count, last, cause, _line(query, near_by))
    return Miss(query, count, last, gettext("No report is about this."), _line(query, ""))


def _near(asked: Library, word: str) -> str:
    """Return a name of the index that is written much like a word; empty where none is."""
    others = (text for text, _ in asked.tried(Request(word)).near)
    like = sorted((SequenceMatcher(None, word.lower(), text.lower()).ratio(), text) for text in others)
    return like[-1][1] if like and like[-1][0] >= _ALIKE else ""


def _line(query: str, other: str) -> str:
    """Return a line for the table of other names (BAOGAO_ALIASES): the reports' name, then the visitor's."""
    return f"{other or '…'}\t{' '.join(query.split())}"
