"""One opened index, as the web page and the command line use it: the only door to all that lies behind."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from indexer import messages
from indexer.errors import BaogaoError, IndexChangedError, RuleError
from indexer.links.redirects import redirects_of
from indexer.links.takedown import parse_link
from indexer.messages import Message
from indexer.model.leads import Lead
from indexer.model.people import Appearance, KnownPerson, Listed, Pair, Question
from indexer.model.picture import Picture
from indexer.model.report import Report, Section
from indexer.model.search import Facets, Hit, Marks, Request, Results, Span, Suggestion, Tried
from indexer.model.update import Alike, PassedOver, Progress, Summary
from indexer.names.answers import find_pairs, find_people
from indexer.names.directory import Directory
from indexer.names.store import Names
from indexer.search.beside import ENOUGH
from indexer.search.ports import Row
from indexer.search.searcher import Searcher
from indexer.updating import catalogue, generations
from indexer.updating.opened import Opened

if TYPE_CHECKING:
    from indexer.links.passage import Passage
    from indexer.model.comparison import Comparison
    from indexer.model.copies import Copied
    from indexer.model.doctor import Examined
    from indexer.search.news import News
    from indexer.search.related import Related


class Library:
    """The index of a folder, in whichever state it is when it is asked."""

    def __init__(self, folder: Path, wait: bool = True) -> None:
        """Open nothing before the first question; `wait` for what meaning needs, or answer without it."""
        self.folder = folder
        self._opened = Opened(folder, wait)

    @property
    def _searcher(self) -> Searcher:
        return self._opened.searcher()

    # searching
    def search(self, request: Request) -> Results:
        """Return one page of ranked hits with exact totals."""
        try:
            return self._searcher.search(request)
        except IndexChangedError:  # what was being searched went meanwhile
            self._opened.look_again()
            return self._searcher.search(request)

    def meaning_missing(self, found: int = 0) -> Message | None:
        """Return what keeps a search that found so many sections from finding by meaning, if anything."""
        return self._opened.meaning_missing() if found <= ENOUGH else None

    def suggest(self, typed: str) -> list[Suggestion]:
        """Return completions of what is being typed, with the sections that each finds."""
        return self._searcher.suggest(typed)

    def similar(self, report_id: str, section_id: str, most: int = 5) -> tuple[Hit, ...]:
        """Return the most similar sections of other reports."""
        return self._searcher.similar(report_id, section_id, most)

    def compare(self, asked: Request, by: str, chosen: Sequence[str] = ()) -> "Comparison":
        """Return what each agency, country or year (`by`) says of a topic: those `chosen`, or the first."""
        from indexer.search.comparing import compare  # which only one page needs

        return compare(asked, by, chosen, self.search)

    def news(self, asked: Request, since: datetime) -> "News":
        """Return what a search finds in reports that came, changed or are dated since a moment."""
        from indexer.search.news import news  # which only who follows a search needs

        return news(asked, since, catalogue.arrived(self._opened.generation, since), self.search)

    def tried(self, request: Request) -> Tried:
        """Return what an empty answer can still say."""
        return self._searcher.tried(request)

    def evaluate(self, queries: Path, qrels: Path, meaning: bool = True) -> dict[str, float]:
        """Measure the ranking against relevance judgements, with meaning or without. Raises ReadError."""
        from indexer.search.evaluate import evaluate  # which only this needs

        return evaluate(self._searcher, queries, qrels, meaning)

    # reports
    def report(self, report_id: str) -> Report | None:
        """Return a report with all its sections, in reading order."""
        return self._searcher.view.report(report_id)

    def highlights(self, report: Report, text: str) -> Mapping[str, Marks]:
        """Return the spans of a query's hits in each section of a report that has some."""
        return self._searcher.highlights(report, text)

    def passage(self, quotation: str, report: Report, section_id: str = "") -> "Passage | None":
        """Find a quoted passage again, in the section named if it is there."""
        from indexer.links.passage import find_passage  # which only the reading page needs

        return find_passage(quotation, report, section_id)

    def related(self, report: Report) -> "Related":
        """Return other reports of a report's trip, and of its event at other times."""
        return self._searcher.related(report)

    def copied(self, report: Report) -> "list[Copied]":
        """Return the passages of a report that stand in others too, in the order of reading."""
        from indexer.updating.copies import copies_of  # arrays that words do not need

        return copies_of(self.folder, self._opened.generation).passages(report, self._searcher.view)

    def nearly_same(self, report_ids: Sequence[str]) -> Mapping[str, str]:
        """Return of each report that is nearly the same as an earlier one of these which one that is."""
        from indexer.updating.copies import copies_of  # arrays that words do not need

        return copies_of(self.folder, self._opened.generation).nearly_same(report_ids)

    def short_passage(self, signs: str, report: Report, section_id: str = "") -> "Passage | None":
        """Find the passage of a short link, in the section named if it is there."""
        from indexer.links.short import find_short  # which only such links need

        return find_short(signs, report, section_id)

    def counts(self) -> tuple[int, int]:
        """Return (reports, sections)."""
        return self._searcher.view.size()

    def report_ids(self) -> list[str]:
        """Return the ids of all reports, in order."""
        return sorted(self._searcher.view.ids())

    def titles(self, report_ids: Iterable[str]) -> dict[str, str]:
        """Return the titles of those of the reports that there are, by id."""
        rows = ((one, self._searcher.view.row(one)) for one in report_ids)
        return {report_id: row.title or report_id for report_id, row in rows if row}

    def newest(self, most: int, skip: int = 0) -> list[Row]:
        """Return the reports of the latest dates behind the `skip` very latest, without their sections."""
        return self._searcher.view.newest(most, skip)

    def overview(self) -> Facets:
        """Count all reports by the values of each facet."""
        return self._searcher.view.overview()

    def lead(self, report_id: str, section_id: str = "") -> Lead | None:
        """Return what an old id of a report, or of a section of a report that there is, leads to."""
        return redirects_of(self._opened.generation).lead(report_id, section_id)

    def taken_down(self, report_id: str, section_id: str = "", signs: str = "") -> str:
        """Return why a report, a section or a passage (by its signs) was taken down; empty where none was."""
        return redirects_of(self._opened.generation).reason(report_id, section_id, signs)

    def old_sections(self, report_id: str) -> Mapping[str, Sequence[str]]:
        """Return by section id the older ids that lead to it."""
        return redirects_of(self._opened.generation).old_sections(report_id)

    def removed_sections(self, report_id: str) -> Mapping[str, str]:
        """Return by id the last headings of a report's sections that were removed."""
        return redirects_of(self._opened.generation).gone_sections.get(report_id, {})

    def original(self, report: Report) -> Path | None:
        """Return the file a report was read from, where it gave no other report and is still there.

        None too where something of it was taken down, for it would stand in the file.
        """
        taken = redirects_of(self._opened.generation).taken
        if any(key.partition("/")[0] == report.id for key in taken):
            return None
        return catalogue.original_of(self._opened.generation, report)

    def picture(self, report: Report, page: int) -> Picture | None:
        """Draw a page of the PDF that a report was read from; None where that is none. Raises ReadError."""
        from indexer.importers.picture import draw  # which only this needs

        original = self.original(report)
        return draw(original, page) if original and original.suffix.lower() == ".pdf" else None

    # names
    @property
    def names(self) -> Names:
        """People and pairs of names that the reports taught."""
        names = self._searcher.names
        assert isinstance(names, Names)
        return names

    def people(self, name: str = "") -> Sequence[Listed]:
        """Return the people of a name under any spelling, or whose name holds it; everyone for none."""
        return find_people(self.names, name)

    def people_named(self, text: str) -> list[Listed]:
        """Return the people whom a query names, by whichever name."""
        slugs = self.names.named(text) if text else []
        return [one for one in self.names.people if one.slug in slugs] if slugs else []

    def person(self, slug: str) -> KnownPerson | None:
        """Return a person with all that is known of them."""
        return self.names.person(slug)

    @property
    def directory(self) -> Directory:
        """What the people lead to: countries, organisations, events, and who is named with whom."""
        return self.names.directory

    def person_called(self, name: str) -> Listed | None:
        """Return the most mentioned person of a name, or of the words of an address."""
        for typed in (name, name.replace("-", " ")):
            if found := self.people_named(typed):
                return found[0]
        return None

    def named_in(self, report_id: str) -> list[tuple[KnownPerson, Appearance]]:
        """Return the people whom a report names, with how it does, in the order of reading."""
        return self.names.named_in(report_id)

    def met_with(self, slug: str) -> list[tuple[str, str, int]]:
        """Return (slug, name, sections) of the people named in the same sections, most often first."""
        return self.names.met_with(slug)

    def pairs(self, term: str = "") -> Sequence[Pair]:
        """Return the pairs with a name equal to the term, or that holds it; all for none."""
        return find_pairs(self.names, term)

    def questions(self) -> list[Question]:
        """Return what most needs a decision by hand."""
        from indexer.names.across.review import questions  # which only this needs

        return questions(self.names)

    # the folder
    def version(self) -> tuple[str, int] | None:
        """Return what changes with each commit: (generation, when it was sealed in ns); None for no index."""
        try:
            return generations.version(self.folder)
        except (BaogaoError, OSError):
            return None

    def faults(self) -> list[tuple[Path, Message]]:
        """Return each file of the index, or ledger, that is missing or altered, with what is said of it."""
        from indexer.updating import ledgers  # which no reader needs

        return generations.faults(self.folder) + ledgers.faults(self.folder)

    def broken_off(self) -> Message | None:
        """Return what is said of an update that is under way or was broken off; None for none."""
        return messages.UPDATE_BROKEN_OFF() if generations.broken_off(self.folder) else None

    def degraded(self) -> Message | None:
        """Return what is wrong with the engine where answers are still whole. Raises EngineError."""
        return self._opened.degraded()

    def fault(self) -> BaogaoError | None:
        """Return why the newest state cannot be opened, where an older one is served."""
        return self._opened.fault

    def update(
        self,
        paths: Iterable[Path],
        *,
        rebuild: bool = False,
        jobs: int = 1,
        progress: Progress = lambda read, reports: None,
        new_ledger: bool = False,
        groups: Collection[str] = (),
    ) -> Summary:
        """Bring the index up to date with the paths; see `updating.update`."""
        from indexer.updating.update import update  # so that no reader waits for what only writing needs

        return update(
            paths,
            self.folder,
            rebuild=rebuild,
            jobs=jobs,
            progress=progress,
            new_ledger=new_ledger,
            groups=groups,
        )

    def learn_copies(self, progress: Callable[[int, int], None] = lambda done, of: None) -> int:
        """Take what passages are compared by from reports that lack it; return from how many."""
        from indexer.updating.copies import learn_copies

        return learn_copies(self.folder, progress)

    def learn_meaning(
        self, jobs: int = 1, progress: Callable[[int, int], None] = lambda done, of: None
    ) -> tuple[int, int]:
        """Make the vectors that are missing; return (sections that got some, sections that have some).

        Nothing is done where the encoder is not installed: (0, 0).
        """
        from indexer.updating.meaning import learn_meaning

        return learn_meaning(self.folder, jobs, progress)

    def watch(self, paths: Sequence[Path], update: Callable[[], Summary]) -> Iterator[Summary]:
        """Yield what each update did that a change below the paths brought about, until interrupted."""
        from indexer.updating.watching import watch

        return watch(paths, self.folder, update)

    def close(self) -> None:
        """Let go of what is open."""
        self._opened.close()


