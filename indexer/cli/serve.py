"""`baogao serve`: the web page and the API."""

from pathlib import Path

import click

from indexer.cli.options import INDEX


@click.command()
@INDEX
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
