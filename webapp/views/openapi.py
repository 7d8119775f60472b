"""The API in OpenAPI 3.1, for programs that read descriptions."""

from typing import Any

import msgspec

from indexer import __version__
from indexer.model.report import KINDS
from indexer.model.search import FILTERS, MAX_PAGE, MAX_PER_PAGE, SORTS
from indexer.model.shapes import (
    HitShape,
    ListedShape,
    PairShape,
    PersonShape,
    ResultsShape,
    SuggestionShape,
)

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _query(name: str, schema: Schema, description: str) -> Schema:
    return {"name": name, "in": "query", "schema": schema, "description": description}


def _path(*names: str) -> list[Schema]:
    return [{"name": name, "in": "path", "required": True, "schema": _TEXT} for name in names]


def _get(summary: str, parameters: list[Schema], schema: Schema, *errors: int) -> Schema:
    failure = {"application/json": {"schema": _ref("Error")}}
    responses: Schema = {"200": {"description": "OK", "content": {"application/json": {"schema": schema}}}}
    for status in (*errors, 503):
        responses[str(status)] = {"description": "An error in one sentence", "content": failure}
    if 410 in errors:
        responses["301"] = {"description": "Known under another id, to which this leads"}
    return {"get": {"summary": summary, "parameters": parameters, "responses": responses}}


def _number(most: int, default: int) -> Schema:
    """Describe a whole number from 1, or nothing."""
    number = {"type": "integer", "minimum": 1, "maximum": most, "default": default}
    return {"anyOf": [number, {"const": ""}]}


def _choice(*values: str) -> Schema:
    """Describe one of the values, or nothing."""
    return {"enum": [*values, ""]}


_SECTION = _object(id=_TEXT, path=_list(_TEXT), heading=_TEXT, kind={"enum": list(KINDS)}, text=_TEXT)
_SECTION["properties"] |= {"page": _COUNT, "confidence": {"type": "number", "minimum": 0, "maximum": 1}}
_REPORT = _object(id=_TEXT, title=_TEXT, metadata={"type": "object"}, sections=_list(_SECTION))

_SEARCH_PARAMETERS = [
    _query("q", _TEXT, "The query, in the language of the search page."),
    _query("page", _number(MAX_PAGE, 1), "Page, from 1."),
    _query("per_page", _number(MAX_PER_PAGE, 10), "Hits a page."),
    _query("sort", _choice(*SORTS), "Order of the hits; relevance if not said."),
    _query("aliases", _choice("0", "1"), "0: do not search other names."),
    _query("meaning", _choice("0", "1"), "0: offer no sections that are only near in meaning."),
    _query("collapse", _choice("0", "1", "true", "false", "report"), "1, true, report: one hit a report."),
    _query("explain", _choice("0", "1"), "1: the parts of each score."),
    *(_query(name, _list(_TEXT), f"Only this {name}; repeated = any of them.") for name in FILTERS),
]

_PAGING = [parameter for parameter in _SEARCH_PARAMETERS if parameter["name"] in ("page", "per_page")]
_ERROR = _object(error=_object(code=_TEXT, message=_TEXT))
# msgspec describes what it writes: no shape is written down twice
_SHAPES = (ResultsShape, HitShape, SuggestionShape, ListedShape, PersonShape, PairShape)
_, _COMPONENTS = msgspec.json.schema_components(_SHAPES, ref_template="#/components/schemas/{name}")

DESCRIPTION: Schema = {
    "openapi": "3.1.0",
    "info": {"title": "baogao 報告", "version": __version__},
    "paths": {
        "/api/search": _get("Search sections", _SEARCH_PARAMETERS, _ref("ResultsShape"), 400),
        "/api/suggest": _get(
            "Complete what is typed",
            [_query("q", _TEXT, "What is typed so far.")],
            _list(_ref("SuggestionShape")),
        ),
        "/api/reports/{report_id}": _get("A whole report", _path("report_id"), _ref("Report"), 404, 410),
        "/api/reports/{report_id}/s/{section_id}/similar": _get(
            "Sections of other reports like this one",
            _path("report_id", "section_id"),
            _object(hits=_list(_ref("HitShape"))),
            404,
            410,
        ),
        "/api/people": _get(
            "People whom the reports name",
            [_query("q", _TEXT, "A name in any spelling, or a part of one."), *_PAGING],
            _object(total=_COUNT, page=_COUNT, per_page=_COUNT, people=_list(_ref("ListedShape"))),
            400,
        ),
        "/api/people/{slug}": _get("A person with every mention", _path("slug"), _ref("PersonShape"), 404),
        "/api/glossary": _get(
            "Chinese and English names of one thing",
            [_query("q", _TEXT, "Either name, or a part of one."), *_PAGING],
            _object(total=_COUNT, page=_COUNT, per_page=_COUNT, pairs=_list(_ref("PairShape"))),
            400,
        ),
        "/healthz": _get("State of the index", [], _object(status=_TEXT, reports=_COUNT, sections=_COUNT)),
    },
    "components": {"schemas": {**_COMPONENTS, "Report": _REPORT, "Error": _ERROR}},
}