def bytes_to_read(paths: Iterable[Path]) -> int:
    """Return the bytes of all files that an update of these paths looks at."""
    from indexer.importers import find_files

    return sum(file.stat().st_size for file in find_files(paths) if file.exists())


def examined(paths: Iterable[Path], jobs: int = 1) -> "Iterator[Examined]":
    """Yield what each file below the paths gives when it is read; nothing is kept."""
    from indexer.updating.doctor import examine  # so that no reader waits for what only this needs

    return examine(paths, jobs)


def unread(paths: Iterable[Path]) -> tuple[PassedOver, ...]:
    """Return how many files below the paths are passed over, and why."""
    from indexer.importers import passed_over

    return passed_over(paths)


def copy_index(source: str, target: str, progress: Progress = lambda done, of: None) -> Alike:
    """Copy an index from one engine to another, each a folder or a cluster's address, and compare the two.

    Raises IndexDamagedError where they are not the same.
    """
    from indexer.updating.copying import copy, place_of  # which only this needs

    return copy(place_of(source), place_of(target), progress)


def section_numbered(report: Report, numbers: Sequence[str]) -> Section | None:
    """Return the section with these printed numbers, in any writing: 伍/三, 5/3."""
    from indexer.anatomy.outline import value_of
    from indexer.text.fold import fold

    for written in (fold, value_of):
        for section in report.sections:
            if list(map(written, section.path)) == list(map(written, numbers)):
                return section
    return None


