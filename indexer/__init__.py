"""From a report file to ranked, highlighted sections: everything but the web page.

from indexer import Library, Request
results = Library(Path(".index")).search(Request("智慧城市"))
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indexer.errors import BaogaoError
    from indexer.library import Library
    from indexer.model.report import Report, Section
    from indexer.model.search import Hit, Request, Results, Snippet

__version__ = "0.1.0"
__all__ = [
    "BaogaoError",
    "Hit",
    "Library",
    "Report",
    "Request",
    "Results",
    "Section",
    "Snippet",
    "__version__",
]

_HOMES = {
    "BaogaoError": "indexer.errors",
    "Library": "indexer.library",
    "Report": "indexer.model.report",
    "Section": "indexer.model.report",
    **dict.fromkeys(("Hit", "Request", "Results", "Snippet"), "indexer.model.search"),
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that no command waits for what it does not use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
