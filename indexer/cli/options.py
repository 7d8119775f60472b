"""Options that several commands share."""

from pathlib import Path

import click

from indexer import settings

INDEX = click.option(
    "--index",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=settings.index_dir,
    show_default="BAOGAO_INDEX or .index",
    help="Folder of the index.",
)