def short_quotation(quotation: str) -> str:
    """Return the signs that a short link has for a quotation; empty for one without letters."""
    from indexer.links.short import shortened

    return shortened(quotation)


def differences(one: str, other: str) -> tuple[list[Span], list[Span]]:
    """Return the spans of a passage, and of its copy, that the other one lacks."""
    from indexer.copies.differences import differences as found  # which only one page needs

    return found(one, other)


def agency_in_english(name: str) -> str:
    """Return the English name of an agency, or the name itself where none is known."""
    from indexer.anatomy.agencies import english_name

    return english_name(name)


def country_in_english(name: str) -> str:
    """Return the English name of a country, or the name itself where it is none."""
    from indexer.text.countries import english_name

    return english_name(name)


def note_takedown(library: Library, corpus: Path, link: str, reason: str) -> Path:
    """Add a line to the takedowns of a corpus; return its file. Raises RuleError for a link to nothing."""
    from indexer.updating.rules import add_takedown

    report_id, section_id, signs = parse_link(link)
    report = library.report(report_id)
    there = report is not None and (
        library.short_passage(signs, report, section_id) is not None
        if signs
        else not section_id or any(section.id == section_id for section in report.sections)
    )
    if not there:
        raise RuleError(messages.NOT_THERE(), link)
    return add_takedown(corpus, link, reason)
