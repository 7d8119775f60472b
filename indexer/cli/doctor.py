"""`baogao doctor`: what files give, and which of them a person should look at."""

import json
import os
import sys
from pathlib import Path

import click

from indexer import messages
from indexer.cli.printing import print_json, print_passed_over
from indexer.library import bytes_to_read, examined, unread
from indexer.model.doctor import Diagnosis, diagnosis_shape

_MOST_SHOWN = 100  # files; JSON has all


def _ends_well(ctx: click.Context, option: click.Parameter, value: Path | None) -> Path | None:
    """Return the file of the report. Raises click.BadParameter for one of neither kind."""
    if value and value.suffix.lower() not in (".html", ".json"):
        raise click.BadParameter(str(messages.DOCTOR_REPORT_ENDING(file=value.name)))
    return value


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--report",
    "report",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    callback=_ends_well,
    help="Write what is known to FILE.html, in both languages, or to FILE.json.",
)
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=lambda: min(8, os.cpu_count() or 1), help="Processes."
)
@click.option("--json", "as_json", is_flag=True, help="Print what is known of every file as JSON.")
def doctor(paths: tuple[Path, ...], report: Path | None, jobs: int, as_json: bool) -> None:
    """Read the files below PATHS as `baogao index` would, and say what came out; nothing is kept.

    A file is poor when it cannot be read, has no sections, few characters a page, private-use signs, no date
    or no title. What is passed over is counted by its kind.

    \b
    Examples:
      baogao doctor corpus/
      baogao doctor corpus/ --json
    """
    found = _diagnosed(paths, jobs)
    if report:
        _write(found, report)
    if as_json:
        print_json(diagnosis_shape(found).to_json())
    else:
        _print(found)


def _diagnosed(paths: tuple[Path, ...], jobs: int) -> Diagnosis:
    """Return what the files below the paths give, with a bar of progress for a person."""
    files = []
    hidden = not sys.stderr.isatty()
    with click.progressbar(
        length=bytes_to_read(paths), label="Reading", file=sys.stderr, hidden=hidden
    ) as bar:
        for one in examined(paths, jobs):
            files.append(one)
            bar.update(Path(one.path).stat().st_size if one.format and Path(one.path).exists() else 0)
    return Diagnosis(tuple(files), unread(paths))


def _write(found: Diagnosis, report: Path) -> None:
    """Write the report by the ending of its file."""
    if report.suffix.lower() == ".json":
        text = json.dumps(diagnosis_shape(found).to_json(), ensure_ascii=False, indent=2)
    else:
        from webapp.shown.diagnosis import (
            diagnosis_page,
        )  # so that no other command waits for the web framework

        text = diagnosis_page(found)
    report.write_text(text + "\n", encoding="utf-8", errors="backslashreplace")  # as names of files may want


def _print(found: Diagnosis) -> None:
    columns = ("files", "reports", "pages", "recognised", "sections", "characters", "poor")
    click.echo(f"{'format':<12}" + "".join(f"{column:>12}" for column in columns))
    for kind in found.by_format():
        numbers = (getattr(kind, column) for column in columns)
        click.echo(f"{kind.format or 'not read':<12}" + "".join(f"{number:>12,}" for number in numbers))
    if said := found.by_kind():
        click.echo("\nfiles  of which is said, for example")
        for _, example, files in said:
            click.echo(f"{files:>5,}  {example}")
    if found.passed_over:
        click.echo()
    print_passed_over(found.passed_over)
    poor_ones = list(found.poor)
    if poor_ones:
        click.echo("\nTo look at first:")
    for one in poor_ones[:_MOST_SHOWN]:
        click.echo(f"  {one.path}: {' '.join(map(str, one.poor))}")
    if len(poor_ones) > _MOST_SHOWN:
        click.echo(f"  … and {len(poor_ones) - _MOST_SHOWN:,} more; --json lists all.")
