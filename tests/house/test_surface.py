"""What others may build on is pinned: a name that comes or goes is a decision."""

import indexer


def test_the_public_names_are_these() -> None:
    assert set(indexer.__all__) == {
        "BaogaoError",
        "Hit",
        "Library",
        "Report",
        "Request",
        "Results",
        "Section",
        "Snippet",
        "__version__",
    }
    for name in indexer.__all__:
        assert getattr(indexer, name) is not None
