"""All that the order depends on is one value: each part of it counts, and no section gains more than is foreseen."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model.query import Leaf, Run, Word
from indexer.model.search import Request
from indexer.search.ranking import RANKING, Extras, Ranking, terms_of
from indexer.search.searcher import Searcher
from indexer.text.analysis import words
from tests.contract.conftest import TRIED, Kept, report
from tests.contract.corpora import HAN, line, text

TEXTS = (
    report("a", ("智慧城市", "哪些智慧的城市 smart cities 智慧城市 smart city"), title="智慧城市 smart city"),
    report("b", "城市很多，智慧不少。" + "其他的事情還有很多。" * 9 + " city smart", title="城市"),
    report("c", "智慧城市，Smart" + "報告。" * 11 + "什麼 city", title="其他"),
    report(
        "e", "前面：智慧城市 smart city 什麼", ("一、其他", "城市"), people=("林佳龍",)
    ),  # a cover stands aside
    report("d", "智者慧眼，城內市民。smart cities", title="什麼"),
)
OTHERWISE = {"asking": True, "reranked": 1, "window": 4}


@pytest.fixture(scope="module", params=TRIED)
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    made = Kept(request.param, tmp_path_factory.mktemp("ranking") / "store")
    made.put(*TEXTS)
    return made


@pytest.mark.parametrize("name", [field.name for field in fields(Ranking)])
def test_each_part_of_the_ranking_counts(kept: Kept, name: str) -> None:
    other = replace(RANKING, **{name: OTHERWISE.get(name, getattr(RANKING, name) * 2)})
    scores = [
        [
            (hit.report_id, round(hit.score, 4))
            for text in ("哪些智慧的城市 smart cities", "智慧城市", "智 慧")
            for hit in Searcher(kept.store.view(kept.told.naming), kept.told, ranking)
            .search(Request(text))
            .hits
        ]
        for ranking in (RANKING, other)
    ]
    assert scores[0] != scores[1]


@given(
    st.lists(
        st.sampled_from(
            (*(Run(one, one) for one in HAN), *(Word((word,)) for word in ("wen", "je", "city", "smart")))
        ),
        max_size=4,
    ),
    line,
    text,
)
def test_no_section_gains_more_than_its_bound(leaves: list[Leaf], heading: str, body: str) -> None:
    """Engines leave out sections that cannot come among the first any more: the bound must hold."""
    terms = terms_of(leaves, {}, RANKING, words)
    extras = Extras(leaves, terms, lambda field, term: 1.0 + len(term), RANKING)
    typed = "".join(map(str, leaves))  # the query itself as the heading: all gains at once
    for top in (heading, typed + heading):
        folded = f"{top}\n{body}"
        gained = sum(extras.of(folded, top, body).values())
        assert gained <= extras.most_of(folded) + 1e-9 <= extras.most + 2e-9
