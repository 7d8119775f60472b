"""Engines keep reports and find their sections; one is chosen by `open_engine`, and all are used alike."""

from collections.abc import Callable
from importlib import import_module

from indexer import messages
from indexer.errors import SettingError
from indexer.search.ports import Engine

ENGINES = {
    "whoosh": "indexer.engines.whoosh.store:WhooshEngine",
    "plain": "indexer.engines.plain.store:PlainEngine",
    "opensearch": "indexer.engines.opensearch.store:OpenSearchEngine",
}


def open_engine(url: str) -> Engine:
    """Return the engine of a setting: one of ENGINES, a cluster with its address. Raises SettingError.

    What an engine needs is imported only when it is chosen.
    """
    kind = url.partition("+")[0]
    if kind not in ENGINES:
        raise SettingError(messages.ENGINE_UNKNOWN(url=url, choices=", ".join(ENGINES)))
    module, _, name = ENGINES[kind].partition(":")
    try:
        engine: Callable[..., Engine] = getattr(import_module(module), name)
    except ModuleNotFoundError as error:
        raise SettingError(messages.ENGINE_NOT_INSTALLED(package=f"baogao[{kind}]")) from error
    return engine(url) if kind == "opensearch" else engine()
