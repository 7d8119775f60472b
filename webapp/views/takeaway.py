"""What a visitor takes along: references, a result set as a file, a feed, the browser's search box."""

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from unicodedata import normalize
from xml.etree import ElementTree

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from indexer.model.report import Report
from indexer.model.search import Hit, Request
from indexer.model.shapes import results_shape
from webapp.plumbing.lookup import find_report, find_section, library
from webapp.plumbing.params import search_request
from webapp.shown import cite
from webapp.shown.addresses import ANYWHERE, HERE
from webapp.shown.text import printable
from webapp.views.openapi import DESCRIPTION
from webapp.words.citing import letter

MOST_EXPORTED = 10_000  # sections
FEED_ENTRIES = 50
_ATOM = "http://www.w3.org/2005/Atom"
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_FORMULA = tuple("=+-‐@\t\r")  # what a formula begins with, hyphens that look like a minus too
_COLUMNS = (
    "report_id", "report_title", "section_id", "path", "heading", "kind", "date", "agency", "country", "url",
    "snippet",
)  # fmt: skip

blueprint = Blueprint("takeaway", __name__)


@blueprint.get("/reports/<report_id>/cite.<any(ris, bib, json, txt):form>")
def reference(report_id: str, form: str) -> ResponseReturnValue:
    """Send the report, or its section named by `section`, as a reference; as text, as a letter has it."""
    write, media_type = {**cite.FORMS, "txt": (letter, "text/plain")}[form]
    return _file(write(_reference(find_report(report_id))), media_type, f"{report_id}.{form}")


@blueprint.get("/reports/<report_id>/cite")
def references(report_id: str) -> ResponseReturnValue:
    """Show the report, or its section named by `section`, as references to copy or to keep."""
    found = find_report(report_id)
    cited = _reference(found)
    forms = {name: write(cited) for name, (write, _) in cite.FORMS.items()}
    return render_template(
        "cite.html", report=found, section=request.args.get("section"), cited=cited, forms=forms
    )


@blueprint.get("/export.csv")
def export_csv() -> ResponseReturnValue:
    """Answer all hits of a search as a table, with the first snippet of each."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(_COLUMNS)
    asked = search_request()
    for hit in _all_hits(asked):
        row = (
            hit.report_id, hit.report_title, hit.section_id, "/".join(hit.path), hit.heading.text,
            hit.kind, hit.date, hit.agency, hit.country,
            ANYWHERE.section(hit.report_id, hit.section_id, asked.text.strip()),
            hit.snippets[0].text.replace("\n", " ") if hit.snippets else "",
        )  # fmt: skip
        writer.writerow(map(_harmless, row))
    return _file("\ufeff" + table.getvalue(), "text/csv", "baogao.csv")  # the mark tells Excel it is UTF-8


@blueprint.get("/export.json")
def export_json() -> ResponseReturnValue:
    """Answer all hits of a search in the shape of the API."""
    asked = search_request()
    return jsonify(results_shape(library().search(_whole(asked)), HERE).to_json())


@blueprint.get("/feed.atom")
def feed() -> ResponseReturnValue:
    """Answer the newest hits of a search as an Atom feed (RFC 4287)."""
    asked = search_request()
    newest = Request(asked.text, 1, FEED_ENTRIES, "newest", asked.filters, asked.aliases, facets=False)
    results = library().search(newest)
    hits = results.hits if results.rung == "exact" else ()  # what only resembles the query is no news of it
    root = atom_feed(f"報告 baogao：{asked.text or '新的報告'}", (hit.date for hit in hits))
    for hit in hits:
        link = url_for("reading.section", report_id=hit.report_id, section_id=hit.section_id, _external=True)
        title = " · ".join(filter(None, (hit.report_title, "/".join(hit.path), hit.heading.text)))
        entry = feed_entry(root, title, link, hit.date, hit.agency)
        add_element(entry, "summary", " … ".join(snippet.text for snippet in hit.snippets))
    return Response(_xml(root), content_type="application/atom+xml; charset=utf-8")


@blueprint.get("/opensearch.xml")
def opensearch() -> ResponseReturnValue:
    """Let a browser search here from its own box (OpenSearch 1.1)."""
    root = ElementTree.Element("OpenSearchDescription", xmlns=_OPENSEARCH)
    add_element(root, "ShortName", "報告 baogao")
    add_element(root, "Description", "公務出國報告全文搜尋")
    add_element(root, "InputEncoding", "UTF-8")
    for media_type, endpoint in (("text/html", "pages.search"), ("application/atom+xml", "takeaway.feed")):
        template = f"{url_for(endpoint, _external=True)}?q={{searchTerms}}"
        ElementTree.SubElement(root, "Url", type=media_type, template=template)
    return Response(_xml(root), content_type="application/opensearchdescription+xml; charset=utf-8")


@blueprint.get("/openapi.json")
def openapi() -> ResponseReturnValue:
    """Answer the description of the API (OpenAPI 3.1)."""
    return jsonify(DESCRIPTION)


def _reference(report: Report) -> cite.Reference:
    """Return the reference of the report, or of its section named by `section` at the permanent link."""
    wanted = request.args.get("section")
    section = find_section(report, wanted, "section") if wanted else None
    if section:
        url = url_for("reading.section", report_id=report.id, section_id=section.id, _external=True)
    else:
        url = url_for("reading.report", report_id=report.id, _external=True)
    return cite.reference(report, url, section)


def atom_feed(title: str, dates: Iterable[str]) -> ElementTree.Element:
    """Return a feed at the address asked for, as new as its newest date."""
    root = ElementTree.Element("feed", xmlns=_ATOM)
    add_element(root, "title", title)
    add_element(root, "id", request.url)
    add_element(root, "updated", _instant(max(dates, default="")))
    ElementTree.SubElement(root, "link", rel="self", href=request.url)
    return root


def feed_entry(
    root: ElementTree.Element, title: str, link: str, date: str, author: str
) -> ElementTree.Element:
    """Add an entry to a feed and return it; its summary is still to be added."""
    entry = ElementTree.SubElement(root, "entry")
    add_element(entry, "title", title)
    add_element(entry, "id", link)
    add_element(entry, "updated", _instant(date))
    add_element(ElementTree.SubElement(entry, "author"), "name", author or "baogao")
    ElementTree.SubElement(entry, "link", href=link)
    return entry


def _whole(asked: Request) -> Request:
    """Return a search for all that is exported, in one page."""
    return replace(asked, page=1, per_page=MOST_EXPORTED, explain=False)


def _all_hits(asked: Request) -> tuple[Hit, ...]:
    return library().search(replace(_whole(asked), facets=False)).hits


def _harmless(cell: str) -> str:
    """Put a quotation mark before a cell that a spreadsheet would take for a formula."""
    return f"'{cell}" if normalize("NFKC", cell[:1]) in _FORMULA else cell


def _file(text: str, media_type: str, name: str) -> Response:
    response = Response(text, content_type=f"{media_type}; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _instant(date: str) -> str:
    """Return an RFC 3339 time for an ISO date, perhaps of a year only; the epoch for none."""
    parts = [int(part) for part in date.split("-")] if date else [1970]
    year, month, day = (*parts, 1, 1)[:3]
    return datetime(year, month, day, tzinfo=UTC).isoformat()


def add_element(parent: ElementTree.Element, name: str, text: str) -> None:
    """Add a child with a text, unprintable characters left out."""
    ElementTree.SubElement(parent, name).text = printable(text)


def _xml(root: ElementTree.Element) -> bytes:
    found: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return found
