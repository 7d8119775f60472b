"""`baogao digest`: what is new for the searches of a file, as text or as a mail to be sent on."""

from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

import click

from indexer import messages, settings
from indexer.cli.options import INDEX
from indexer.cli.printing import heading
from indexer.errors import ReadError
from indexer.library import Library
from indexer.model.addresses import PATHS
from indexer.model.search import Request


def _one_line(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Return an address; refuse one that would be several lines of a letter's head."""
    if value is not None and not value.isprintable():
        raise click.BadParameter("one address, without line breaks")
    return value


@click.command()
@click.argument("searches", type=click.Path(path_type=Path, dir_okay=False))
@INDEX
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]),
    required=True,
    help="What came, changed or is dated since then.",
)
@click.option(
    "--mail",
    metavar="ADDRESS",
    callback=_one_line,
    help="Print a mail to this address, for `sendmail -t`.",
)
def digest(searches: Path, folder: Path, since: datetime, mail: str | None) -> None:
    """Tell what is new for each of the SEARCHES: a text file with a query a line, # before a remark.

    Links begin with BAOGAO_URL, the public address of the web page.

    \b
    Examples:
      baogao digest searches.txt --since 2026-11-01
      baogao digest searches.txt --since 2026-11-01 --mail office@example.gov.tw | sendmail -t
    """
    text = "\n".join(_lines(Library(folder), _queries(searches), since.astimezone()))
    if mail is None:
        click.echo(text)
        return
    letter = EmailMessage()
    letter["To"] = mail
    letter["Date"] = format_datetime(datetime.now().astimezone())
    letter["Subject"] = f"報告 baogao: new since {since:%Y-%m-%d}"
    letter.set_content(text)
    click.echo(letter.as_bytes(policy=SMTP), nl=False)


def _queries(file: Path) -> list[str]:
    """Return the queries of a file. Raises ReadError."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise ReadError(messages.READ_IMPOSSIBLE(reason=error.strerror or error), str(file)) from error
    except UnicodeDecodeError as error:
        raise ReadError(messages.READ_NOT_UTF8(), str(file)) from error
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


def _lines(library: Library, queries: list[str], since: datetime) -> Iterator[str]:
    yield f"# New since {since:%Y-%m-%d}"
    for query in queries:
        news = library.news(Request(query), since)
        yield ""
        if not news.hits:
            yield f"## {query}: nothing new"
            continue
        more = " or more" if news.more else ""
        yield f"## {query}: {len(news.hits)}{more} sections in {news.reports} reports"
        for hit in news.hits:
            yield f"- {heading(hit)}"
            yield f"  {_base()}{PATHS.section(hit.report_id, hit.section_id, query)}"


def _base() -> str:
    """Return what stands before every path: the public address, or nothing."""
    public = settings.public()
    return f"{public.scheme}://{public.host}{public.prefix}" if public else ""
