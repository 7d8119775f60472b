"""Where the application is as its visitors see it: public address, prefix, trusted proxies, allowed hosts.

Flask builds every address from the WSGI environment, so it is put right there, once, for pages, API, feeds
and exports alike. Headers of a proxy are believed only from the addresses that are set.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import quote_from_bytes

from flask import Flask, request

from indexer import messages
from indexer.settings import Network, Public
from webapp.plumbing.audience import TRUSTED
from webapp.plumbing.errors import RefusedError

_HOST = re.compile(
    r"(?=.{1,261}$)(\[[0-9a-fA-F:.]{2,45}\]|[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
    r"(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\.?)(:[0-9]{1,5})?"
)
_PREFIX = re.compile(r"(/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)*")
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")  # what asks for /healthz and /metrics on the machine itself
_REFUSED = "baogao.refused"
ASKED = "baogao.asked"  # the Host as it came
_ASCII = "".join(map(chr, range(128)))


@dataclass(frozen=True, slots=True)
class Rules:
    """Under which address the application answers, and whom it believes."""

    address: Public | None
    hosts: tuple[str, ...] = ()  # further names; with no address and no names, any
    proxies: tuple[Network, ...] = ()

    def allows(self, host: str) -> bool:
        """Tell whether a Host header is well formed and one of those allowed."""
        if not _HOST.fullmatch(host):
            return False
        allowed = {*self.hosts, *((self.address.host.lower(),) if self.address else ())}
        name = _without_port(host.lower())
        return not allowed or host.lower() in allowed or name in map(_without_port, (*allowed, *_LOOPBACK))

    def trusts(self, address: str) -> bool:
        """Tell whether the headers of who is connected are believed."""
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self.proxies)


def from_here(environ: Mapping[str, Any]) -> bool:
    """Tell whether somebody asks on the machine itself, by one of its own names and through no proxy."""
    if "HTTP_X_FORWARDED_FOR" in environ or "HTTP_FORWARDED" in environ:
        return False
    named = _without_port(str(environ.get(ASKED, "")).lower()) in _LOOPBACK
    try:
        return named and ip_address(environ.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def register(app: Flask) -> None:
    """Put the environment of each request right before the application sees it."""
    inner, rules = app.wsgi_app, app.extensions["public"]

    def doorway(environ: dict[str, Any], start: Callable[..., Any], /) -> Iterable[bytes]:
        arrive(environ, rules)
        return inner(environ, start)

    app.wsgi_app = doorway  # type: ignore[method-assign, assignment]
    app.before_request(_refuse)


def _refuse() -> None:
    if request.environ.get(_REFUSED):
        raise RefusedError(400, messages.BAD_HOST())


def arrive(environ: dict[str, Any], rules: Rules) -> None:
    """Change an environment to that of the public address; mark a host that is not allowed as refused."""
    # bytes beyond ASCII, which some servers pass on as they came, count as if they had been encoded
    asked = environ.get("QUERY_STRING", "").encode("latin-1", "replace")
    environ["QUERY_STRING"] = quote_from_bytes(asked, safe=_ASCII)
    environ.pop(TRUSTED, None)
    environ[ASKED] = environ.get("HTTP_HOST", "")
    if rules.trusts(environ.get("REMOTE_ADDR", "")):
        environ[TRUSTED] = True
        _believe(environ, rules)
    if not rules.allows(environ.get("HTTP_HOST", "localhost")):
        environ[_REFUSED] = True
        environ["HTTP_HOST"] = "localhost"
    if rules.address:
        environ["wsgi.url_scheme"], environ["HTTP_HOST"] = rules.address.scheme, rules.address.host
        _mount(environ, rules.address.prefix)


def _believe(environ: dict[str, Any], rules: Rules) -> None:
    """Take client, scheme, host and prefix from what a trusted proxy says."""
    told = _listed(environ, "HTTP_X_FORWARDED_FOR")
    strangers = [one for one in told if not rules.trusts(one)]
    if strangers:
        environ["REMOTE_ADDR"] = strangers[-1]  # further left stands what the visitor may have made up
    scheme = _listed(environ, "HTTP_X_FORWARDED_PROTO")[-1:]
    if scheme in (["http"], ["https"]):
        environ["wsgi.url_scheme"] = scheme[0]
    host = _listed(environ, "HTTP_X_FORWARDED_HOST")[-1:]
    if host:
        environ["HTTP_HOST"] = host[0]
    prefix = "".join(_listed(environ, "HTTP_X_FORWARDED_PREFIX")[-1:]).rstrip("/")
    if prefix and _PREFIX.fullmatch(prefix):
        _mount(environ, prefix)


def _mount(environ: dict[str, Any], prefix: str) -> None:
    """Put the application below a prefix, which a proxy may have taken off the path or left there."""
    if not prefix or environ.get("SCRIPT_NAME") == prefix:
        return
    raw = prefix.encode("utf-8").decode("latin-1")  # as WSGI has paths
    path = environ.get("PATH_INFO", "")
    environ["SCRIPT_NAME"] = raw
    if path == raw or path.startswith(f"{raw}/"):
        environ["PATH_INFO"] = path[len(raw) :] or "/"


def _listed(environ: dict[str, Any], name: str) -> Sequence[str]:
    return [one.strip() for one in environ.get(name, "").split(",") if one.strip()]


def _without_port(host: str) -> str:
    return re.sub(r":\d*$", "", host)
