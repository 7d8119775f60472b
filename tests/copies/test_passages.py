"""What two texts share: every long run of letters, against brute force, and nothing else."""

import random
from collections.abc import Callable, Iterator

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.copies.passages import LEAST, Shared, shared
from indexer.copies.shingles import SURE, kept, letters, resemblance, sketch

HAN = "".join(map(chr, range(0x4E00, 0x9F00)))
MARKS = "，。、「」；：（）\n 　"


def words(rng: random.Random, size: int) -> str:
    """Random text of Han with a mark after every few characters; no two are alike by chance."""
    pieces: list[str] = []
    while sum(map(len, pieces)) < size:
        pieces += "".join(rng.choices(HAN, k=rng.randint(3, 15))), rng.choice(MARKS)
    return "".join(pieces)[:size]


def found(one: str, other: str) -> list[Shared]:
    return shared(letters(one), letters(other))


def runs(one: str, other: str) -> Iterator[tuple[int, int, int]]:
    """(place, place, size) of the longest runs of the same letters, by brute force, in letters."""
    for i in range(len(one)):
        for j in range(len(other)):
            if one[i] != other[j] or (i and j and one[i - 1] == other[j - 1]):
                continue
            size = 0
            while (
                max(i, j) + size < max(len(one), len(other))
                and one[i + size : i + size + 1] == other[j + size : j + size + 1] != ""
            ):
                size += 1
            yield i, j, size


@given(
    st.text("天地人水火", min_size=0, max_size=90), st.text("天地人水火", min_size=0, max_size=90), st.data()
)
def test_every_run_is_found(one: str, other: str, data: st.DataObject) -> None:
    """A run of LEAST letters, wherever it stands in texts that repeat themselves, lies inside what is told."""
    seed = data.draw(st.integers(0, 10**6))
    passage = words(random.Random(seed), data.draw(st.integers(60, 120)))
    at, there = data.draw(st.integers(0, len(one))), data.draw(st.integers(0, len(other)))
    one, other = one[:at] + passage + one[at:], other[:there] + passage + other[there:]
    spans = found(one, other)
    for i, j, size in runs(one, other):
        own = letters(one[i : i + size])
        if len(own.codes) >= LEAST:
            assert any(span.start <= i + own.places[0] and i + own.places[-1] < span.end for span in spans), (
                i,
                j,
                size,
            )


@given(st.integers(0, 10**6))
def test_texts_of_their_own_share_nothing(seed: int) -> None:
    rng = random.Random(seed)
    assert found(words(rng, 600), words(rng, 600)) == []


@given(st.integers(0, 10**6), st.integers(0, 900), st.integers(0, 900))
def test_a_passage_is_told_from_end_to_end(seed: int, at: int, there: int) -> None:
    rng = random.Random(seed)
    passage = f"天{words(rng, 198)}地"
    one, other = words(rng, 1000), words(rng, 1000)
    (span,) = found(one[:at] + passage + one[at:], other[:there] + passage + other[there:])
    assert (one[:at] + passage + one[at:])[span.start : span.end].startswith("天")
    assert at - 15 <= span.start <= at and at + 200 <= span.end <= at + 215
    assert there - 15 <= span.other_start <= there and there + 200 <= span.other_end <= there + 215


@pytest.mark.parametrize(
    "change",
    [
        lambda text: opencc.OpenCC("t2s").convert(text),
        lambda text: "".join(char for char in text if char not in MARKS),
        lambda text: "\n".join(text[i : i + 30] for i in range(0, len(text), 30)),
        lambda text: text[:60] + "改" + text[61:120] + text[122:170] + "新增六個字" + text[170:],
    ],
    ids=["Simplified", "no punctuation", "broken lines", "a few letters others"],
)
def test_a_changed_passage_is_one(change: Callable[[str], str]) -> None:
    rng = random.Random(7)
    passage = words(rng, 220)
    (span,) = found(words(rng, 300) + "。" + passage, words(rng, 500) + "。" + change(passage))
    assert span.end - span.start >= 210


def test_short_or_latin_names_are_no_passages() -> None:
    rng = random.Random(3)
    name = "Ministry of Foreign Affairs of the Republic of China (Taiwan)"
    long = words(rng, LEAST - 8)
    for passage in (name, long):
        assert found(words(rng, 200) + f"（{passage}）", words(rng, 300) + f"「{passage}」") == []


def test_an_english_passage_is_told() -> None:
    rng = random.Random(4)
    passage = (
        "The city opened a control centre that joins data of traffic, water and waste, and trains"
        " the staff of every bureau to read them before a decision is taken in the weekly meeting."
    )
    (span,) = found(words(rng, 200) + passage, words(rng, 300) + passage.upper())
    assert span.end - span.start >= len(passage) - 1


@given(st.text(max_size=80), st.integers(0, 10**6))
def test_two_texts_keep_a_shingle_of_each_sure_run(text: str, seed: int) -> None:
    passage = words(random.Random(seed), 4 * SURE)
    codes = letters(passage).codes[:SURE]
    here, there = kept(codes)[0], kept(letters(text + passage).codes)[0]
    assert set(here.tolist()) & set(there.tolist())


def test_a_report_resembles_its_other_version() -> None:
    rng = random.Random(5)
    text = words(rng, 8000)
    places = set(rng.sample(range(len(text)), 100))
    edited = "".join("改" if i in places else char for i, char in enumerate(text))
    half = text[:4000] + words(rng, 4000)
    sketches = [frozenset(sketch(kept(letters(one).codes)[0]).tolist()) for one in (text, edited, half)]
    assert resemblance(sketches[0], sketches[0]) == 1
    assert resemblance(sketches[0], sketches[1]) > 0.6 > 0.5 > resemblance(sketches[0], sketches[2])
