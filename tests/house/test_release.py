"""Version and changelog agree, and the changelog keeps its form."""

import re

import indexer
from tests.conftest import ROOT

RELEASE = re.compile(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", re.M)


def test_the_changelog_knows_the_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert text.index("## [Unreleased]")
    released = RELEASE.findall(text)
    unreleased = not released and indexer.__version__ == "0.1.0"  # nothing has been released yet
    assert unreleased or released[0] == indexer.__version__


def test_what_changed_is_under_a_heading_of_its_kind() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    kinds = set(re.findall(r"^### (.+)$", text, re.M))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
