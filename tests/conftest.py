"""What tests share: sample texts, indexes built once, and the public data beside the checkout."""

import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from werkzeug.serving import make_server

from indexer.library import Library
from indexer.model.report import Report
from indexer.updating import generations
from indexer.updating.update import update
from indexer.updating.writing import Writing
from webapp import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
SHARED = ROOT.parent / "shared"
REAL_REPORT = SHARED / "reports" / "000_35d1d7dedab16578.txt"

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")
os.environ.pop("BAOGAO_INDEX", None)


def shared(name: str) -> Path:
    """A file of the public test data; skips the test where it is absent, as in a user's clone."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the public test data is not here ({name})")
    return path


def put(folder: Path, *batches: Iterable[Report]) -> Writing:
    """A published index of reports as they are, a commit for each batch; no catalogue, ledger or names."""
    folder.mkdir(exist_ok=True)
    index = Writing(generations.new_generation(folder), new=True)
    for reports in batches:
        index.store.put([index.engine.analyse(list(reports))])
    generations.publish(folder, index.generation)
    return index


def copied(folder: Path, to: Path) -> Path:
    """A copy of a folder of reports, for indexing writes a ledger of links there."""
    return Path(shutil.copytree(folder, to))


@pytest.fixture(scope="session")
def corpus_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    assert not update([copied(CORPUS, folder / "corpus")], folder / "index").failed
    return folder / "index"


@pytest.fixture(scope="session")
def real_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real")
    assert not update([copied(shared("reports"), folder / "reports")], folder / "index").failed
    return folder / "index"


@pytest.fixture(scope="session")
def public_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """154 texts about delegations and 1,000 encyclopaedia paragraphs."""
    folder = tmp_path_factory.mktemp("public")
    reports = copied(shared("reports"), folder / "reports")
    paths = [shared("data/neighbours.jsonl.gz"), shared("data/drcd_dev.docs.jsonl"), reports]
    summary = update(paths, folder / "index", jobs=2)
    assert not summary.failed
    return folder / "index"


@pytest.fixture
def engine(corpus_index: Path) -> Iterator[Library]:
    engine = Library(corpus_index)
    yield engine
    engine.close()


@pytest.fixture
def client(corpus_index: Path) -> FlaskClient:
    return create_app({"INDEX": corpus_index, "TESTING": False}).test_client()


@pytest.fixture
def index_of(tmp_path: Path) -> Callable[..., Library]:
    """An engine over texts given by file name: `index_of(a="text", b="text")`."""

    def build(**texts: str) -> Library:
        sources = tmp_path / "sources"
        sources.mkdir(exist_ok=True)
        for name, text in texts.items():
            (sources / f"{name}.txt").write_text(text, encoding="utf-8")
        update([sources], tmp_path / "index")
        return Library(tmp_path / "index")

    return build


@contextmanager
def serving(index: Path) -> Iterator[str]:
    """The address of a server on an index."""
    server = make_server("127.0.0.1", 0, create_app({"INDEX": index}), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def site(corpus_index: Path) -> Iterator[str]:
    with serving(corpus_index) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    if not CHROMIUM:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium fonts-noto-cjk)")
    from playwright.sync_api import sync_playwright  # so that no other test waits for it

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
