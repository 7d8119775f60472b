"""Search parameters of a URL, the same for pages and API."""

import re

from flask import request
from werkzeug.datastructures import MultiDict

from indexer import messages
from indexer.errors import RequestError
from indexer.model.search import FILTERS, MAX_PER_PAGE, Request

_COLLAPSED = ("1", "true", "report")


def search_request(args: "MultiDict[str, str] | None" = None) -> Request:
    """Return the Request in the URL's parameters; empty ones count as absent. Raises RequestError."""
    values = request.args if args is None else args
    filters = {name: tuple(filter(None, map(str.strip, values.getlist(name)))) for name in FILTERS}
    return Request(
        text=_one(values, "q"),
        page=_number(values, "page", 1),
        per_page=_per_page(values),
        sort=_one(values, "sort") or "relevance",
        aliases=_choice(values, "aliases", "0", "1") != "0",
        meaning=_choice(values, "meaning", "0", "1") != "0",
        collapse=_choice(values, "collapse", "0", "1", "true", "false", "report") in _COLLAPSED,
        explain=_choice(values, "explain", "0", "1") == "1",
        filters={name: chosen for name, chosen in filters.items() if chosen},
    )


def _one(values: "MultiDict[str, str]", name: str) -> str:
    found = values.getlist(name)
    if len(found) > 1:
        raise RequestError(messages.GIVEN_ONCE(name=name))
    return found[0] if found else ""


def _choice(values: "MultiDict[str, str]", name: str, *choices: str) -> str:
    found = _one(values, name)
    if found not in ("", *choices):
        raise RequestError(messages.ONE_OF(name=name, choices=", ".join(choices)))
    return found


def _per_page(values: "MultiDict[str, str]") -> int:
    number = _number(values, "per_page", 10)
    if number > MAX_PER_PAGE:
        raise RequestError(messages.NUMBER_BETWEEN(name="per_page", least=1, most=MAX_PER_PAGE))
    return number


def _number(values: "MultiDict[str, str]", name: str, default: int) -> int:
    text = _one(values, name).strip()
    if not text:
        return default
    whole = re.fullmatch(r"([0-9]+)(?:\.0+)?", text)  # 2.0 is an integer in JSON
    if not whole:
        raise RequestError(messages.WHOLE_NUMBER(name=name, value=text[:20]))
    return min(int(whole[1][:10]), 10**9)  # as good as endless
