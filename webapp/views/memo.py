"""The memo: collecting sections and quotations, putting them in order, taking them along as a file."""

import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from flask import (
    Blueprint,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue

from indexer import messages
from webapp.memo import basket as baskets
from webapp.memo.basket import COOKIE, Basket, Item
from webapp.memo.chapters import chapters
from webapp.memo.files import WRITERS
from webapp.memo.wording import titled
from webapp.plumbing.errors import RefusedError
from webapp.plumbing.kept import FullError, keep, refuse_other_sites, way_back
from webapp.plumbing.lookup import library
from webapp.plumbing.params import search_request
from webapp.shown.addresses import ANYWHERE

MOST_AT_ONCE = 50  # hits that are collected together

blueprint = Blueprint("memo", __name__)


@blueprint.app_context_processor
def _collected() -> dict[str, object]:
    """Let every page say what is in the memo already."""
    return {"memo_keys": {item.key for item in _own()}, "most_at_once": MOST_AT_ONCE}


@blueprint.get("/memo")
def page() -> ResponseReturnValue:
    """Show what was collected, or what a colleague collected, whose memo is in the address."""
    return _page(_asked(), own="of" not in request.args)


@blueprint.get(f"/memo.<any({','.join(WRITERS)}):form>")
def file(form: str) -> ResponseReturnValue:
    """Send the memo as a file."""
    write, media_type = WRITERS[form]
    memo = titled(list(chapters(library(), _asked(), ANYWHERE)), date.today())
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    return send_file(
        io.BytesIO(write(memo)),
        mimetype=media_type + charset,
        as_attachment=form != "html",
        download_name=f"{memo.title}.{form}",
    )


@blueprint.post("/memo")
def change() -> ResponseReturnValue:
    """Change the memo as a form says, and lead back to where it was sent from."""
    refuse_other_sites()
    before = _own_with_notes()
    changed = _changed(before)
    try:
        packed = baskets.packed(changed)
    except FullError:
        if _for_script():
            raise RefusedError(413, messages.MEMO_FULL()) from None
        return _page(changed, own=True, full=True), 413
    response = (
        make_response(jsonify(count=len(changed)))
        if _for_script()
        else make_response(redirect(_next(before, changed), 303))
    )
    keep(response, COOKIE, packed)
    return response


def _page(shown: Basket, *, own: bool, full: bool = False) -> str:
    found = list(chapters(library(), shown, ANYWHERE))
    return render_template(
        "memo.html",
        memo=titled(found, date.today()),
        own=own,
        full=messages.MEMO_FULL() if full else None,
        undo=request.args.get("undo", "") if own else "",
        back=way_back("memo.page") if "back" in request.args else "",
        of=None if own else request.args["of"],
        shared=url_for("memo.page", of=_packed_or_none(shown), _external=True) if shown else None,
        forms=tuple(WRITERS),
    )


def _own() -> Basket:
    return baskets.unpacked(request.cookies.get(COOKIE, ""))


def _asked() -> Basket:
    """Return the memo in the address, else the visitor's own."""
    return baskets.unpacked(request.args["of"]) if "of" in request.args else _own()


def _own_with_notes() -> Basket:
    """Return the visitor's memo with the notes that the memo's page sends along."""
    sent = zip(request.form.getlist("item"), request.form.getlist("note"), strict=False)
    return baskets.noted(_own(), list(sent))


def _changed(basket: Basket) -> Basket:
    """Return the basket as the form wants it."""
    form = request.form
    if "clear" in form:
        return ()
    if "restore" in form:
        return baskets.unpacked(form["restore"])
    if "by" in form:
        return _ordered(basket, form["by"])
    if "keep" in form:
        basket = baskets.with_added(basket, baskets.unpacked(form["keep"]))
    if "found" in form:
        basket = baskets.with_added(basket, _all_found())
    basket = baskets.with_added(basket, filter(None, map(baskets.item_of, form.getlist("add"))))
    for key in form.getlist("drop"):
        basket = baskets.without(basket, key)
    for name, by in (("up", -1), ("down", 1)):
        for key in form.getlist(name):
            basket = baskets.moved(basket, key, by)
    return basket


def _all_found() -> Iterable[Item]:
    """Yield the best hits of the search in the address, none that is only near in meaning."""
    asked = replace(search_request(), page=1, per_page=MOST_AT_ONCE, facets=False)
    hits = library().search(asked).hits
    return (Item(hit.report_id, hit.section_id) for hit in hits if hit.tier != "meaning")


def _packed_or_none(basket: Basket) -> str | None:
    try:
        return baskets.packed(basket)
    except FullError:
        return None


def _for_script() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _ordered(basket: Basket, by: str) -> Basket:
    """Return the basket with the items of a report side by side, or the newest report first."""
    if by != "date":
        first = {item.report_id: place for place, item in reversed(list(enumerate(basket)))}
        return tuple(sorted(basket, key=lambda item: first[item.report_id]))
    found = chapters(library(), basket, ANYWHERE)
    dates = {one.item.key: one.report.metadata.date if one.report else "" for one in found}
    return tuple(sorted(basket, key=lambda item: dates[item.key], reverse=True))


def _next(before: Basket, after: Basket) -> str:
    """Return where the form leads: a file, the page it was sent from, or the memo.

    The memo stays at the item that was moved, offers to take back what was removed, and knows the way back
    to the results that were collected.
    """
    form = request.form
    if form.get("take") in WRITERS:
        return url_for("memo.file", form=form["take"])
    if "found" in form:
        return url_for("memo.page", back=way_back("memo.page"))
    if "back" in form:
        return way_back("memo.page")
    if len(after) < len(before):
        return url_for("memo.page", undo=_packed_or_none(before))
    moved = form.get("up") or form.get("down")
    places = [place for place, item in enumerate(after) if item.key == moved]
    return url_for("memo.page", _anchor=f"e{places[0]}" if places else None)
