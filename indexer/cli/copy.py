"""`baogao copy`: an index from one engine to another."""

import sys

import click

from indexer.cli.printing import print_json
from indexer.library import copy_index


@click.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option("--json", "as_json", is_flag=True, help="Print what was compared as JSON.")
def copy(source: str, target: str, as_json: bool) -> None:
    """Copy an index FROM one engine TO another: each a folder, or the address of a cluster.

    Reports keep their ids, links and names. Both indexes are compared before the new one is used: numbers of
    reports and sections, a checksum of each report, and 1,000 pieces of text that both are asked for. A copy
    that was broken off goes on where it was.

    \b
    Examples:
      baogao copy .index opensearch+https://host:9200/trips
      baogao copy opensearch+https://host:9200/trips /var/lib/baogao/index
    """
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=1, label="Copying", file=sys.stderr, hidden=hidden) as bar:

        def progress(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        found = copy_index(source, target, progress)
    if as_json:
        print_json({"reports": found.reports, "sections": found.sections, "probes": found.probes})
    else:
        click.echo(
            f"{found.reports:,} reports, {found.sections:,} sections; the same in both, "
            f"by every report and by {found.probes:,} pieces of text."
        )
