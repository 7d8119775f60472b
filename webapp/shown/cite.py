"""A report or one of its sections as a reference: RIS, BibTeX, CSL-JSON."""

import json
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for

from indexer.model.report import Report, Section
from indexer.model.search import Hit

_BIBTEX_SPECIAL = str.maketrans(
    {char: f"\\{char}" for char in "&%$#_{}"} | {"\\": r"\textbackslash{}", "~": r"\~{}"}
)


@dataclass(frozen=True, slots=True)
class Reference:
    """What a reference names; `date` is ISO, perhaps only a year or empty."""

    id: str
    title: str
    authors: tuple[str, ...]
    publisher: str
    date: str
    url: str
    section: str = ""
    path: tuple[str, ...] = ()  # the section's printed numbers
    page: int = 0  # on which it begins in the original, 0 where unknown


def reference(report: Report, url: str, section: Section | None = None) -> Reference:
    """Return the reference of a report at its URL, or of a section of it."""
    data = report.metadata
    place = " ".join(filter(None, ("/".join(section.path), section.heading))) if section else ""
    key = f"{report.id}.{section.id}" if section else report.id
    path = section.path if section else ()
    page = section.page if section else 0
    authors = data.people or (data.agency,)
    return Reference(key, report.title, authors, data.agency, data.date, url, place, path, page)


def ris(ref: Reference) -> str:
    """Return RIS (Research Information Systems), a tag a line."""
    lines = [("TY", "RPRT"), ("ID", ref.id), ("TI", ref.title), *(("AU", author) for author in ref.authors)]
    lines += [("PB", ref.publisher), ("PY", ref.date[:4]), ("DA", ref.date.replace("-", "/"))]
    lines += [("SE", ref.section), ("SP", _page(ref)), ("UR", ref.url), ("LA", "zh-TW")]
    text = "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in lines if value)
    return f"{text}ER  - \r\n"


def bibtex(ref: Reference) -> str:
    """Return a BibTeX @techreport; names in braces of their own, so that none is taken apart."""
    fields = {
        "title": f"{{{_tex(ref.title)}}}",
        "author": " and ".join(f"{{{_tex(author)}}}" for author in ref.authors if author),
        "institution": _tex(ref.publisher),
        "year": ref.date[:4],
        "month": ref.date[5:7],
        "note": _tex(ref.section),
        "pages": _page(ref),
        "url": ref.url,
        "language": "chinese",
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    key = re.sub(r"[^\w.\-]", "-", ref.id)
    return f"@techreport{{{key},\n{body}}}\n"


def csl_json(ref: Reference) -> str:
    """Return a list of one CSL-JSON item, as Zotero reads it."""
    item: dict[str, object] = {
        "id": ref.id,
        "type": "report",
        "title": ref.title,
        "URL": ref.url,
        "language": "zh-TW",
    }
    item["author"] = [{"literal": author} for author in ref.authors if author]
    if ref.publisher:
        item["publisher"] = ref.publisher
    if ref.date:
        item["issued"] = {"date-parts": [[int(part) for part in ref.date.split("-")]]}
    if ref.section:
        item["section"] = ref.section
    if ref.page:
        item["page"] = _page(ref)
    return json.dumps([item], ensure_ascii=False, indent=2)


def hit_coins(hit: Hit) -> str:
    """Return the COinS of the report that a hit is in."""
    url = url_for("reading.report", report_id=hit.report_id, _external=True)
    return coins(Reference(hit.report_id, hit.report_title, (hit.agency,), hit.agency, hit.date, url))


def coins(ref: Reference) -> str:
    """Return an OpenURL 1.0 context object, as reference managers read it from a COinS span's title."""
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"),
        ("rft.genre", "report"),
        ("rft.btitle", ref.title),
        *(("rft.au", author) for author in ref.authors),
        ("rft.pub", ref.publisher),
        ("rft.date", ref.date),
        ("rft.atitle", ref.section),
        ("rft.spage", _page(ref)),
        ("rft_id", ref.url),
    ]
    return urlencode([(name, value) for name, value in pairs if value])


FORMS = {
    "ris": (ris, "application/x-research-info-systems"),
    "bib": (bibtex, "application/x-bibtex"),
    "json": (csl_json, "application/vnd.citationstyles.csl+json"),
}


def _page(ref: Reference) -> str:
    return str(ref.page or "")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _tex(text: str) -> str:
    return _one_line(text).translate(_BIBTEX_SPECIAL)
