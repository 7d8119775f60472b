"""What a visitor's browser keeps for us: rows of text in a cookie, which only this site's pages change.

It needs no script, no account and no store of ours; the same text in an address is a copy to give away.
"""

import base64
import json
import zlib
from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import Response, request, url_for

from indexer import messages
from webapp.plumbing.errors import RefusedError

MOST_BYTES = 3800  # of a cookie, of which browsers keep 4,096 with its name and attributes
_MOST_UNPACKED = 200_000  # bytes; nothing that we packed is larger
_FORM = "1"  # of the text, so that another one can be told from it
_HALF_A_YEAR = 183 * 24 * 3600


class FullError(Exception):
    """A cookie has no room for what was to be kept."""


def packed(rows: Iterable[tuple[str, ...]]) -> str:
    """Return rows as text for a cookie or an address; empty for none. Raises FullError."""
    kept = list(rows)
    if not kept:
        return ""
    compressed = zlib.compress(json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    text = _FORM + base64.urlsafe_b64encode(compressed).decode().rstrip("=")
    if len(text) > MOST_BYTES:
        raise FullError
    return text


def unpacked(text: str) -> list[tuple[str, ...]]:
    """Return the rows of a text; none for what is no such text, for anyone may have written it."""
    if not text.startswith(_FORM) or len(text) > 2 * MOST_BYTES:
        return []
    body = text[len(_FORM) :]
    try:
        compressed = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        rows = json.loads(zlib.decompressobj().decompress(compressed, _MOST_UNPACKED))
    except (ValueError, zlib.error, RecursionError):
        return []
    rows = rows if isinstance(rows, list) else []
    return [tuple(row) for row in rows if isinstance(row, list) and all(isinstance(one, str) for one in row)]


def keep(response: Response, name: str, text: str) -> None:
    """Let the browser keep a text for half a year, or forget it where it is empty."""
    path = request.script_root or "/"
    if not text:
        response.delete_cookie(name, path=path)
        return
    response.set_cookie(
        name,
        text,
        max_age=_HALF_A_YEAR,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure,
        path=path,
    )


def refuse_other_sites() -> None:
    """End a request that a page of another site sent."""
    fetched = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if fetched:
        ours = fetched in ("same-origin", "none")
    else:
        ours = not origin or urlsplit(origin).netloc == request.host
    if not ours:
        raise RefusedError(403, messages.OTHER_SITE())


def way_back(otherwise: str) -> str:
    """Return the address on this site that a form or an address names as `back`, else the endpoint's."""
    back = request.values.get("back", "")
    parts = urlsplit(back)
    local = back.startswith(f"{request.script_root}/") and not parts.scheme and not parts.netloc
    return back if local and "\\" not in back and not back.startswith("//") else url_for(otherwise)
