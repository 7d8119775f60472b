"""Search parameters of a URL, the same for pages and API."""

from flask import request
from werkzeug.datastructures import MultiDict

from indexer.errors import RequestError
from indexer.results import FILTERS, MAX_PER_PAGE, Request


def search_request(args: "MultiDict[str, str] | None" = None) -> Request:
    """The Request in the URL's parameters; empty ones count as absent. Raises RequestError."""
    values = request.args if args is None else args
    filters = {name: tuple(filter(None, map(str.strip, values.getlist(name)))) for name in FILTERS}
    return Request(
        text=values.get("q", ""),
        page=_number(values, "page", 1),
        per_page=_per_page(values),
        sort=values.get("sort") or "relevance",
        aliases=values.get("aliases", "1") != "0",
        collapse=values.get("collapse") == "report",
        explain=values.get("explain") == "1",
        filters={name: chosen for name, chosen in filters.items() if chosen},
    )


def _per_page(values: "MultiDict[str, str]") -> int:
    number = _number(values, "per_page", 10)
    if number > MAX_PER_PAGE:
        raise RequestError(f"per_page is a number from 1 to {MAX_PER_PAGE}.")
    return number


def _number(values: "MultiDict[str, str]", name: str, default: int) -> int:
    text = values.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit()):
        raise RequestError(f"{name} is a whole number, not “{text[:20]}”.")
    return min(int(text[:10]), 10**9)  # as good as endless
