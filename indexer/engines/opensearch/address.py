"""Where the cluster is, from the setting of the engine; who may use it, from the environment alone."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from indexer import messages
from indexer.errors import SettingError

_PORT = 9200
_EXAMPLE = "opensearch+https://host:9200,host:9200/prefix?shards=1&replicas=1"
_PREFIX = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")  # as names of indices begin
_MOST = {"shards": 1024, "replicas": 16}


@dataclass(frozen=True, slots=True)
class Address:
    """The hosts of a cluster as (name, port), how names of our indices begin, and how these are laid out."""

    hosts: tuple[tuple[str, int], ...]
    prefix: str
    secure: bool = True
    shards: int = 1
    replicas: int = 1

    def __str__(self) -> str:
        hosts = ",".join(f"{name}:{port}" for name, port in self.hosts)
        return f"{'https' if self.secure else 'http'}://{hosts}/{self.prefix}"


def address_of(url: str) -> Address:
    """Return the address of a setting. Raises SettingError, in which no password is repeated."""
    scheme, _, rest = url.partition("+")[2].partition("://")
    hosts, _, tail = rest.partition("/")
    parts = urlsplit(f"//x/{tail}")
    prefix, layout = parts.path.strip("/"), dict(parse_qsl(parts.query, keep_blank_values=True))
    if "@" in hosts:
        raise SettingError(messages.CLUSTER_SECRET(user="BAOGAO_OPENSEARCH_USER"))
    if scheme not in ("http", "https") or not _PREFIX.fullmatch(prefix) or set(layout) - set(_MOST):
        raise SettingError(messages.CLUSTER_ADDRESS(example=_EXAMPLE, value=url))
    try:
        pairs = tuple(_host(one) for one in hosts.split(","))
        numbers = {name: int(value) for name, value in layout.items()}
    except ValueError:
        raise SettingError(messages.CLUSTER_ADDRESS(example=_EXAMPLE, value=url)) from None
    if any(not (name == "shards") <= number <= _MOST[name] for name, number in numbers.items()):
        raise SettingError(messages.CLUSTER_ADDRESS(example=_EXAMPLE, value=url))
    return Address(pairs, prefix, scheme == "https", **numbers)


def _host(text: str) -> tuple[str, int]:
    parts = urlsplit(f"//{text.strip()}")
    if not parts.hostname or parts.path:
        raise ValueError(text)
    return parts.hostname, parts.port or _PORT
