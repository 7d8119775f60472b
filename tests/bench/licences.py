"""`python -m tests.bench.licences`: the licence of every locked dependency that is installed, as a table."""

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

LOCKED = Path(__file__).parents[2] / "docs" / "deploy" / "requirements.txt"
_CLASSIFIER = "License :: OSI Approved :: "


def rows() -> Iterator[tuple[str, str, str]]:
    """Yield (package, version, licence); a package of another system is named as not installed."""
    for name, version in re.findall(r"^([\w.-]+)==([\w.]+)", LOCKED.read_text(encoding="utf-8"), re.M):
        try:
            data = metadata(name).json
        except PackageNotFoundError:
            yield name, version, "not installed here"
            continue
        listed = [str(one) for one in data.get("classifier", ()) if _CLASSIFIER in str(one)]
        classified = ", ".join(one.removeprefix(_CLASSIFIER) for one in listed)
        text = str(data.get("license_expression") or classified or data.get("license") or "")
        yield name, version, text.strip().split("\n")[0][:80] or "unknown"


if __name__ == "__main__":
    print(
        "# Licences of the locked dependencies\nMade by `python -m tests.bench.licences` where they are installed.\n"
    )
    print("| package | version | licence |\n| --- | --- | --- |")
    for row in rows():
        print(f"| {' | '.join(row)} |")
