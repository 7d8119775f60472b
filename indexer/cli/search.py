"""`baogao search`: one page of hits in the terminal, or as the API gives them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from indexer.cli.options import INDEX
from indexer.cli.printing import print_json, print_results
from indexer.library import Library
from indexer.model.search import FILTERS, SORTS, Request
from indexer.model.shapes import results_shape


def _filters(command: Callable[..., None]) -> Callable[..., None]:
    """Add one repeatable option a filter."""
    for name in reversed(FILTERS):
        help_text = f"Only this {name}; repeat for several."
        command = click.option(f"--{name}", name, multiple=True, metavar="TEXT", help=help_text)(command)
    return command


@click.command()
@click.argument("query")
@INDEX
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
@click.option("--no-meaning", is_flag=True, help="Offer no sections that are only near in meaning.")
@click.option("--collapse", is_flag=True, help="One hit a report.")
@click.option("--explain", is_flag=True, help="Show the parts of each score.")
def search(query: str, folder: Path, as_json: bool, **options: Any) -> None:
    """Search for QUERY.

    Blank = AND, "a phrase", OR, -not, ( ), title: heading: person: agency: country: year: kind:
    category: unit: city: report:, inno* and rubn~. Chinese is found as it stands, in either script.

    \b
    Examples:
      baogao search 會展中心
      baogao search 'heading:心得 (新加坡 OR 日本)' --sort newest
      baogao search 姊妹市 --agency 臺中市政府 --json
    """
    request = Request(
        query,
        options["page"],
        options["limit"],
        options["sort"],
        filters={name: options[name] for name in FILTERS if options[name]},
        aliases=not options["no_aliases"],
        meaning=not options["no_meaning"],
        collapse=options["collapse"],
        explain=options["explain"],
        facets=as_json,
    )
    results = Library(folder).search(request)
    if as_json:
        print_json(results_shape(results).to_json())
    else:
        print_results(results)
