"""Addresses of a search: its results, its exports, and the reading page at one of its hits."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from flask import url_for

from indexer.model.search import Hit, Reading, Request


class Links:
    """Where this application shows sections and people, whatever it is mounted under."""

    def __init__(self, *, external: bool = False) -> None:
        """Give whole addresses, with the host, for what leaves the site."""
        self._external = external

    def section(self, report_id: str, section_id: str, text: str = "") -> str:
        """Return the address of a section on its report's page, where the hits of a query are marked."""
        return url_for(
            "reading.report",
            report_id=report_id,
            q=text or None,
            _anchor=f"s-{section_id}",
            _external=self._external,
        )

    def permanent(self, report_id: str, section_id: str, quotation: str = "") -> str:
        """Return the permanent link to a section, or to a quotation from it."""
        return url_for(
            "reading.section",
            report_id=report_id,
            section_id=section_id,
            quote=quotation or None,
            _external=self._external,
        )

    def quotation(self, report_id: str, section_id: str, signs: str) -> str:
        """Return the short link to a quotation; the section's permanent link where there are no signs."""
        if not signs:
            return self.permanent(report_id, section_id)
        return url_for(
            "reading.quotation",
            report_id=report_id,
            section_id=section_id,
            signs=signs,
            _external=self._external,
        )

    def person(self, slug: str) -> str:
        """Return the address of a person's page."""
        return url_for("names.person", slug=slug, _external=self._external)


HERE = Links()
ANYWHERE = Links(external=True)


def reading_address(asked: Request, hit: Hit, rank: int) -> str:
    """Return the reading page at a hit, which knows the search it is a hit of."""
    return url_for(
        "reading.report",
        report_id=hit.report_id,
        hit=rank,
        _anchor=f"s-{hit.section_id}",
        **_parameters(asked),
    )


def reading_path(hit: Hit) -> str:
    """Return the address of the reading page at a section, of no search."""
    return HERE.section(hit.report_id, hit.section_id)


def parameters(asked: Request) -> list[tuple[str, str]]:
    """Return what a search has beside its words and page, as a form keeps it."""
    values = {name: value for name, value in _parameters(asked).items() if value is not None and name != "q"}
    return [
        (name, str(one))
        for name, value in values.items()
        for one in (value if isinstance(value, tuple) else (value,))
    ]


def search_address(
    asked: Request,
    endpoint: str = "pages.search",
    *,
    page: int = 1,
    add: tuple[str, str] | None = None,
    drop: tuple[str, str] | None = None,
    only: tuple[str, str] | None = None,
    bare: bool = False,
    **changed: Any,
) -> str:
    """Return the search's address, or its export's, with something changed.

    A filter is added or dropped, or takes the place of all of its field (`only`), all are dropped (`bare`),
    or other values of the Request are `changed`.
    """
    chosen = [] if bare else [(name, value) for name, values in asked.filters.items() for value in values]
    chosen = [one for one in chosen if one != drop and (not only or one[0] != only[0])]
    chosen += filter(None, (add, only))
    filters = {name: tuple(value for other, value in chosen if other == name) for name, _ in chosen}
    other = replace(asked, page=page, filters=filters, **changed)
    return url_for(endpoint, page=page if page > 1 else None, **_parameters(other))


def compare_address(asked: Request, by: str, drop: tuple[str, str] | None = None) -> str:
    """Return the address of a search side by side, by a field, perhaps without one of its filters."""
    query = urlsplit(search_address(asked, drop=drop)).query
    return f"{url_for('pages.compare')}?{query}{'&' if query else ''}by={by}"


def as_filter(asked: Request, reading: Reading) -> str:
    """Return the address of the search with what a word says of reports as a filter, the word left out."""
    text = " ".join(asked.text.replace(reading.word, " ", 1).split())
    return search_address(asked, add=(reading.field, reading.value), text=text)


def as_word(asked: Request, reading: Reading) -> str:
    """Return the address of the search with a word that means nothing beside itself."""
    return search_address(asked, text=asked.text.replace(reading.word, f'"{reading.word}"', 1))


def _parameters(asked: Request) -> dict[str, Any]:
    """Return a search as the parameters of a URL, all but its page; what is as usual is left out."""
    return {
        "q": asked.text or None,
        "aliases": None if asked.aliases else "0",
        "meaning": None if asked.meaning else "0",
        "collapse": "report" if asked.collapse else None,
        "sort": None if asked.sort == "relevance" else asked.sort,
        "per_page": asked.per_page if asked.per_page != 10 else None,
        **asked.filters,
    }
