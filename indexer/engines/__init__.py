"""Engines keep reports and find their sections; one is chosen by `open_engine`, and all are used alike."""

from collections.abc import Callable
from importlib import import_module

from indexer import messages
from indexer.errors import SettingError
from indexer.search.ports import Engine

ENGINES = {
    "whoosh": "indexer.engines.whoosh.store:WhooshEngine",
    "plain": "indexer.engines.plain.store:PlainEngine",
}


def open_engine(url: str) -> Engine:
    """Return the engine of a setting, one of ENGINES. Raises SettingError for another one.

    What an engine needs is imported only when it is chosen.
    """
    if url not in ENGINES:
        raise SettingError(messages.ENGINE_UNKNOWN(url=url, choices=", ".join(ENGINES)))
    module, _, name = ENGINES[url].partition(":")
    engine: Callable[[], Engine] = getattr(import_module(module), name)
    return engine()
