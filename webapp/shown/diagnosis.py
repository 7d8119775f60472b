"""What `baogao doctor` found, as one HTML file that needs no other: in Chinese, then in English."""

from itertools import islice

from flask import Flask, render_template
from markupsafe import Markup

from indexer.model.doctor import Diagnosis
from webapp.words import language, sentences

_MOST_SHOWN = 2000  # files of each list; the JSON has all


def diagnosis_page(found: Diagnosis) -> str:
    """Return the page: numbers by format, what is said of how many files, what is not read, poor files."""
    app = Flask("webapp")
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.add_template_filter(sentences.told, "told")
    language.register(app)
    poor = list(found.poor)
    shown = list(islice(poor, _MOST_SHOWN))
    articles: dict[str, Markup] = {}
    for tag in language.LANGUAGES:
        with app.test_request_context(query_string={"lang": tag}):
            text = render_template(
                "doctor_article.html", found=found, poor=shown, more=len(poor) - len(shown)
            )
            articles[tag] = Markup(text)  # escaped by the template
    with app.test_request_context(query_string={"lang": language.CHINESE}):
        return render_template("doctor.html", articles=articles, names=language.LANGUAGES)
