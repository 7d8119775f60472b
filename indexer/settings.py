"""Settings from the environment, each read in this one place."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit

from indexer import messages
from indexer.errors import SettingError

Network = IPv4Network | IPv6Network
_AUDIENCE = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")  # it names a folder
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
SHOWN = ("hidden", "shown")
LOGGED = ("off", "on", "queries")  # nothing; requests without what was searched for; with it


def index_dir() -> Path:
    """Folder of the index: `BAOGAO_INDEX`, or `.index` in the working directory."""
    return Path(os.environ.get("BAOGAO_INDEX") or ".index")


_USED: ContextVar[str] = ContextVar("engine", default="")


def engine() -> str:
    """Which engine keeps a new index: `BAOGAO_ENGINE`, or `whoosh`."""
    return _USED.get() or os.environ.get("BAOGAO_ENGINE") or "whoosh"


@contextmanager
def using(engine: str) -> Iterator[None]:
    """Let another engine be the one chosen meanwhile: an index is copied from one to the other."""
    token = _USED.set(engine)
    try:
        yield
    finally:
        _USED.reset(token)


def engine_name() -> str:
    """Return the kind of the engine, which an index notes: a cluster may move to another address."""
    return engine().partition("+")[0]


@dataclass(frozen=True, slots=True)
class ClusterAccess:
    """Who may use a cluster, and whose certificates are believed; never shown."""

    user: str = field(repr=False)
    password: str = field(repr=False)
    api_key: str = field(repr=False)
    ca_file: str


def cluster_access() -> ClusterAccess:
    """Return what the environment and files that it names say of access. Raises SettingError."""
    return ClusterAccess(
        os.environ.get("BAOGAO_OPENSEARCH_USER", ""),
        _secret("BAOGAO_OPENSEARCH_PASSWORD", "BAOGAO_OPENSEARCH_PASSWORD_FILE"),
        _secret("BAOGAO_OPENSEARCH_API_KEY", "BAOGAO_OPENSEARCH_API_KEY_FILE"),
        os.environ.get("BAOGAO_OPENSEARCH_CA", ""),
    )


def _secret(name: str, of_file: str) -> str:
    path = os.environ.get(of_file, "")
    if not path:
        return os.environ.get(name, "")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(messages.SECRET_UNREADABLE(name=of_file, reason=error)) from error


def aliases() -> Path | None:
    """Return a table of further other names: `BAOGAO_ALIASES`."""
    path = os.environ.get("BAOGAO_ALIASES")
    return Path(path) if path else None


@dataclass(frozen=True, slots=True)
class Public:
    """Where the web page is reached: `scheme`, `host` (with a port unless it is the usual one), `prefix`."""

    scheme: str
    host: str
    prefix: str  # begins with a slash, or is empty


def public() -> Public | None:
    """Return the public address: `BAOGAO_URL`; None where it is not set. Raises SettingError."""
    text = os.environ.get("BAOGAO_URL", "").strip()
    if not text:
        return None
    parts = urlsplit(text)
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or not text.isascii()
        or parts.query
        or parts.fragment
    ):
        raise SettingError(messages.NO_PUBLIC_ADDRESS(name="BAOGAO_URL", value=text))
    return Public(parts.scheme, parts.netloc.rpartition("@")[2], unquote(parts.path.rstrip("/")))


def hosts() -> tuple[str, ...]:
    """Return further names under which the web page may be asked: `BAOGAO_HOSTS`, parted by commas."""
    return tuple(one.strip().lower() for one in os.environ.get("BAOGAO_HOSTS", "").split(",") if one.strip())


def proxies() -> tuple[Network, ...]:
    """Return addresses and networks whose X-Forwarded headers are believed: `BAOGAO_PROXIES`.

    Raises SettingError.
    """
    texts = [one.strip() for one in os.environ.get("BAOGAO_PROXIES", "").split(",") if one.strip()]
    try:
        return tuple(ip_network(one, strict=False) for one in texts)
    except ValueError as error:
        raise SettingError(messages.NO_NETWORK(name="BAOGAO_PROXIES", reason=error)) from error


def access_log() -> str:
    """Return what is logged of each request: `BAOGAO_ACCESS_LOG`. Raises SettingError for none of LOGGED."""
    text = os.environ.get("BAOGAO_ACCESS_LOG") or "off"
    if text not in LOGGED:
        raise SettingError(messages.ONE_OF(name="BAOGAO_ACCESS_LOG", choices=", ".join(LOGGED)))
    return text


def contacts() -> bool:
    """Tell whether telephone numbers and addresses of contacts are shown: `BAOGAO_CONTACTS`.

    Raises SettingError.
    """
    text = os.environ.get("BAOGAO_CONTACTS") or "hidden"
    if text not in SHOWN:
        raise SettingError(messages.ONE_OF(name="BAOGAO_CONTACTS", choices=", ".join(SHOWN)))
    return text == "shown"


@dataclass(frozen=True, slots=True)
class Audience:
    """Readers who are in all of some groups; they see what is for everybody, or for any of these."""

    name: str
    groups: frozenset[str]


PUBLIC = Audience("", frozenset())


def audiences() -> tuple[Audience, ...]:
    """Return whom reports are shown to beside everybody: `BAOGAO_AUDIENCES`. Raises SettingError."""
    text = os.environ.get("BAOGAO_AUDIENCES", "")
    found = []
    for one in filter(None, map(str.strip, text.split(";"))):
        name, _, groups = (part.strip() for part in one.partition("="))
        several = frozenset(filter(None, map(str.strip, groups.split(","))))
        if not _AUDIENCE.fullmatch(name) or not several:
            raise SettingError(messages.NO_AUDIENCES(name="BAOGAO_AUDIENCES", value=one))
        found.append(Audience(name, several))
    if len({one.name for one in found}) < len(found):
        raise SettingError(messages.NO_AUDIENCES(name="BAOGAO_AUDIENCES", value=text))
    if found and engine_name() == "opensearch":  # all would share the one index of the address
        raise SettingError(messages.AUDIENCES_APART())
    return tuple(found)


def index_for(folder: Path, audience: Audience) -> Path:
    """Return the folder of an audience's index, which lies in that of the public one."""
    return folder / f"for-{audience.name}" if audience.name else folder


