"""A report to read, its sections and quotations by their links, and what belongs to it."""

import re
from functools import partial

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from indexer import messages
from indexer.library import section_numbered, short_quotation
from webapp.plumbing.errors import RefusedError
from webapp.plumbing.lookup import find_report, find_section, library, refuse_taken_down
from webapp.plumbing.params import search_request
from webapp.shown import cite, copies, text
from webapp.shown.addresses import ANYWHERE, reading_address, search_address
from webapp.shown.cards import by_report
from webapp.shown.glosses import glosses_in
from webapp.shown.named import named_in
from webapp.shown.reading import hit_map, walk
from webapp.words import wording

# Of Facebook and LINE, Slack, X, Teams, WhatsApp, Telegram, Discord, mail programs and crawlers.
_PREVIEWS = re.compile(r"bot\b|externalhit|preview|whatsapp|embedly|unfurl", re.I)
MOST_SIMILAR = 10  # sections
MOST_ELSEWHERE = 3  # reports named below a section
MOST_COPIES = 100  # passages beside their copies

blueprint = Blueprint("reading", __name__)


@blueprint.get("/reports/<report_id>")
def report(report_id: str) -> ResponseReturnValue:
    """Show a report with its outline; every section has an anchor, and `q` marks its hits."""
    found = find_report(report_id)
    typed = request.args.get("q", "").strip()
    marks = library().highlights(found, typed)
    quotation = request.args.get("quote", "").strip()
    section_asked = request.args.get("section", "")
    lead = library().lead(found.id, section_asked) if section_asked else None
    section_asked = lead.id if lead else section_asked
    rank = request.args.get("hit", "")
    place = walk(library(), search_request(), rank) if rank else None
    copied = library().copied(found)
    others = list(dict.fromkeys(one.there.report_id for one in copied))
    same = [one for one in others if library().nearly_same([found.id, one])]
    return render_template(
        "report.html",
        report=found,
        text=typed,
        marks=marks,
        hit_map=hit_map(found, marks),
        walk=place,
        results=place and search_address(place.asked, page=place.page),
        reading=partial(reading_address, place.asked) if place else None,
        original=library().original(found),
        reference=cite.reference(found, url_for("reading.report", report_id=report_id, _external=True)),
        labels=wording.LABELS,
        old_anchors=library().old_sections(found.id),
        elsewhere=copies.elsewhere(one for one in copied if one.there.report_id not in same),
        most_elsewhere=MOST_ELSEWHERE,
        nearly_same=same,
        titles=library().titles(others),
        gone=library().removed_sections(found.id),
        named=named_in(library(), found.id),
        glosses=glosses_in(library(), found.id),
        quotation=quotation,
        section_asked=section_asked,
        passage=library().passage(quotation, found, section_asked),
        landed=next((section for section in found.sections if section.id == section_asked), None),
    )


@blueprint.get("/reports/<report_id>/s/<section_id>")
def section(report_id: str, section_id: str) -> ResponseReturnValue:
    """Lead from a section's permanent link, or a quotation of it, to its place in the report."""
    quoted = request.args.get("quote", "").strip()
    if quoted and library().passage(quoted, find_report(report_id)):
        place = url_for(
            "reading.report", report_id=report_id, quote=quoted, section=section_id, _anchor="quote"
        )
        return redirect(place, 302)
    return _to_section(report_id, find_section(find_report(report_id), section_id).id)


@blueprint.get("/q/<report_id>/<section_id>/<signs>")
def quotation(report_id: str, section_id: str, signs: str) -> ResponseReturnValue:
    """Lead from the short link of a quotation to its place; one that is gone leads to its section."""
    report = find_report(report_id)
    refuse_taken_down(report_id, section_id, signs)
    found = library().short_passage(signs, report, section_id)
    if not found:
        return _to_section(report_id, find_section(report, section_id).id)
    (text,) = (section.text for section in report.sections if section.id == found.section_id)
    words = text[found.start : found.end]
    place = url_for("reading.report", report_id=report_id, quote=words, section=section_id, _anchor="quote")
    return redirect(place, 302)


@blueprint.get("/reports/<report_id>/s/<section_id>/short")
def short(report_id: str, section_id: str) -> ResponseReturnValue:
    """Answer the short link of a quotation (`quote`) as text; the section's own for one without letters."""
    section = find_section(find_report(report_id), section_id)
    signs = short_quotation(request.args.get("quote", ""))
    return Response(ANYWHERE.quotation(report_id, section.id, signs), mimetype="text/plain")


@blueprint.get("/reports/<report_id>/s/<section_id>/similar")
def similar(report_id: str, section_id: str) -> ResponseReturnValue:
    """Show sections of other reports like this one."""
    found = find_report(report_id)
    section = find_section(found, section_id)
    hits = library().similar(report_id, section_id, MOST_SIMILAR)
    return render_template("similar.html", report=found, section=section, groups=by_report(hits))


@blueprint.get("/reports/<report_id>/copies")
def passages(report_id: str) -> ResponseReturnValue:
    """Show the passages of a report, or of one `section`, that stand in others, beside these."""
    found, section_id = find_report(report_id), request.args.get("section", "")
    copied = [one for one in library().copied(found) if section_id in ("", one.here.section_id)]
    return render_template(
        "copies.html",
        report=found,
        one_section=section_id,
        sections=list(copies.beside(library(), found, copied[:MOST_COPIES])),
        left=max(0, len(copied) - MOST_COPIES),
    )


@blueprint.get("/reports/<report_id>/related")
def related(report_id: str) -> ResponseReturnValue:
    """Show what belongs to a report: its trip, other reports of it and of its event, whom it names."""
    found = find_report(report_id)
    texts = {section.id: section.searchable for section in found.sections}
    named = [
        (
            person,
            seen.person,
            mention,
            text.sentence_around(texts[mention.section], mention.start, mention.end),
        )
        for person, seen in library().named_in(report_id)
        for mention in seen.person.mentions[:1]
        if mention.section in texts
    ]
    met = [one for one in named if {"met", "host"} & set(one[1].roles)]
    heard = [one for one in named if "speaker" in one[1].roles and one not in met]
    return render_template(
        "related.html",
        report=found,
        related=library().related(found),
        delegates={person.name: person.slug for person, seen, _, _ in named if "delegate" in seen.roles},
        met=met,
        heard=heard,
        others=[one for one in named if one not in (*met, *heard) and "delegate" not in one[1].roles],
    )


@blueprint.get("/reports/<report_id>/", defaults={"numbers": ""})
@blueprint.get("/reports/<report_id>/<path:numbers>")
def outline(report_id: str, numbers: str) -> ResponseReturnValue:
    """Lead to a section by its printed numbers, in any writing: /reports/…/伍/三, /reports/…/5/3."""
    found, pieces = find_report(report_id), list(filter(None, numbers.split("/")))
    if not pieces:
        return redirect(url_for("reading.report", report_id=report_id), 301)
    section = section_numbered(found, pieces)
    if section:
        return _to_section(report_id, section.id)
    raise RefusedError(404, messages.NO_SECTION(report=report_id, section=numbers))


def _to_section(report_id: str, section_id: str) -> ResponseReturnValue:
    """Lead to a section's anchor; what makes previews of links is told the section, for it drops anchors."""
    asked = request.args.get("q", "").strip()
    place = url_for(
        "reading.report",
        report_id=report_id,
        q=asked or None,
        section=section_id if _PREVIEWS.search(request.user_agent.string) else None,
        _anchor=f"s-{section_id}",
    )
    return redirect(place, 302)
