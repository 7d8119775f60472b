"""What was taken down: by permanent link, with the reason that its readers are told."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from indexer import messages
from indexer.errors import RuleError

_REPORT = re.compile(r"(?:^|/)reports/(?P<report>[^/]+)(?:/s/(?P<section>[^/]+))?/?$")
_PASSAGE = re.compile(r"(?:^|/)q/(?P<report>[^/]+)/(?P<section>[^/]+)/(?P<signs>[^/]+)/?$")
_ANCHOR = re.compile(r"s-(.+)")


@dataclass(frozen=True, slots=True)
class Takedown:
    """A report, one of its sections, or a passage of it: the `signs` of a short link hold no text."""

    report: str
    section: str
    signs: str
    reason: str
    link: str

    @property
    def key(self) -> str:
        """What it is known by where links are followed."""
        return "/".join(filter(None, (self.report, self.section, self.signs)))


def parse_link(link: str, where: str = "") -> tuple[str, str, str]:
    """Return (report, section, signs) of a permanent link, with a host or without. Raises RuleError."""
    parts = urlsplit(link.strip())
    found = _PASSAGE.search(parts.path) or _REPORT.search(parts.path)
    if not found:
        raise RuleError(messages.NO_LINK(link=link), where)
    values = {name: unquote(value or "") for name, value in found.groupdict().items()}
    anchor = _ANCHOR.fullmatch(unquote(parts.fragment))
    section = values["section"] or (anchor[1] if anchor else "")
    return values["report"], section, values.get("signs", "")
