"""Vectors in shards: what is found, what is passed over, and what a crash leaves."""

from pathlib import Path

import numpy as np
import pytest

from indexer.meaning import codes, shard, vectors
from indexer.meaning.encoder import DIMENSIONS
from tests.meaning.conftest import Bags

TEXTS = [
    f"第{sign}節\n{sign * 12}。{other * 8}很好。"
    for sign, other in zip("甲乙丙丁戊", "天地玄黃宇", strict=True)
]
OWNERS = [vectors.owner("r", str(i), text) for i, text in enumerate(TEXTS)]


def filled(folder: Path, bags: Bags, which: list[int]) -> None:
    list(vectors.fill(folder, [(OWNERS[i], TEXTS[i]) for i in which], bags, "bags"))


def best(
    held: vectors.Vectors, query: str, bags: Bags, allowed: vectors.Mask | None = None
) -> list[vectors.Near]:
    vector = vectors.of_query(query, bags)
    return sorted(held.near(vector, held.candidates(vector, allowed=allowed)), key=lambda near: -near.score)


def test_the_nearest_section_and_clause_are_found(tmp_path: Path, bags: Bags) -> None:
    filled(tmp_path, bags, [0, 1, 2, 3, 4])
    near = best(vectors.Vectors.of(tmp_path, OWNERS, "bags"), "玄玄玄玄", bags)[0]
    assert near.section == 2 and TEXTS[2][near.start : near.end] == "玄" * 8 + "很好。"


def test_filters_hold(tmp_path: Path, bags: Bags) -> None:
    filled(tmp_path, bags, [0, 1, 2, 3, 4])
    allowed = np.array([True, False, False, False, True])
    found = best(vectors.Vectors.of(tmp_path, OWNERS, "bags"), "玄玄玄玄", bags, allowed)
    assert {near.section for near in found} == {0, 4}


def test_what_is_missing_is_made_later(tmp_path: Path, bags: Bags) -> None:
    filled(tmp_path, bags, [0, 3])
    held = vectors.Vectors.of(tmp_path, OWNERS, "bags")
    assert held.missing().tolist() == [1, 2, 4] and held.held == 2
    filled(tmp_path, bags, held.missing().tolist())
    assert not len(vectors.Vectors.of(tmp_path, OWNERS, "bags").missing())


def test_what_went_or_changed_is_passed_over(tmp_path: Path, bags: Bags) -> None:
    filled(tmp_path, bags, [0, 1, 2])
    owners = [OWNERS[2], vectors.owner("r", "1", "altered")]
    held = vectors.Vectors.of(tmp_path, owners, "bags")
    assert [near.section for near in best(held, "甲甲", bags)] == [0]
    assert held.missing().tolist() == [1]


def test_vectors_of_another_encoder_do_not_count(tmp_path: Path, bags: Bags) -> None:
    filled(tmp_path, bags, [0])
    assert vectors.Vectors.of(tmp_path, OWNERS, "other").held == 0


def test_joined_shards_answer_alike(tmp_path: Path, bags: Bags) -> None:
    for i in range(5):
        filled(tmp_path, bags, [i])
    before = best(vectors.Vectors.of(tmp_path, OWNERS[1:], "bags"), "玄玄", bags)
    assert vectors.tidy(tmp_path, OWNERS[1:], "bags", at_least=3)
    assert len(list(tmp_path.glob("*.vectors"))) == 1
    after = best(vectors.Vectors.of(tmp_path, OWNERS[1:], "bags"), "玄玄", bags)
    assert [(near.section, near.start) for near in after] == [(near.section, near.start) for near in before]


def test_an_empty_folder_and_an_empty_section_are_no_fault(tmp_path: Path, bags: Bags) -> None:
    assert best(vectors.Vectors.of(tmp_path, [], "bags"), "玄", bags) == []
    one = vectors.owner("r", "e", "\n")
    list(vectors.fill(tmp_path, [(one, "\n")], bags, "bags"))
    for _ in range(2):
        held = vectors.Vectors.of(tmp_path, [one], "bags")
        assert best(held, "玄", bags) == [] and not len(held.missing())
        vectors.tidy(tmp_path, [one], "bags", at_least=1)


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "00000001.vectors"
    file.write_bytes(b"{}".ljust(4096))
    with pytest.raises(ValueError, match="not baogao vectors"):
        shard.read(file)


@pytest.mark.parametrize(("bits", "least"), [(1, 0.7), (2, 0.9), (4, 0.99)])
def test_few_bits_tell_the_vector(bits: int, least: float) -> None:
    rng = np.random.default_rng(1)
    given = rng.normal(size=(20, DIMENSIONS)).astype(np.float32)
    given /= np.linalg.norm(given, axis=1, keepdims=True)
    centre = given.mean(axis=0)
    packed = codes.packed(given, centre, bits)
    back = codes.unpacked(*packed, centre, bits)
    cosine = (back * given).sum(axis=1) / np.linalg.norm(back, axis=1)
    assert cosine.min() > least
    assert np.allclose(codes.products(*packed, given[0], centre, bits), back @ given[0], atol=1e-5)


def test_distances_are_counted_bits() -> None:
    held = np.random.default_rng(2).integers(0, 2**63, (40_000, 8), dtype=np.uint64)
    assert (codes.distances(held, held[:1]) == np.bitwise_count(held ^ held[:1]).sum(axis=1)).all()
