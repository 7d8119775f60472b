"""Organisations, events, treaties, laws and awards with their pages, and the glossary of both languages."""

from flask import Blueprint, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, lazy_gettext

from indexer import messages
from indexer.model.search import Request
from indexer.model.shapes import pair_shape
from indexer.model.things import Thing, ThingKind
from webapp.plumbing.errors import RefusedError
from webapp.plumbing.lookup import library
from webapp.plumbing.params import search_request
from webapp.shown.addresses import HERE
from webapp.shown.named import PIECES
from webapp.shown.paging import page_of, pages_of
from webapp.shown.people import Texts
from webapp.shown.things import evidence

PER_PAGE = 100
PAIRS = 50  # on a page of the glossary
MENTIONS = 50  # on a page of a thing
MOST_NAMES = 6  # that a thing's mentions are searched under
# The piece of the address, and what is listed there.
LISTS: dict[str, tuple[ThingKind, LazyString]] = {
    "organisations": ("organisation", lazy_gettext("Organisations")),
    "events": ("event", lazy_gettext("Events")),
    "treaties": ("treaty", lazy_gettext("Treaties")),
    "laws": ("law", lazy_gettext("Laws")),
    "awards": ("award", lazy_gettext("Awards")),
}
PAIR_KINDS = {
    "person": lazy_gettext("Person"),
    "organisation": lazy_gettext("Organisation"),
    "place": lazy_gettext("Place"),
    "event": lazy_gettext("Event"),
    "treaty": lazy_gettext("Treaty"),
    "law": lazy_gettext("Law"),
    "award": lazy_gettext("Award"),
    "title": lazy_gettext("Title"),
    "term": lazy_gettext("Term"),
}
STATUS = {
    "confirmed": lazy_gettext("confirmed"),
    "proposed": lazy_gettext("proposed"),
    "rejected": lazy_gettext("rejected"),
}

blueprint = Blueprint("things", __name__)


@blueprint.get("/organisations", defaults={"what": "organisations"})
@blueprint.get("/events", defaults={"what": "events"})
@blueprint.get("/treaties", defaults={"what": "treaties"})
@blueprint.get("/laws", defaults={"what": "laws"})
@blueprint.get("/awards", defaults={"what": "awards"})
def things(what: str) -> ResponseReturnValue:
    """Show the organisations, events, treaties, laws or awards that the reports name, or those of a name."""
    asked, (kind, title) = search_request(), LISTS[what]
    found = library().directory.find_things(kind, asked.text)
    return render_template(
        "things.html",
        asked=asked,
        what=what,
        title=title,
        lists=LISTS,
        things=page_of(found, asked.page, PER_PAGE),
        total=len(found),
        pages=pages_of(len(found), PER_PAGE),
    )


@blueprint.get("/organisations/<slug>", defaults={"what": "organisations"})
@blueprint.get("/events/<slug>", defaults={"what": "events"})
@blueprint.get("/treaties/<slug>", defaults={"what": "treaties"})
@blueprint.get("/laws/<slug>", defaults={"what": "laws"})
@blueprint.get("/awards/<slug>", defaults={"what": "awards"})
def thing(what: str, slug: str) -> ResponseReturnValue:
    """Show an organisation or the like: both names, who belongs to it in which report, and every mention.

    Any of its names leads to the page.
    """
    found = library().directory.thing(slug)
    if found is None or PIECES[found.kind] != what:
        found = (
            found or library().directory.called(slug) or library().directory.called(slug.replace("-", " "))
        )
        if found is None:
            raise RefusedError(404, messages.NO_THING(name=slug))
        return redirect(url_for("things.thing", what=PIECES[found.kind], slug=found.slug), 302)
    asked = search_request()
    results = library().search(
        Request(
            _quoted(found), page=asked.page, per_page=MENTIONS, sort="newest", facets=False, meaning=False
        )
    )
    return render_template(
        "thing.html",
        thing=found,
        what=what,
        title=LISTS[what][1],
        kind=PAIR_KINDS[found.kind],
        members=library().directory.members(found),
        titles=library().titles,
        query=_quoted(found),
        results=results,
        page=asked.page,
        pages=pages_of(results.total, MENTIONS),
    )


@blueprint.get("/glossary")
def glossary() -> ResponseReturnValue:
    """Show Chinese and English names of one thing, with the sentences that pair them."""
    asked = search_request()
    found = library().pairs(asked.text)
    texts = Texts(library())
    pairs = page_of(found, asked.page, PAIRS)
    return render_template(
        "glossary.html",
        asked=asked,
        pairs=[(pair, evidence(texts, pair)) for pair in pairs],
        total=len(found),
        pages=pages_of(len(found), PAIRS),
        kinds=PAIR_KINDS,
        status=STATUS,
        called=library().directory.called,
        lists=PIECES,
    )


@blueprint.get("/api/glossary")
def api_glossary() -> ResponseReturnValue:
    """Answer a page of pairs, the confirmed ones first; `q` finds one by either name."""
    asked = search_request()
    found = library().pairs(asked.text)
    shown = [pair_shape(pair, HERE).to_json() for pair in page_of(found, asked.page, asked.per_page)]
    return jsonify(total=len(found), page=asked.page, per_page=asked.per_page, pairs=shown)


def _quoted(thing: Thing) -> str:
    """Return the search for what is called by any of its names."""
    return " OR ".join(f'"{name}"' for name in thing.names[:MOST_NAMES])
