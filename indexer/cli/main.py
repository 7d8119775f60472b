"""The group of all commands; an error raised on purpose becomes its sentence."""

from typing import Any

import click

from indexer import __version__
from indexer.cli.access import takedown, user
from indexer.cli.copy import copy
from indexer.cli.digest import digest
from indexer.cli.doctor import doctor
from indexer.cli.evaluate import check, evaluate
from indexer.cli.index import index
from indexer.cli.names import glossary, people
from indexer.cli.search import search
from indexer.cli.serve import serve
from indexer.errors import BaogaoError


class _Group(click.Group):
    """Turn an error raised on purpose into its sentence and exit status 1."""

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


for command in (
    index, search, serve, people, glossary, check, evaluate, doctor, digest, takedown, user, copy,
):  # fmt: skip
    main.add_command(command)
