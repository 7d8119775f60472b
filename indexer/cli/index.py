"""`baogao index`: from files to an up-to-date index."""

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click

from indexer import settings
from indexer.cli.options import INDEX
from indexer.cli.printing import print_summary, rate_since, reports_since, sections_since
from indexer.library import Library, bytes_to_read


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@INDEX
@click.option("--rebuild", is_flag=True, help="Build a new index from PATH alone and swap it in when whole.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=lambda: min(8, os.cpu_count() or 1), help="Processes."
)
@click.option("--watch", "follow", is_flag=True, help="Go on: update after each change, until interrupted.")
@click.option("--new-ledger", is_flag=True, help="Go on without what a lost or cut ledger of links held.")
@click.option("--json", "as_json", is_flag=True, help="Print a summary as JSON, a line an update.")
@click.pass_context
def index(
    ctx: click.Context,
    /,
    paths: tuple[Path, ...],
    folder: Path,
    follow: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Bring the index up to date with PATH (default corpus/).

    PATH is a folder (read recursively) or a file: PDF, Word, OpenDocument, HTML, Markdown, text, pictures,
    zip archives, JSON lines, and tables of the reports portal (CSV, JSON, XML), which join their full texts.
    Unchanged files are not read again; reports of vanished files are removed.

    \b
    Examples:
      baogao index
      baogao index ~/reports trips.jsonl.gz --index /var/lib/baogao
      baogao index corpus/ --rebuild
      baogao index ~/reports --watch
    """
    paths = paths or (Path("corpus"),)
    library, jobs = Library(folder), options["jobs"]
    total = bytes_to_read(paths)
    hidden = not sys.stderr.isatty()
    rate = rate_since(time.monotonic())
    with click.progressbar(
        length=total, label="Indexing", file=sys.stderr, hidden=hidden, item_show_func=rate
    ) as bar:
        summary = library.update(paths, progress=bar.update, **options)
    print_summary(summary, as_json, indent=None if follow else 2)  # done, whatever becomes of the rest
    _learn(library, jobs)
    _for_audiences(folder, paths, **options)
    if follow:
        with suppress(KeyboardInterrupt):
            for summary in library.watch(paths, lambda: library.update(paths, jobs=jobs)):
                print_summary(summary, as_json, indent=None)
                _learn(library, jobs)
                _for_audiences(folder, paths, jobs=jobs)
        ctx.exit(0)
    ctx.exit(1 if summary.failed else 0)


def _for_audiences(folder: Path, paths: tuple[Path, ...], **options: Any) -> None:
    """Bring the index of each audience up to date, and tell what it has; that of the public comes first.

    One that is named no more is removed, for nobody would bring it up to date.
    """
    several = settings.audiences()
    kept = {settings.index_for(folder, one) for one in several}
    for old in folder.glob("for-*"):
        if old not in kept:
            shutil.rmtree(old)
    for one in several:
        library = Library(settings.index_for(folder, one))
        summary = library.update(paths, groups=one.groups, **options)
        _learn(library, options["jobs"])
        said = f"{one.name}: {summary.reports} reports, {summary.sections} sections"
        click.echo(f"{said} ({', '.join(sorted(one.groups))}).", err=True)


def _learn(library: Library, jobs: int) -> None:
    """Take shingles and make vectors behind the words, which can be searched meanwhile."""
    with _bar("Passages", reports_since(time.monotonic())) as progress:
        library.learn_copies(progress)
    with _bar("Meaning", sections_since(time.monotonic())) as progress:
        library.learn_meaning(jobs, progress)


@contextmanager
def _bar(label: str, rate: Callable[[Any], str | None]) -> Iterator[Callable[[int, int], None]]:
    """Yield what draws how much is done, where somebody looks on."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=1, label=label, file=sys.stderr, hidden=hidden, item_show_func=rate) as bar:

        def progress(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos, done)

        yield progress