def groups_header() -> str:
    """Return the header in which a trusted proxy names a visitor's groups: `BAOGAO_GROUPS_HEADER`.

    Raises SettingError.
    """
    text = os.environ.get("BAOGAO_GROUPS_HEADER", "").strip()
    if text and not _HEADER.fullmatch(text):
        raise SettingError(messages.NO_HEADER(name="BAOGAO_GROUPS_HEADER", value=text))
    if text and not proxies():
        raise SettingError(messages.HEADER_WANTS_PROXIES())
    return text


def editor() -> str:
    """Return the mail address that readers may write to: `BAOGAO_EDITOR`. Raises SettingError."""
    text = os.environ.get("BAOGAO_EDITOR", "").strip()
    if text and not _MAIL.fullmatch(text):
        raise SettingError(messages.NO_MAIL(name="BAOGAO_EDITOR", value=text))
    return text


def missed() -> Path | None:
    """Return the file for the editor in which searches without hits are kept: `BAOGAO_MISSED`."""
    path = os.environ.get("BAOGAO_MISSED")
    return Path(path) if path else None


def users() -> Path | None:
    """Return the file of users who sign in with a password: `BAOGAO_USERS`."""
    path = os.environ.get("BAOGAO_USERS")
    return Path(path) if path else None


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take; each a whole number from the variable named beside it."""

    file_mb: int = 512  # BAOGAO_FILE_MB: a larger file is refused
    memory_mb: int = 2048  # BAOGAO_READ_MB: memory of the process that reads
    seconds: int = 120  # BAOGAO_READ_SECONDS: for one report, one record, or one recognised page
    unpacked_mb: int = 1024  # BAOGAO_UNPACKED_MB: what an archive or document may unpack to
    members: int = 10_000  # BAOGAO_MEMBERS: files in an archive
    pages: int = 5_000  # BAOGAO_PAGES: pages of a document


_VARIABLES = {
    "file_mb": "BAOGAO_FILE_MB",
    "memory_mb": "BAOGAO_READ_MB",
    "seconds": "BAOGAO_READ_SECONDS",
    "unpacked_mb": "BAOGAO_UNPACKED_MB",
    "members": "BAOGAO_MEMBERS",
    "pages": "BAOGAO_PAGES",
}


def limits() -> Limits:
    """Return the limits of reading. Raises SettingError for one that is no whole number above 0."""
    usual = Limits()
    return Limits(
        **{limit.name: _whole(_VARIABLES[limit.name], getattr(usual, limit.name)) for limit in fields(Limits)}
    )


def cache_bytes() -> int:
    """Return the memory of a process for postings that were read: `BAOGAO_CACHE_MB`. Raises SettingError."""
    return _whole("BAOGAO_CACHE_MB", 320) << 20


def _whole(name: str, otherwise: int) -> int:
    """Return the whole number above 0 of a variable. Raises SettingError for what is none."""
    text = os.environ.get(name, "")
    if text and not (text.isascii() and text.isdigit() and int(text)):
        raise SettingError(messages.WHOLE_NUMBER_ABOVE_0(name=name, value=text))
    return int(text) if text else otherwise
