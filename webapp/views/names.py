"""People and the glossary, as pages, as JSON and as a feed of each person's mentions."""

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar
from xml.etree import ElementTree

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from indexer import messages
from indexer.library import Library
from indexer.model.people import KnownPerson, Listed, event_of
from indexer.model.search import Request
from indexer.model.shapes import listed_shape, pair_shape, person_shape
from webapp.plumbing.errors import RefusedError
from webapp.plumbing.lookup import library
from webapp.plumbing.params import search_request
from webapp.shown.addresses import HERE
from webapp.views.takeaway import FEED_ENTRIES, add_element, atom_feed, feed_entry

PER_PAGE = 100
SURNAMES = 40  # that /people offers
ROLES = {
    "delegate": lazy_gettext("Traveller"),
    "speaker": lazy_gettext("Speaker"),
    "host": lazy_gettext("Host"),
    "met": lazy_gettext("Met"),
    "contact": lazy_gettext("Contact"),
    "mentioned": lazy_gettext("Mentioned"),
}
PAIR_KINDS = {
    "person": lazy_gettext("Person"),
    "organisation": lazy_gettext("Organisation"),
    "place": lazy_gettext("Place"),
    "event": lazy_gettext("Event"),
    "title": lazy_gettext("Title"),
    "term": lazy_gettext("Term"),
}
STATUS = {
    "confirmed": lazy_gettext("confirmed"),
    "proposed": lazy_gettext("proposed"),
    "rejected": lazy_gettext("rejected"),
}
_Item = TypeVar("_Item")

blueprint = Blueprint("names", __name__)


@blueprint.get("/people")
def people() -> ResponseReturnValue:
    """Show everyone whom the reports name, by surname or first letter, or of a name."""
    asked = search_request()
    initial = request.args.get("initial", "").strip()[:1]
    found = library().people(asked.text)
    if initial:
        found = [person for person in found if initial.upper() in _initials(person)]
    return render_template(
        "people.html",
        asked=asked,
        initial=initial,
        surnames=_surnames(library()),
        letters=sorted(
            {letter for one in library().people() for letter in _initials(one) if letter.isascii()}
        ),
        people=_page(found, asked),
        total=len(found),
        pages=_pages(found),
    )


@blueprint.get("/people/<slug>")
def person(slug: str) -> ResponseReturnValue:
    """Show a person: names, posts, talks, and every mention with its section."""
    found = _person(slug)
    same = library().people(found.name) if found.namesakes else ()
    return render_template(
        "person.html",
        person=found,
        appearances=[(seen, sections, _headings(seen.report)) for seen, sections in found.by_report()],
        met=library().met_with(slug),
        namesakes=[one for one in same if one.slug != slug],
        roles=ROLES,
        event=event_of,
    )


@blueprint.get("/people/<slug>/feed.atom")
def feed(slug: str) -> ResponseReturnValue:
    """Answer the newest reports that name a person, as an Atom feed (RFC 4287)."""
    found = _person(slug)
    appearances = list(found.by_report())[:FEED_ENTRIES]
    root = atom_feed(f"報告 baogao：{found.name}", (seen.date for seen, _ in appearances))
    for seen, sections in appearances:
        first = next(iter(sections), "")
        link = url_for("reading.section", report_id=seen.report, section_id=first, _external=True)
        if not first:
            link = url_for("reading.report", report_id=seen.report, _external=True)
        entry = feed_entry(root, seen.title or seen.report, link, seen.date, seen.agency)
        posts = "、".join(f"{post.affiliation}{post.post}" for post in seen.person.posts)
        add_element(entry, "summary", f"{found.name} {posts}".strip())
    xml = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(xml, content_type="application/atom+xml; charset=utf-8")


@blueprint.get("/glossary")
def glossary() -> ResponseReturnValue:
    """Show Chinese and English names of one thing, with the sections that pair them."""
    asked = search_request()
    found = library().pairs(asked.text)
    return render_template(
        "glossary.html",
        asked=asked,
        pairs=_page(found, asked),
        total=len(found),
        pages=_pages(found),
        kinds=PAIR_KINDS,
        status=STATUS,
    )


@blueprint.get("/api/people")
def api_people() -> ResponseReturnValue:
    """Answer a page of people, most often named first; `q` finds a name under any spelling."""
    asked = search_request()
    found = library().people(asked.text)
    shown = [listed_shape(one, HERE).to_json() for one in _page(found, asked, asked.per_page)]
    return jsonify(total=len(found), page=asked.page, per_page=asked.per_page, people=shown)


@blueprint.get("/api/people/<slug>")
def api_person(slug: str) -> ResponseReturnValue:
    """Answer a person with every mention."""
    return jsonify(person_shape(_person(slug), library().met_with(slug), HERE).to_json())


@blueprint.get("/api/glossary")
def api_glossary() -> ResponseReturnValue:
    """Answer a page of pairs, the confirmed ones first; `q` finds one by either name."""
    asked = search_request()
    found = library().pairs(asked.text)
    shown = [pair_shape(pair, HERE).to_json() for pair in _page(found, asked, asked.per_page)]
    return jsonify(total=len(found), page=asked.page, per_page=asked.per_page, pairs=shown)


def _person(slug: str) -> KnownPerson:
    found = library().person(slug)
    if found is None:
        raise RefusedError(404, messages.NO_PERSON(person=slug))
    return found


def _page(found: Sequence[_Item], asked: Request, size: int = PER_PAGE) -> Sequence[_Item]:
    return found[(asked.page - 1) * size : asked.page * size]


def _pages(found: Sequence[object]) -> int:
    return max(1, -(-len(found) // PER_PAGE))


def _initials(person: Listed) -> set[str]:
    """Return the surname's first character, and the first letters of a Latin name's words."""
    letters = {word[0].upper() for word in person.english.split() if word[0].isalpha()}
    return letters | ({person.chinese[0]} if person.chinese else set())


def _surnames(library: Library) -> list[tuple[str, int]]:
    counted = Counter(person.chinese[0] for person in library.people() if person.chinese)
    return counted.most_common(SURNAMES)


def _headings(report_id: str) -> dict[str, str]:
    """Return by section id what to call the section."""
    report = library().report(report_id)
    return {s.id: s.heading or " › ".join(s.path) for s in report.sections if s.path} if report else {}
