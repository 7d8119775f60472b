"""Who is asking, and so which index answers: groups come from a trusted proxy, or from who signs in.

The choice is made once, before anything is looked up; each audience has an index of nothing but what it may
see, so that no view, count or name needs to think of it (docs/SECURITY.md).
"""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock

from flask import Blueprint, Flask, Response, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.security import check_password_hash, generate_password_hash

from indexer import messages, settings
from indexer.errors import SettingError
from indexer.library import Library
from indexer.settings import PUBLIC, Audience

TRUSTED = "baogao.trusted"  # in the environment of a request that a trusted proxy passed on
_KEPT = 256  # signed-in visitors whose password is not computed anew with each request
_NOBODY = (  # of no password: it takes as long to find that there is no such user as that a password is wrong
    "scrypt:32768:8:1$nobodynobody1234$"
    "e7b3c1d0a9f8e7d6c5b4a39281706f5e4d3c2b1a0f9e8d7c6b5a493827160f5e"
    "4d3c2b1a0f9e8d7c6b5a493827160f5e4d3c2b1a0f9e8d7c6b5a493827160f5e"
)
blueprint = Blueprint("audience", __name__)


class Users:
    """The file of users: a line each of name, groups parted by commas, and password hash, parted by tabs."""

    def __init__(self, file: Path | None) -> None:
        """Read the file when it is first needed, and again when it has changed. Raises SettingError."""
        self._file, self._lock = file, Lock()
        self._secret = secrets.token_bytes(16)
        self._known: OrderedDict[bytes, frozenset[str]] = OrderedDict()
        self._read: tuple[int, dict[str, tuple[frozenset[str], str]]] = (0, {})
        if file:
            self._rows()

    def __bool__(self) -> bool:
        """Tell whether visitors can sign in."""
        return self._file is not None

    def groups(self, name: str, password: str) -> frozenset[str] | None:
        """Return the groups of a user; None for a wrong name or password. It costs 60 ms."""
        with self._lock:
            rows = self._rows()
            key = hashlib.blake2b(f"{name}\0{password}".encode("utf-8", "replace"), key=self._secret).digest()
            if key in self._known:
                return self._known[key]
            groups, hashed = rows.get(name, (None, _NOBODY))
            if not check_password_hash(hashed, password) or groups is None:
                return None
            self._known[key] = groups
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
            return groups

    def _rows(self) -> dict[str, tuple[frozenset[str], str]]:
        assert self._file
        try:
            changed = self._file.stat().st_mtime_ns
            if changed != self._read[0]:
                self._read = changed, dict(map(_user, _lines(self._file)))
                self._known.clear()
        except (OSError, ValueError) as error:
            raise SettingError(messages.NO_USERS(reason=error), self._file) from error
        return self._read[1]


def _lines(file: Path) -> Sequence[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def _user(line: str) -> tuple[str, tuple[frozenset[str], str]]:
    name, groups, hashed = line.split("\t")
    return name, (frozenset(filter(None, map(str.strip, groups.split(",")))), hashed.strip())


def user_line(name: str, groups: Sequence[str], password: str) -> str:
    """Return a user's line of the file; the password cannot be told from it."""
    return f"{name}\t{','.join(groups)}\t{generate_password_hash(password)}"


def register(app: Flask, folder: Path) -> None:
    """Open the index of each audience, and let each request be answered by that of who asks."""
    several = (PUBLIC, *settings.audiences())
    app.extensions["audiences"] = several
    app.extensions["libraries"] = {
        one.name: Library(settings.index_for(folder, one), wait=False) for one in several
    }
    app.extensions["library"] = app.extensions["libraries"][PUBLIC.name]
    app.extensions["users"] = Users(settings.users())
    app.extensions["groups_header"] = settings.groups_header()
    app.register_blueprint(blueprint)
    app.before_request(_choose)
    app.after_request(_told_apart)
    app.context_processor(
        lambda: {"audience": g.get("audience", PUBLIC), "can_sign_in": bool(app.extensions["users"])}
    )


def signed() -> bool:
    """Tell whether the visitor of this request may see more than everybody."""
    return bool(g.get("audience", PUBLIC) != PUBLIC)


def chosen(groups: Collection[str], among: Sequence[Audience]) -> Audience:
    """Return the audience of the most groups of those that a visitor is wholly in; of equals the first."""
    return max((one for one in among if one.groups <= set(groups)), key=lambda one: len(one.groups))


def _choose() -> None:
    groups = set(_of_proxy())
    users: Users = current_app.extensions["users"]
    given = request.authorization
    if users and given is not None and given.type == "basic":
        found = users.groups(given.username or "", given.password or "")
        if found is None:
            abort(401)
        groups |= found
    g.audience = chosen(groups, current_app.extensions["audiences"])


def _of_proxy() -> list[str]:
    """Return the groups that a trusted proxy names; what anybody else says counts for nothing."""
    header = current_app.extensions["groups_header"]
    if not header or not request.environ.get(TRUSTED):
        return []
    said = request.headers.get(header, "").encode("latin-1", "replace").decode("utf-8", "replace")
    return _parted(said)


@lru_cache(maxsize=256)
def _parted(said: str) -> list[str]:
    return [one.strip() for one in said.replace(";", ",").split(",") if one.strip()]


@blueprint.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Ask the visitor's browser for name and password, and lead to the search page."""
    if not current_app.extensions["users"]:
        abort(404)
    if request.authorization is None:
        abort(401)
    return redirect(url_for("pages.home"))


def _told_apart(response: Response) -> Response:
    """Let no cache give one audience's answer to another."""
    header = current_app.extensions["groups_header"]
    names = [*([header] if header else []), *(["Authorization"] if current_app.extensions["users"] else [])]
    response.vary.update(names)
    if signed():
        response.headers["Cache-Control"] = "private, no-cache"
    return response
