"""`baogao takedown` and `baogao user`: what is shown no more, and who may sign in."""

from pathlib import Path

import click

from indexer.cli.options import INDEX
from indexer.library import Library, note_takedown


@click.command()
@click.argument("link")
@click.option("--reason", required=True, help="What readers of old links are told.")
@click.option(
    "--in",
    "corpus",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path("corpus"),
    show_default=True,
    help="Folder of the reports, where takedown.tsv lies.",
)
@INDEX
def takedown(link: str, reason: str, corpus: Path, folder: Path) -> None:
    """Take down what LINK leads to: a report, a section, or a passage by its short link.

    A line is added to takedown.tsv beside the reports, which belongs in version control; a short link holds
    no text, so nothing that is to be hidden is written there. The next `baogao index` leaves it out with its
    names and vectors, and its links answer 410 with the reason. Remove the line to put it back. `--rebuild`
    writes all files of the index anew, so that nothing of it stays on the disk.

    \b
    Examples:
      baogao takedown https://host/reports/2016-x --reason "Withdrawn by the agency"
      baogao takedown /reports/2016-x/s/4.2 --reason "Personal data" --in ~/reports
      baogao takedown /q/2016-x/4.2/AbCd1234 --reason "個人資料"
    """
    file = note_takedown(Library(folder), corpus, link, reason)
    click.echo(f"Noted in {file}. Run `baogao index {corpus} --rebuild` now.")


@click.command()
@click.argument("name")
@click.argument("groups", nargs=-1, required=True)
@click.password_option(help="Asked for if not given.")
def user(name: str, groups: tuple[str, ...], password: str) -> None:
    """Print the line of a user with a password for the file BAOGAO_USERS; the password is not in it.

    As in `baogao user chen mofa tainan >> /etc/baogao/users.tsv`.
    """
    from webapp.plumbing.audience import user_line  # so that no other command waits for it

    if any(sign in "".join((name, *groups)) for sign in "\t\n,;") or ":" in name:
        raise click.UsageError("Names have no tab, comma, semicolon or colon.")
    click.echo(user_line(name, groups, password))
