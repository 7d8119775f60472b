"""`baogao doctor`: what files give, and which of them a person should look at."""

from pathlib import Path

import click

from indexer.cli.printing import print_json
from indexer.library import examined
from indexer.model.doctor import Diagnosis, diagnosis_shape

_MOST_SHOWN = 100  # files; JSON has all


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--json", "as_json", is_flag=True, help="Print what is known of every file as JSON.")
def doctor(paths: tuple[Path, ...], as_json: bool) -> None:
    """Read the files below PATHS as `baogao index` would, and say what came out; nothing is kept.

    A file is poor when it cannot be read, has no sections, few characters a page, private-use signs, no date
    or no title.

    \b
    Examples:
      baogao doctor corpus/
      baogao doctor corpus/ --json
    """
    found = Diagnosis(tuple(examined(paths)))
    if as_json:
        print_json(diagnosis_shape(found).to_json())
        return
    click.echo(f"{'format':<12}{'files':>7}{'reports':>9}{'poor':>6}")
    for name, files, reports, poor in found.by_format():
        click.echo(f"{name or 'not read':<12}{files:>7,}{reports:>9,}{poor:>6,}")
    if said := found.by_kind():
        click.echo("\nfiles  of which is said, for example")
        for _, example, files in said:
            click.echo(f"{files:>5,}  {example}")
    poor_ones = list(found.poor)
    if poor_ones:
        click.echo("\nTo look at first:")
    for one in poor_ones[:_MOST_SHOWN]:
        click.echo(f"  {one.path}: {' '.join(map(str, one.poor))}")
    if len(poor_ones) > _MOST_SHOWN:
        click.echo(f"  … and {len(poor_ones) - _MOST_SHOWN:,} more; --json lists all.")
