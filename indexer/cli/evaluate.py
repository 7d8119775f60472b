"""`baogao check` and `baogao evaluate`: whether an index is whole, and how well it answers."""

from pathlib import Path

import click

from indexer.cli.options import INDEX
from indexer.cli.printing import print_json
from indexer.library import Library


@click.command()
@INDEX
def check(folder: Path) -> None:
    """Verify the index's files against their checksums; exit 1 and a sentence for each fault.

    \b
    Example:
      baogao check --index .index
    """
    folders = (folder, *sorted(folder.glob("for-*")))  # audiences have their own
    several = [Library(one, wait=False) for one in folders]
    faults = [fault for library in several for fault in library.faults()]
    for file, message in faults:
        click.echo(f"{file}: {message}", err=True)
    if faults:
        raise SystemExit(1)
    for place, library in zip(folders, several, strict=True):
        if said := library.broken_off():
            click.echo(f"{place}: {said}")
        reports, sections = library.counts()
        whole = "all files are as they were written."
        click.echo(f"{place}: {reports} reports, {sections} sections; {whole}")


@click.command()
@click.option(
    "--queries", type=click.Path(path_type=Path, exists=True), required=True, help="Lines: id, text."
)
@click.option(
    "--qrels", type=click.Path(path_type=Path, exists=True), required=True, help="TREC: id 0 report 1."
)
@INDEX
@click.option("--meaning/--no-meaning", default=True, help="As users get it, or by words alone.")
@click.option("--json", "as_json", is_flag=True, help="Print the measures as JSON.")
def evaluate(queries: Path, qrels: Path, folder: Path, meaning: bool, as_json: bool) -> None:
    """Measure the ranking against relevance judgements: nDCG@10, R@10, R@100, MRR@10.

    \b
    Example:
      baogao evaluate --queries q.tsv --qrels qrels.tsv --index .index
    """
    measures = Library(folder).evaluate(queries, qrels, meaning)
    if as_json:
        print_json(measures)
    else:
        for name, value in measures.items():
            click.echo(f"{name:>8}  {value:g}" if name == "queries" else f"{name:>8}  {value:.4f}")
