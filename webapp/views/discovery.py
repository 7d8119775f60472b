"""What machines read beside the text: previews of links, structured data, sitemaps, robots.txt."""

from collections.abc import Sequence
from urllib.parse import quote
from xml.etree import ElementTree

from flask import Blueprint, Response, abort, url_for
from flask.typing import ResponseReturnValue

from indexer.model.report import Report, Section
from webapp.plumbing.lookup import library

PREVIEW = 160  # characters of a description
MOST_URLS = 5_000  # of one sitemap, a tenth of what sitemaps.org allows: each is answered at once
_ANY = "any-report"
_SAFE = "!$&'()*+,/:;=@"  # what Werkzeug leaves as it is in a path
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_ROBOTS = """User-agent: *
Disallow: /search
Disallow: /overview
Disallow: /api/
Disallow: /export
Disallow: /*/similar$
Sitemap: {}
"""

blueprint = Blueprint("discovery", __name__)


@blueprint.get("/sitemap.xml")
def sitemap() -> ResponseReturnValue:
    """Answer the addresses of all reports, or of the sitemaps that hold them (sitemaps.org)."""
    reports = _report_ids()
    if len(reports) <= MOST_URLS:
        return _sitemap("url", [url_for("pages.home", _external=True), *_addresses(reports)])
    parts = range(1, -(-len(reports) // MOST_URLS) + 1)
    return _sitemap(
        "sitemap", [url_for("discovery.sitemap_part", part=part, _external=True) for part in parts]
    )


@blueprint.get("/sitemap-<int:part>.xml")
def sitemap_part(part: int) -> ResponseReturnValue:
    """Answer one of several sitemaps, from 1."""
    reports = _report_ids()[(part - 1) * MOST_URLS : part * MOST_URLS] if part else []
    if not reports:
        abort(404)
    return _sitemap("url", _addresses(reports))


@blueprint.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """Tell crawlers which addresses to leave out: reports are to be found, searches are endless."""
    return Response(_ROBOTS.format(url_for("discovery.sitemap", _external=True)), mimetype="text/plain")


def description(report: Report) -> str:
    """Return the beginning of the summary, else of the first section that has text."""
    with_text = [section for section in report.sections if section.text.strip() and section.path]
    best = next((section for section in with_text if section.kind == "摘要"), None) or next(
        iter(with_text), None
    )
    text = " ".join((best.text if best else report.title).split())
    return text if len(text) <= PREVIEW else f"{text[: PREVIEW - 1]}…"


def preview(section: Section, quotation: str = "") -> str:
    """Return what a link to a section shows of it before it is opened: the quotation, else how it begins."""
    text = " ".join((f"「{quotation}」" if quotation else section.text or section.heading).split())
    return text if len(text) <= PREVIEW else f"{text[: PREVIEW - 1]}…"


def structured(report: Report, url: str) -> dict[str, object]:
    """Return the report in schema.org's words, empty values left out."""
    data = report.metadata
    agency = {"@type": "GovernmentOrganization", "name": data.agency} if data.agency else None
    values = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": report.title or report.id,
        "url": url,
        "identifier": data.system_id,
        "inLanguage": "zh-Hant-TW",
        "datePublished": data.date,
        "description": description(report),
        "author": [{"@type": "Person", "name": name} for name in data.people],
        "publisher": agency,
        "spatialCoverage": [{"@type": "Place", "name": country} for country in data.countries],
        "sameAs": data.url if data.url.startswith(("http://", "https://")) else "",
    }
    return {name: value for name, value in values.items() if value}


def _report_ids() -> list[str]:
    return library().report_ids()


def _addresses(report_ids: Sequence[str]) -> list[str]:
    """Return the addresses of reports as `url_for` makes one, which takes longer than all of these."""
    before, _, after = url_for("reading.report", report_id=_ANY, _external=True).partition(_ANY)
    return [f"{before}{quote(report_id, safe=_SAFE)}{after}" for report_id in report_ids]


def _sitemap(name: str, addresses: Sequence[str]) -> Response:
    root = ElementTree.Element("urlset" if name == "url" else "sitemapindex", xmlns=_SITEMAP)
    for address in addresses:
        ElementTree.SubElement(ElementTree.SubElement(root, name), "loc").text = address
    text = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(text, content_type="application/xml; charset=utf-8")


FILTERS = (description, preview, structured)
