"""Small corpora and queries of every kind, at random: scripts mixed, compounds, rare ideographs, broken syntax."""

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from indexer.model.report import KINDS, Metadata, Person, Place, Report, Section
from indexer.model.search import SORTS, Request

HAN = (
    "臺北",
    "台北市",
    "会展中心",
    "會展",
    "中心",
    "水湳",
    "智慧城市",
    "智慧",
    "城",
    "的",
    "年",
    "什麼",
    "軟體",
    "软件",
)
RARE = ("𠮷", "𪚥野", "\ufa1e", "陳\ufa1e嘉", "陳羽嘉", "𤦹", "々", "〇", "⼀", "カナ", "한국", "ㄅㄆ")
LATIN = ("Wen-Je", "Ko-Wen-Je", "wenje", "wen", "je", "ko", "O'Brien", "obrien", "Ko's", "s", "city", "cities", "smart", "rubn",
         "urban", "naïve", "straße", "βeta", "rubnβ", "ＡＢＣ", "New Zealand")  # fmt: skip
DIGITS = ("3D", "b2b", "2016", "105年", "9", "1-2-3", "²", "10:30", "３")
MARKS = (" ", " ", "，", "。", "、", "：", "-", "'", "’", "(", ")", "_", "\u3000", "—", "a\u0301")
PIECES = (*HAN, *RARE, *LATIN, *DIGITS, *MARKS)
AGENCIES = ("", "臺中市政府", "臺中市政府衛生局", "外交部", "外 交部")
COUNTRIES = ("日本", "新加坡", "美國")
PEOPLE = ("林佳龍", "陳\ufa1e嘉", "Lee Mei", "林佳")
CATEGORIES = ("", "考察", "訪問、會議", "訪問")
DATES = ("", "2016", "2016-07", "2016-07-11", "2016-09-30", "2017-01-01", "2015-12-31")

text = st.lists(st.sampled_from((*PIECES, "\n")), max_size=12).map("".join)
line = st.lists(st.sampled_from(PIECES), max_size=4).map("".join)
sections = st.lists(
    st.builds(
        lambda heading, body, kind, numbered: Section("", ("一",) if numbered else (), heading, kind, body),
        line,
        text,
        st.sampled_from(KINDS),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
).map(lambda several: tuple(replace(one, id=str(number)) for number, one in enumerate(several)))
metadata = st.builds(
    lambda agency, countries, category, date, people: Metadata(
        agency=agency,
        countries=countries,
        category=category,
        report_date=date,
        persons=tuple(Person(one, unit=f"{one[0]}局") for one in people),
        places=tuple(Place("", country, "", f"{country[0]}城") for country in countries),
    ),
    st.sampled_from(AGENCIES),
    st.lists(st.sampled_from(COUNTRIES), unique=True, max_size=2).map(tuple),
    st.sampled_from(CATEGORIES),
    st.sampled_from(DATES),
    st.lists(st.sampled_from(PEOPLE), max_size=2),
)
reports = st.builds(Report, st.sampled_from("abcdefAB"), line, metadata, sections)


@dataclass(frozen=True)
class Corpus:
    """What is put, a commit for each batch, and dropped thereafter; and who is named where."""

    batches: list[list[Report]]
    dropped: list[str]
    named: dict[str, tuple[tuple[str, int], ...]]


corpora = st.builds(
    Corpus,
    st.lists(st.lists(reports, max_size=4, unique_by=lambda one: one.id), min_size=1, max_size=3),
    st.lists(st.sampled_from("abcdefAB"), max_size=2),
    st.dictionaries(
        st.sampled_from(PEOPLE),
        st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 4)), max_size=3).map(tuple),
        max_size=2,
    ),
)

_values = {
    "agency": (*AGENCIES, "臺中", "台中市政府", "政府", "部"),
    "country": (*COUNTRIES, "Japan", "星加坡", "本"),
    "year": ("2016", "105", "105..106", "2015..", "x", "..2016"),
    "date": ("2016-07", "2016-07..2016-09", "105-07", "2016-07-11..", "y"),
    "kind": (*KINDS, "目", "none"),
    "category": ("考察", "訪問", "會議", "會"),
    "person": (*PEOPLE, "林", "Lee  Mei", "nobody"),
    "unit": ("林局", "局", "L 局"),
    "city": ("日城", "城", "新城"),
    "report": (*"abcA", "ab"),
}
_filters = st.sampled_from(sorted(_values)).flatmap(
    lambda name: st.sampled_from(_values[name]).map(
        lambda value: f'{name}:"{value}"' if " " in value else f"{name}:{value}"
    )
)
_term = st.lists(st.sampled_from((*HAN, *RARE, *LATIN, *DIGITS)), min_size=1, max_size=2).map(
    "".join
) | st.sampled_from((*HAN, *LATIN))
_leaf = st.one_of(
    _term,
    _term.map(lambda one: f'"{one}"'),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map(lambda parts: f'"{"".join(parts)}"'),
    st.tuples(
        st.sampled_from((*LATIN, "w", "ci", "o", "1", "3", "je", "kos", "wenjek")), st.sampled_from("*~")
    ).map("".join),
    st.tuples(st.sampled_from(("title:", "heading:")), _term).map("".join),
    _filters,
    st.sampled_from((*COUNTRIES, *PEOPLE, "臺中市政府", "林局", "日城", "考察", "建議", "2016", "Japan")),
)


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, inner).map(" ".join),
        st.tuples(inner, inner).map(" OR ".join),
        inner.map(lambda one: f"-({one})"),
        st.tuples(st.sampled_from(("NOT ", "title:", "heading:", "country:", "")), inner).map(
            lambda pair: f"{pair[0]}({pair[1]})"
        ),
        st.tuples(inner, inner).map(lambda pair: f"{pair[0]} -{pair[1]}"),
    )


queries = st.recursive(_leaf, _nested, max_leaves=5) | st.lists(
    st.sampled_from((*PIECES, '"', "(", ")", " OR ", " -", "title:", "*", "~")), max_size=8
).map("".join)
requests = st.builds(
    Request,
    queries,
    per_page=st.just(1000),
    sort=st.sampled_from(SORTS),
    filters=st.dictionaries(
        st.sampled_from([name for name in _values if name != "date"]), st.just(()), max_size=2
    ).flatmap(
        lambda chosen: st.fixed_dictionaries(
            {
                name: st.lists(st.sampled_from([v for v in _values[name] if v]), min_size=1, max_size=2).map(
                    tuple
                )
                for name in chosen
            }
        )
    ),
    aliases=st.booleans(),
    collapse=st.booleans(),
    explain=st.just(True),
)
