"""Every decision about permanent ids, as pure functions of records.

A report keeps its id when its file is edited, renamed, comes in another format or trades its name with
another one; a section keeps its own while its words can be followed (`align` says where they are).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from indexer.links.align import Fresh, Known, align, owners

SAME_REPORT = 0.5  # share of a vanished report's words that makes a new file its continuation
TRADED = 0.8  # the same where another file has taken the old one's place


@dataclass(frozen=True, slots=True)
class Candidate:
    """A report that a file may continue: how much of its words is in the file, 0 to 1.

    `replaced` says that another file lies where this report was last read from.
    """

    id: str
    share: float
    replaced: bool


@dataclass(frozen=True, slots=True)
class Issued:
    """The ids of a report's sections in order, the sections that are none now, and where their words went."""

    ids: tuple[str, ...]
    lost: tuple[Known, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)


def continued(candidates: Iterable[Candidate]) -> str:
    """Return the id of the report whose words a file has, if they are enough; of equals the last by id."""
    best = max(candidates, key=lambda one: (one.share, one.id), default=None)
    if best is None:
        return ""
    return best.id if best.share >= (TRADED if best.replaced else SAME_REPORT) else ""


def report_id(here: Sequence[Candidate], elsewhere: Iterable[Candidate]) -> str:
    """Return the id that a file alone had before, or none.

    It is known by its words, first among the reports last read from its place, then among all others; a
    file whose words are all new keeps the id of its place.
    """
    return continued(here) or continued(elsewhere) or next((one.id for one in here), "")


def new_report_id(own: str, is_free: Callable[[str], bool]) -> str:
    """Return the report's own id, or that with the first number that makes it free."""
    chosen, number = own, 1
    while not is_free(chosen):
        number += 1
        chosen = f"{own}-{number}"
    return chosen


def section_ids(known: tuple[Known, ...], fresh: Sequence[Fresh], moved: Mapping[str, str]) -> Issued:
    """Return an id for each fresh section of a report, given those known of it and where others had moved.

    An id issued later than the first bears a mark of its words, so that two copies of a ledger that go on by
    themselves do not issue the same one.
    """
    places = align(known, fresh)
    owner = owners(known, fresh, places)
    taken = {old.id for old in known} | set(moved)
    ids: list[str] = []
    for place, new in enumerate(fresh):
        section_id = known[owner[place]].id if place in owner else _new_section_id(new, taken, bool(known))
        taken.add(section_id)
        ids.append(section_id)
    present = set(ids)
    lost = tuple(replace(old, gone=False) for old in known if old.id not in present)
    leads = {old: new for old, new in moved.items() if old not in present}
    leads |= {known[i].id: ids[place] for i, place in places.items() if known[i].id not in present}
    return Issued(tuple(ids), lost, _followed(leads))


def _new_section_id(new: Fresh, taken: set[str], issued_before: bool) -> str:
    first = new.section.id.split("~")[0]
    section_id = f"{first}-{new.mark.checksum[:4]}" if issued_before else new.section.id
    number = 1
    while section_id in taken:
        number += 1
        section_id = f"{first}~{number}"
    return section_id


def _followed(leads: dict[str, str]) -> dict[str, str]:
    """Return the same with each id leading to where its words are in the end."""
    for old in leads:
        while leads[old] in leads:
            leads[old] = leads[leads[old]]
    return leads
