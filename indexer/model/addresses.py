"""Where sections and people are shown: plain paths here; the web page hands in addresses of its own."""

from typing import Protocol
from urllib.parse import quote, urlencode


class Addresses(Protocol):
    """What JSON is made with, so that nothing but the web page knows where the web page is."""

    def section(self, report_id: str, section_id: str, text: str = "") -> str:
        """Return the address of a section on its report's page, where the hits of a query are marked."""

    def person(self, slug: str) -> str:
        """Return the address of a person's page."""


class Paths:
    """Addresses as paths from the root of a site."""

    def section(self, report_id: str, section_id: str, text: str = "") -> str:
        """Return the path of a section on its report's page, where the hits of a query are marked."""
        asking = f"?{urlencode({'q': text})}" if text else ""
        return f"/reports/{quote(report_id)}{asking}#s-{quote(section_id)}"

    def person(self, slug: str) -> str:
        """Return the path of a person's page."""
        return f"/people/{quote(slug)}"


PATHS = Paths()
