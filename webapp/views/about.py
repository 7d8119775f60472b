"""Pages about the site: what it is, how to search, what it keeps, who can use it, how programs call it."""

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from webapp.views.openapi import DESCRIPTION

EXAMPLES = (
    ("api.search", {"q": "智慧城市", "country": "新加坡"}),
    ("api.search", {"q": '"Lawrence Wong"', "sort": "newest", "per_page": 3}),
    ("api.suggest", {"q": "姊妹"}),
    ("names.api_people", {"q": "黃循財"}),
    ("things.api_glossary", {"q": "World Cities Summit"}),
    ("takeaway.export_csv", {"q": "kind:建議 智慧城市"}),
    ("takeaway.feed", {"q": "智慧城市"}),
)

blueprint = Blueprint("about", __name__)


@blueprint.get("/about")
def about() -> ResponseReturnValue:
    """Say what is found, in which order, and what the search is made from."""
    return render_template("about.html")


@blueprint.get("/help")
def guide() -> ResponseReturnValue:
    """Say how to search, to collect, to follow and to cite."""
    return render_template("help.html")


@blueprint.get("/privacy")
def privacy() -> ResponseReturnValue:
    """Say what a visit leaves behind."""
    return render_template("privacy.html", keeps_missed=current_app.extensions["missed"] is not None)


@blueprint.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """Say who can use the site, how that is tested, and what is not good yet."""
    return render_template("accessibility.html")


@blueprint.get("/api")
def programs() -> ResponseReturnValue:
    """Show how programs get the same results, with examples that run."""
    calls = [(path, operations["get"]) for path, operations in DESCRIPTION["paths"].items()]
    return render_template("programs.html", calls=calls, examples=EXAMPLES)
