"""The `baogao` command: thin calls on the library."""

import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from indexer import __version__, settings
from indexer.cli.printing import (
    print_json,
    print_person,
    print_questions,
    print_results,
    print_summary,
    rate_since,
)
from indexer.errors import BaogaoError
from indexer.library import Library
from indexer.model.search import FILTERS, SORTS, Request, results_to_dict
from indexer.names.across.review import questions
from indexer.names.answers import find_pairs, find_people, pair_to_dict, person_to_dict

_INDEX = click.option(
    "--index",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=settings.index_dir,
    show_default="BAOGAO_INDEX or .index",
    help="Folder of the index.",
)


class _Group(click.Group):
    """Turns an error raised on purpose into its sentence and exit status 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BaogaoError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="baogao")
def main() -> None:
    """Bilingual full-text search over Taiwanese overseas-trip reports (公務出國報告).

    \b
    Examples:
      baogao index corpus/
      baogao search 智慧城市
      baogao search '"Lawrence Wong" -日本' --year 105..107
      baogao serve
    """


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_INDEX
@click.option("--rebuild", is_flag=True, help="Build a new index from PATH alone and swap it in when whole.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=lambda: min(8, os.cpu_count() or 1), help="Processes."
)
@click.option("--watch", "follow", is_flag=True, help="Go on: update after each change, until interrupted.")
@click.option("--json", "as_json", is_flag=True, help="Print a summary as JSON (a line each with --watch).")
@click.pass_context
def index(
    ctx: click.Context,
    paths: tuple[Path, ...],
    folder: Path,
    rebuild: bool,
    jobs: int,
    follow: bool,
    as_json: bool,
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
    from indexer.importers import find_files  # so that no other command waits for what only reading needs
    from indexer.updating.update import update
    from indexer.updating.watching import watch

    paths = paths or (Path("corpus"),)
    total = sum(file.stat().st_size for file in find_files(paths) if file.exists())
    hidden = not sys.stderr.isatty()
    rate = rate_since(time.monotonic())
    with click.progressbar(
        length=total, label="Indexing", file=sys.stderr, hidden=hidden, item_show_func=rate
    ) as bar:
        summary = update(paths, folder, rebuild=rebuild, jobs=jobs, progress=bar.update)
    print_summary(summary, as_json, indent=None if follow else 2)
    if follow:
        with suppress(KeyboardInterrupt):
            for summary in watch(paths, folder, lambda: update(paths, folder, jobs=jobs)):
                print_summary(summary, as_json, indent=None)
        ctx.exit(0)
    ctx.exit(1 if summary.failed else 0)


def _filters(command: Callable[..., None]) -> Callable[..., None]:
    """Adds one repeatable option a filter."""
    for name in reversed(FILTERS):
        help_text = f"Only this {name}; repeat for several."
        command = click.option(f"--{name}", name, multiple=True, metavar="TEXT", help=help_text)(command)
    return command


@main.command()
@click.argument("query")
@_INDEX
@click.option("--json", "as_json", is_flag=True, help="Print the answer of /api/search.")
@click.option(
    "--limit", type=click.IntRange(1, 1_000_000), default=10, show_default=True, help="Hits a page."
)
@click.option("--page", type=click.IntRange(1), default=1, show_default=True)
@click.option("--sort", type=click.Choice(SORTS), default="relevance", show_default=True)
@_filters
@click.option(
    "--no-aliases", is_flag=True, help="Do not search other names (軟體 for 软件, Sydney for 雪梨)."
)
@click.option("--collapse", is_flag=True, help="One hit a report.")
@click.option("--explain", is_flag=True, help="Show the parts of each score.")
def search(
    query: str,
    folder: Path,
    as_json: bool,
    limit: int,
    page: int,
    sort: str,
    no_aliases: bool,
    collapse: bool,
    explain: bool,
    **filters: tuple[str, ...],
) -> None:
    """Search for QUERY.

    Blank = AND, "a phrase", OR, -not, ( ), title: heading: person: agency: country: year: kind:
    category: report:, inno* and rubn~. Chinese is found as it stands, in either script.

    \b
    Examples:
      baogao search 會展中心
      baogao search 'heading:心得 (新加坡 OR 日本)' --sort newest
      baogao search 姊妹市 --agency 臺中市政府 --json
    """
    chosen = {name: values for name, values in filters.items() if values}
    request = Request(query, page, limit, sort, chosen, not no_aliases, collapse, explain, facets=as_json)
    results = Library(folder).search(request)
    if as_json:
        print_json(results_to_dict(results))
    else:
        print_results(results)


@main.command()
@_INDEX
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes.")
def serve(folder: Path, host: str, port: int, workers: int) -> None:
    """Serve the web page and the API; the index may be updated meanwhile.

    \b
    Example:
      baogao serve --port 8080 --workers 4
    """
    from webapp.plumbing.server import run  # so that no other command waits for the web framework

    run(folder, host, port, workers)


@main.command()
@_INDEX
def check(folder: Path) -> None:
    """Verify the index's files against their checksums; exit 1 and a sentence for each fault.

    \b
    Example:
      baogao check --index .index
    """
    faults = Library(folder).faults()
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise SystemExit(1)
    reports, sections = Library(folder).counts()
    click.echo(f"{folder}: {reports} reports, {sections} sections; all files are as they were written.")


@main.command()
@click.argument("name", default="")
@_INDEX
@click.option("--json", "as_json", is_flag=True, help="Print all that is known as JSON.")
def people(name: str, folder: Path, as_json: bool) -> None:
    """List the people whom the reports name, or say all about NAME.

    NAME is Chinese or English, in any order of its words. `baogao people review` lists what most needs
    a decision, each with the line for corpus/people.yml or corpus/glossary.tsv that would make it.

    \b
    Examples:
      baogao people
      baogao people 柯文哲 --json
      baogao people "Wen-Je Ko"
      baogao people review
    """
    names = Library(folder).names
    if name == "review":
        print_questions(questions(names), as_json)
        return
    found = find_people(names, name)
    whole = [person for listed in found if (person := names.person(listed.slug))]
    if as_json:
        print_json({"total": len(found), "people": [person_to_dict(person, names) for person in whole]})
    elif name:
        for person in whole:
            print_person(person)
    else:
        for listed in found:
            post = f"{listed.post.affiliation}{listed.post.post}" if listed.post else ""
            named = " ".join(filter(None, (listed.chinese, listed.english)))
            click.echo(f"{listed.mentions:>6}  {named}  {post}".rstrip())
    if name and not found:
        raise SystemExit(1)


@main.command()
@click.argument("term", default="")
@_INDEX
@click.option("--json", "as_json", is_flag=True, help="Print pairs with their evidence as JSON.")
def glossary(term: str, folder: Path, as_json: bool) -> None:
    """List the pairs of Chinese and English names that the reports teach, or those of TERM.

    \b
    Examples:
      baogao glossary
      baogao glossary WCS
      baogao glossary 世界城市峰會 --json
    """
    found = find_pairs(Library(folder).names, term)
    if as_json:
        print_json({"total": len(found), "pairs": [pair_to_dict(pair) for pair in found]})
    else:
        for pair in found:
            others = "".join(f"; also {name} ({count})" for name, count in pair.conflicts)
            click.echo(f"{pair.count:>6}  {pair.status:9}  {pair.chinese} = {pair.english}{others}")
    if term and not found:
        raise SystemExit(1)


@main.command()
@click.option(
    "--queries", type=click.Path(path_type=Path, exists=True), required=True, help="Lines: id, text."
)
@click.option(
    "--qrels", type=click.Path(path_type=Path, exists=True), required=True, help="TREC: id 0 report 1."
)
@_INDEX
@click.option("--json", "as_json", is_flag=True, help="Print the measures as JSON.")
def evaluate(queries: Path, qrels: Path, folder: Path, as_json: bool) -> None:
    """Measure the ranking against relevance judgements: nDCG@10, R@10, R@100, MRR@10.

    \b
    Example:
      baogao evaluate --queries q.tsv --qrels qrels.tsv --index .index
    """
    measures = Library(folder).evaluate(queries, qrels)
    if as_json:
        print_json(measures)
    else:
        for name, value in measures.items():
            click.echo(f"{name:>8}  {value:g}" if name == "queries" else f"{name:>8}  {value:.4f}")
