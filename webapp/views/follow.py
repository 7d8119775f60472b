"""Following a search: kept in the visitor's browser, with what is new since they last looked."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from urllib.parse import parse_qsl, urlsplit

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from indexer import messages
from indexer.errors import RequestError
from indexer.model.search import Request
from webapp.plumbing.errors import RefusedError
from webapp.plumbing.kept import FullError, keep, packed, refuse_other_sites, unpacked, way_back
from webapp.plumbing.lookup import library
from webapp.plumbing.params import search_request
from webapp.shown.addresses import search_address
from webapp.words.wording import LABELS

COOKIE = "follow"
MOST_FOLLOWED = 30  # searches, each of which is made when the page is opened
MOST_SHOWN = 10  # new sections of a search
_MOMENT = "%Y-%m-%dT%H:%M"

blueprint = Blueprint("follow", __name__)


@dataclass(frozen=True, slots=True)
class Followed:
    """A search as the parameters of its address, and when its news were seen last (UTC)."""

    query: str
    seen: datetime

    @property
    def asked(self) -> Request:
        """The search itself. Raises RequestError for what the cookie should not hold."""
        return search_request(MultiDict(parse_qsl(self.query)))


@blueprint.app_context_processor
def _known() -> dict[str, object]:
    """Let every page tell whether its search is followed."""
    return {"followed": {one.query for one in _followed()}}


@blueprint.get("/follow")
def page() -> ResponseReturnValue:
    """Show the searches that are followed, each with what is new."""
    found = []
    for one in _followed():
        try:
            asked = one.asked
        except RequestError:
            continue
        found.append((one, asked, library().news(asked, one.seen), partial(search_address, asked)))
    return render_template("follow.html", followed=found, labels=LABELS, most_shown=MOST_SHOWN)


@blueprint.post("/follow")
def change() -> ResponseReturnValue:
    """Follow the search in the address, or follow it no longer; or take all news as seen."""
    refuse_other_sites()
    now = datetime.now(UTC)
    followed = {one.query: one for one in _followed()}
    if "seen" in request.form:
        followed = {query: replace(one, seen=now) for query, one in followed.items()}
    else:
        query = query_of(search_request())
        if "drop" in request.form:
            followed.pop(query, None)
        elif query:
            followed.setdefault(query, Followed(query, now))
    try:
        if len(followed) > MOST_FOLLOWED:
            raise FullError
        text = packed((one.query, one.seen.strftime(_MOMENT)) for one in followed.values())
    except FullError:
        raise RefusedError(413, messages.FOLLOW_FULL()) from None
    response = make_response(redirect(way_back("follow.page"), 303))
    keep(response, COOKIE, text)
    return response


def query_of(asked: Request) -> str:
    """Return what names a search: the parameters of its address, whatever its page and order."""
    plain = Request(asked.text.strip(), filters=asked.filters, aliases=asked.aliases)
    return urlsplit(search_address(plain)).query


def _followed() -> Iterator[Followed]:
    """Yield the searches in the visitor's cookie."""
    for row in unpacked(request.cookies.get(COOKIE, "")):
        if len(row) == 2:
            try:
                yield Followed(row[0], datetime.strptime(row[1], _MOMENT).replace(tzinfo=UTC))
            except ValueError:
                continue
