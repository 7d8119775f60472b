"""Answers as the command line prints them, for people and as JSON."""

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict

import click

from indexer.model.addresses import PATHS
from indexer.model.people import KnownPerson, Question, event_of
from indexer.model.search import Hit, Results
from indexer.model.shapes import summary_shape
from indexer.model.update import PassedOver, Summary

_MOST_NOTES = 20  # printed; JSON has all


Shown = Callable[[int | None], str | None]


def rate_since(start: float) -> Shown:
    """Return how reports read since a moment of `time.monotonic` are shown: 1,234 reports · 210/s."""
    return _rate(start, "reports")


def sections_since(start: float) -> Shown:
    """Return the same for sections."""
    return _rate(start, "sections")


def reports_since(start: float) -> Shown:
    """Return the same for reports."""
    return _rate(start, "reports")


def _rate(start: float, things: str) -> Shown:
    def shown(count: int | None) -> str | None:
        seconds = max(time.monotonic() - start, 1e-3)
        return f"{count:,} {things} · {count / seconds:,.0f}/s" if count else None

    return shown


def print_summary(summary: Summary, as_json: bool, indent: int | None) -> None:
    """Print what an update did, what failed and what it notes."""
    if as_json:
        click.echo(json.dumps(summary_shape(summary).to_json(), ensure_ascii=False, indent=indent))
        return
    for failure in summary.failed:
        click.echo(f"Failed: {failure}", err=True)
    for note in summary.notes[:_MOST_NOTES]:
        click.echo(f"Note: {note}", err=True)
    if len(summary.notes) > _MOST_NOTES:
        click.echo(f"… and {len(summary.notes) - _MOST_NOTES} more notes; --json lists all.", err=True)
    print_passed_over(summary.passed_over, err=True)
    click.echo(
        f"{summary.reports} reports, {summary.sections} sections: {summary.added} added, "
        f"{summary.updated} updated, {summary.removed} removed, {summary.unchanged} unchanged, "
        f"{len(summary.failed)} failed; {summary.seconds:.1f} s."
    )


def print_passed_over(passed: Iterable[PassedOver], err: bool = False) -> None:
    """Print how many files were not read, and why."""
    for one in passed:
        click.echo(f"Passed over: {one.files:,} ({one.example}). {one.why}", err=err)


def print_json(data: object) -> None:
    """Print data as JSON."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def print_questions(found: list[Question], as_json: bool) -> None:
    """Print what most needs a decision, each with the line that would make it."""
    if as_json:
        print_json({"total": len(found), "questions": [asdict(question) for question in found]})
        return
    for question in found:
        click.echo(question.text)
        for line in question.lines:
            click.echo(click.style(f"  {question.file}: {line}", dim=True))


def print_person(person: KnownPerson) -> None:
    """Print all about a person: posts, talks, every mention."""
    click.echo(click.style(" ".join(filter(None, (person.chinese, person.english))), bold=True))
    for held in person.held:
        post, doubt = held.post, "" if held.confirmed else "  (unconfirmed)"
        place = f"  {post.place}" if post.place else ""
        click.echo(f"  {post.affiliation}{post.post}{place}  {held.first} {held.reports[0]}{doubt}".rstrip())
    for talk, seen in person.talks:
        title = " / ".join(filter(None, (talk.chinese, talk.english)))
        click.echo(f"  “{title}”, {event_of(seen.title)}, {seen.date}")
    for seen, sections in person.by_report():
        for section, forms in sections.items():
            click.echo(f"  {PATHS.section(seen.report, section)}  {'、'.join(dict.fromkeys(forms))}")


def print_results(results: Results) -> None:
    """Print one page of hits, the hits marked."""
    for note in results.notes:
        click.echo(note, err=True)
    if results.also:
        heard = " (by sound)" if results.by_sound else ""
        click.echo(f"Also searched{heard}: {', '.join(results.also)}", err=True)
    for reading in results.readings:
        click.echo(f"{reading.word} also means {reading}", err=True)
    if results.nowhere:
        click.echo(f"In no section: {', '.join(results.nowhere)}", err=True)
    for near in results.did_you_mean:
        click.echo(f"Did you mean {near.text} ({near.count})?", err=True)
    rung = "" if results.rung == "exact" else f" ({results.rung.replace('-', ' ')})"
    also = f", {results.by_meaning} more by meaning" if results.by_meaning else ""
    click.echo(f"{results.total} sections in {results.reports} reports{rung}{also}")
    for hit in results.in_one_report:
        click.echo(f"In one report: {heading(hit)}{_lacks(hit)}")
    for hit in results.hits:
        click.echo()
        click.echo(click.style(heading(hit), bold=True))
        if hit.tier == "meaning":
            click.echo(click.style(f"  near in meaning{_why(hit)}", dim=True))
        elif told := _lacks(hit):
            click.echo(click.style(f" {told}", dim=True))
        for snippet in hit.snippets:
            click.echo(f"  {_marked(snippet.text, snippet.marks)}")
        if hit.explain:
            click.echo("  " + " + ".join(f"{part} {score:.2f}" for part, score in hit.explain.items()))
        click.echo(click.style(f"  {PATHS.section(hit.report_id, hit.section_id, results.text)}", dim=True))


def heading(hit: Hit) -> str:
    """Return the line that names a hit: report, number, heading, date."""
    number = "/".join(hit.path)
    own = "" if hit.heading.text == hit.report_title else hit.heading.text
    return " · ".join(filter(None, (hit.report_title, number, own, hit.date)))


def _marked(text: str, marks: tuple[tuple[int, int], ...]) -> str:
    pieces, position = [], 0
    for start, end in marks:
        pieces += [text[position:start], click.style(text[start:end], fg="yellow", bold=True)]
        position = end
    return "".join([*pieces, text[position:]]).replace("\n", " ")


def _why(hit: Hit) -> str:
    return f": {', '.join(hit.via)}" if hit.via else ""


def _lacks(hit: Hit) -> str:
    """Return what a hit was found by though its section lacks it, and what it lacks altogether."""
    elsewhere = (f"{one.word} ({one.heading or one.section_id or 'not there'})" for one in hit.missing)
    told = [*map(str, hit.read_as), *([f"without {', '.join(elsewhere)}"] if hit.missing else [])]
    return f" {'; '.join(told)}" if told else ""
