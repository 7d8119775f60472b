"""`baogao people` and `baogao glossary`: what the reports teach of names."""

from pathlib import Path

import click

from indexer.cli.options import INDEX
from indexer.cli.printing import print_json, print_person, print_questions
from indexer.library import Library
from indexer.model.shapes import pair_shape, person_shape


@click.command()
@click.argument("name", default="")
@INDEX
@click.option("--json", "as_json", is_flag=True, help="Print all that is known as JSON.")
def people(name: str, folder: Path, as_json: bool) -> None:
    """List the people whom the reports name, or say all about NAME.

    NAME is Chinese or English, in any order of its words. `baogao people review` lists what most needs
    a decision, each with the line for corpus/people.yml or corpus/glossary.tsv that would make it.

    \b
    Examples:
      baogao people
      baogao people 柯文哲 --json
      baogao people "Wen-Je Ko"
      baogao people review
    """
    library = Library(folder)
    if name == "review":
        print_questions(library.questions(), as_json)
        return
    found = library.people(name)
    whole = [person for listed in found if (person := library.person(listed.slug))]
    if as_json:
        shapes = [person_shape(person, library.met_with(person.slug)).to_json() for person in whole]
        print_json({"total": len(found), "people": shapes})
    elif name:
        for person in whole:
            print_person(person)
    else:
        for listed in found:
            post = f"{listed.post.affiliation}{listed.post.post}" if listed.post else ""
            named = " ".join(filter(None, (listed.chinese, listed.english)))
            click.echo(f"{listed.mentions:>6}  {named}  {post}".rstrip())
    if name and not found:
        raise SystemExit(1)


@click.command()
@click.argument("term", default="")
@INDEX
@click.option("--json", "as_json", is_flag=True, help="Print pairs with their evidence as JSON.")
def glossary(term: str, folder: Path, as_json: bool) -> None:
    """List the pairs of Chinese and English names that the reports teach, or those of TERM.

    \b
    Examples:
      baogao glossary
      baogao glossary WCS
      baogao glossary 世界城市峰會 --json
    """
    found = Library(folder).pairs(term)
    if as_json:
        print_json({"total": len(found), "pairs": [pair_shape(pair).to_json() for pair in found]})
    else:
        for pair in found:
            others = "".join(f"; also {name} ({count})" for name, count in pair.conflicts)
            click.echo(f"{pair.count:>6}  {pair.status:9}  {pair.chinese} = {pair.english}{others}")
    if term and not found:
        raise SystemExit(1)
