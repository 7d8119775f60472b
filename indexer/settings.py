"""Settings from the environment, each read in this one place."""

import os
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
    values = {}
    for limit in fields(Limits):
        name = _VARIABLES[limit.name]
        text = os.environ.get(name, "")
        if text and not (text.isascii() and text.isdigit() and int(text)):
            raise SettingError(messages.WHOLE_NUMBER_ABOVE_0(name=name, value=text))
        if text:
            values[limit.name] = int(text)
    return Limits(**values)


CACHE_BYTES = 320 * 2**20
"""Memory of each server process for postings that were read."""
