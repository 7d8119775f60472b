"""People: listed by surname, letter, country and organisation, each with a page, JSON and a feed."""

from xml.etree import ElementTree

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from indexer import messages
from indexer.model.people import KnownPerson, event_of
from indexer.model.shapes import listed_shape, person_shape
from webapp.plumbing.errors import RefusedError
from webapp.plumbing.lookup import library
from webapp.plumbing.params import search_request
from webapp.shown import people as shown
from webapp.shown.addresses import HERE
from webapp.shown.paging import page_of, pages_of
from webapp.views.takeaway import FEED_ENTRIES, add_element, atom_feed, feed_entry

PER_PAGE = 100
ORGANISATIONS = 24  # that /people offers
COMPLETIONS = 8  # of a name, below the field
ORDERS = {
    "stroke": lazy_gettext("Strokes"),
    "zhuyin": lazy_gettext("Zhuyin"),
    "pinyin": lazy_gettext("Pinyin"),
}
ROLES = {
    "delegate": lazy_gettext("Traveller"),
    "speaker": lazy_gettext("Speaker"),
    "host": lazy_gettext("Host"),
    "met": lazy_gettext("Met"),
    "contact": lazy_gettext("Contact"),
    "mentioned": lazy_gettext("Mentioned"),
}
REASONS = {
    "name": lazy_gettext("the full name, against which nothing speaks"),
    "names": lazy_gettext("both names"),
    "office": lazy_gettext("the same office at the same place"),
    "agency": lazy_gettext("the same office under the same agency"),
    "company": lazy_gettext("the same office beside the same people"),
    "hand": lazy_gettext("a decision by hand"),
}
WRONG = {
    "nobody": lazy_gettext("This is nobody"),
    "not-there": lazy_gettext("The newest report does not name them"),
    "another": lazy_gettext("The newest report names somebody else"),
    "name": lazy_gettext("The name is another"),
    "same": lazy_gettext("Those of this name are one person"),
}

blueprint = Blueprint("names", __name__)


@blueprint.get("/people")
def people() -> ResponseReturnValue:
    """Show everyone whom the reports name: by surname, letter, country or organisation, or of a name."""
    asked, directory = search_request(), library().directory
    chosen = {name: request.args.get(name, "").strip() for name in ("initial", "country", "organisation")}
    chosen["initial"] = chosen["initial"][:1]
    order = request.args.get("order", "")
    order = order if order in ORDERS else "stroke"
    found = library().people(asked.text)
    if chosen["initial"]:
        within = {person.slug for person in directory.beginning(chosen["initial"])}
        found = [person for person in found if person.slug in within]
    if chosen["country"]:
        holders = directory.of_country(chosen["country"])
        found = [person for person in found if person.slug in holders]
    organisation = directory.thing(chosen["organisation"]) if chosen["organisation"] else None
    if organisation:
        members = {member.slug for member in directory.members(organisation)}
        found = [person for person in found if person.slug in members]
    return render_template(
        "people.html",
        asked=asked,
        completions=COMPLETIONS,
        chosen=chosen,
        order=order,
        orders=ORDERS,
        surnames=directory.surnames(order),
        letters=directory.letters,
        countries=directory.countries,
        organisation=organisation,
        organisations=[thing for thing in directory.things if thing.people][:ORGANISATIONS],
        people=page_of(found, asked.page, PER_PAGE),
        total=len(found),
        pages=pages_of(len(found), PER_PAGE),
    )


@blueprint.get("/people/<slug>")
def person(slug: str) -> ResponseReturnValue:
    """Show a person: names, posts over time, whom they met, talks, and a sentence for each mention.

    Any other name of a person leads to the page.
    """
    found = library().person(slug)
    if found is None:
        called = library().person_called(slug)
        if called is None:
            raise RefusedError(404, messages.NO_PERSON(person=slug))
        return redirect(url_for("names.person", slug=called.slug), 302)
    role, report = request.args.get("role", ""), request.args.get("report", "").strip()
    role = role if role in found.roles else ""
    asked = search_request()
    whole = asked.page == 1 and not role and not report
    mentions = shown.mentions(found, role, report)
    texts = shown.Texts(library())
    others = [one for one in library().people(found.name) if one.slug != slug] if found.namesakes else []
    same = [known for one in others[:5] if (known := library().person(one.slug))]
    return render_template(
        "person.html",
        person=found,
        role=role,
        report=next((seen for seen in found.appearances if seen.report == report), None),
        mentions=list(shown.said(texts, page_of(mentions, asked.page, shown.PER_PAGE))),
        total=len(mentions),
        page=asked.page,
        pages=pages_of(len(mentions), shown.PER_PAGE),
        first=whole,
        held=[held for held in found.held if held.post.written] if whole else [],
        meetings=shown.meetings(library(), texts, found) if whole else [],
        sources=shown.sources(found),
        called=library().directory.called,
        trip=texts.trip,
        reasons=[REASONS[reason] for reason in found.because if reason in REASONS],
        corrections=shown.corrections(found, same),
        wrong=WRONG,
        namesakes=others,
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


@blueprint.get("/api/people")
def api_people() -> ResponseReturnValue:
    """Answer a page of people, most often named first; `q` finds a name under any spelling."""
    asked = search_request()
    found = library().people(asked.text)
    listed = [listed_shape(one, HERE).to_json() for one in page_of(found, asked.page, asked.per_page)]
    return jsonify(total=len(found), page=asked.page, per_page=asked.per_page, people=listed)


@blueprint.get("/api/people/<slug>")
def api_person(slug: str) -> ResponseReturnValue:
    """Answer a person with every mention."""
    return jsonify(person_shape(_person(slug), library().met_with(slug), HERE).to_json())


def _person(slug: str) -> KnownPerson:
    found = library().person(slug)
    if found is None:
        raise RefusedError(404, messages.NO_PERSON(person=slug))
    return found
