"""The language of a page: chosen (`?lang=`, then a cookie), else by Accept-Language, else Chinese.

Messages are English in the source; translations/ holds what they are in other languages. The catalogue
is read from its .po file, once a process, so that there is no compiled copy to forget.
"""

import io
from datetime import date
from pathlib import Path
from urllib.parse import quote

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, Response, has_request_context, request
from flask_babel import Babel, Domain, get_locale
from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict
from werkzeug.urls import iri_to_uri

from indexer.model.language import with_han_apart, written_in

CHINESE, ENGLISH = "zh-Hant-TW", "en"
LANGUAGES = {CHINESE: "中文", ENGLISH: "English"}
_BY_PRIMARY = {tag.partition("-")[0]: tag for tag in LANGUAGES}
COOKIE = "lang"
_YEAR = 365 * 24 * 3600


class _PoDomain(Domain):  # type: ignore[misc]
    """Flask-Babel's domain, reading .po files."""

    def get_translations(self) -> NullTranslations:
        locale = str(get_locale())
        if locale not in self.cache:
            self.cache[locale] = _load(locale, Path(self.translation_directories[0]))
        found: NullTranslations = self.cache[locale]
        return found


def _load(locale: str, folder: Path) -> NullTranslations:
    source = folder / locale / "LC_MESSAGES" / "messages.po"
    if not source.exists():
        return NullTranslations()
    compiled = io.BytesIO()
    with source.open("rb") as po:
        catalogue = read_po(po, locale=locale)
    for message in list(catalogue):
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.id and not all(strings):
            catalogue.delete(message.id)  # shown in English; an empty plural would show as its singular
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def register(app: Flask) -> None:
    """Let the app's pages speak the visitor's language and link to the other ones."""
    babel = Babel(app, default_locale="zh_Hant_TW", locale_selector=lambda: language().replace("-", "_"))
    babel.domain_instance = _PoDomain()
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.context_processor(
        lambda: {
            "language": language(),
            "locale": get_locale(),
            "languages": _links(),
            "today": date.today().isoformat(),
        }
    )
    app.add_template_filter(lang_attribute, "lang")
    app.add_template_filter(in_language)
    app.add_template_filter(mixed)
    app.after_request(_remember)


def language() -> str:
    """Return the language tag of the page being made."""
    if not has_request_context():
        return CHINESE
    for chosen in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if chosen in LANGUAGES:
            return chosen
    accepted = (tag.partition("-")[0].lower() for tag, quality in request.accept_languages if quality)
    return next((_BY_PRIMARY[tag] for tag in accepted if tag in _BY_PRIMARY), CHINESE)


def lang_attribute(text: str, around: str = "") -> Markup:
    """Return ` lang="…"` for text in another language than what is around it (the page), else nothing."""
    own = {"zh": CHINESE, "en": ENGLISH}.get(tag := written_in(text), tag)
    return Markup(' lang="{}"').format(own) if own and own != (around or language()) else Markup("")


def in_language(text: str) -> Markup:
    """Return text within a sentence, in an element of its own where it is in another language."""
    own = lang_attribute(text)
    return Markup("<span{}>{}</span>").format(own, text) if own else Markup(escape(text))


def mixed(text: str) -> Markup:
    """Return a sentence, Chinese names in it in elements of their own where the page is not Chinese."""
    if language() == CHINESE:
        return Markup(escape(text))
    pieces = with_han_apart(text)
    return Markup("").join(in_language(piece) if i % 2 else escape(piece) for i, piece in enumerate(pieces))


def _links() -> list[tuple[str, str, str]]:
    """Return (tag, name, address of this page in it) of each other language."""
    return [(tag, name, _address(tag)) for tag, name in LANGUAGES.items() if tag != language()]


def _address(tag: str) -> str:
    """Return this page's address with the language in it; always on this host."""
    values = MultiDict(request.args)
    values["lang"] = tag
    query = "&".join(f"{quote(name)}={quote(value)}" for name, value in values.items(multi=True))
    path = f"{request.script_root}/{request.path.lstrip('/')}"
    return iri_to_uri(f"{quote(path)}?{query}")


def _remember(response: Response) -> Response:
    """Keep the choice in a cookie, and tell caches what a page depends on."""
    if response.mimetype == "text/html":
        response.vary.update(("Accept-Language", "Cookie"))
        chosen = request.args.get("lang")
        own = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"  # not by a shared link
        if own and chosen in LANGUAGES and chosen != request.cookies.get(COOKIE):
            response.set_cookie(
                COOKIE, chosen, max_age=_YEAR, samesite="Lax", httponly=True, secure=request.is_secure
            )
    return response
