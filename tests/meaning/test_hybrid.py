"""What a query of the other language finds, by each of its evidences."""

from pathlib import Path

import numpy as np
import pytest

from indexer.meaning import encoder, hybrid, vectors
from indexer.meaning.dictionary import Dictionary, Reading, keyed
from indexer.meaning.encoder import Encoder
from indexer.meaning.sounds import Names, names_in
from indexer.meaning.words import Vocabulary
from indexer.text.fold import fold
from tests.bench.meaning import Texts
from tests.meaning.conftest import Bags

TEXTS = ["\n談氣候變遷與淨零排放。", "\n參訪傑克遜維爾市政府。", "\n高齡者照顧政策。", "\nIPCC的報告。"]


def test_readings_of_a_group_count_as_one_word() -> None:
    texts = Texts(["\n住房住房", "\n住宅", "\n其他的", "\n沒有的"])
    one = hybrid.Group(0, 1, (Reading("住房", 1.0), Reading("住宅", 1.0)))
    scores = hybrid.bm25([one], texts)
    assert scores[0] > scores[1] > 0 and not scores[2:].any()


def test_dictionary_literal_and_sound_find_their_sections(bags: Bags) -> None:
    texts = Texts(TEXTS)
    known = hybrid.Knowledge(
        bags,
        Dictionary(keyed([("climate change", "氣候變遷")])),
        None,
        Names({n for t in texts.folded for n in names_in(t)}),
    )
    for query, section in (("climate change", 0), ("Jacksonville", 1), ("What is the IPCC?", 3)):
        words, _ = hybrid.by_words(hybrid.ask(query, known, texts), texts)
        assert int(np.argmax(words)) == section and words[section] > 0


def test_readings_that_stand_nowhere_are_left_out(bags: Bags) -> None:
    known = hybrid.Knowledge(bags, Dictionary(keyed([("policy", "政策", "方略")])))
    read = hybrid.ask("policy", known, Texts(TEXTS))
    assert [[r.term for r in group.readings] for group in read.dictionary] == [["政策"]]


def test_words_stay_first_in_the_texts_own_language() -> None:
    order = hybrid.same_language(np.array([80, 40, 0], np.float32), np.array([0.1, 0.9, 0.9], np.float32))
    assert int(np.argmax(order)) == 0


def test_nothing_asked_finds_nothing(bags: Bags) -> None:
    read = hybrid.ask("", hybrid.Knowledge(bags), Texts(TEXTS))
    assert not any(part.any() for part in hybrid.by_words(read, Texts(TEXTS)))
    assert not any(map(len, hybrid.by_words(read, Texts([]))))


@pytest.mark.parametrize(
    ("latin", "han"), [("Jacksonville", "傑克遜維爾"), ("Lindisfarne", "林迪斯法恩"), ("Huguenot", "胡格諾")]
)
def test_names_are_known_by_sound(latin: str, han: str) -> None:
    names = Names(names_in(fold(f"在{han}的")) | names_in(fold("史密斯、甘迺迪、馬德里、柏林")))
    assert names.like(latin)[0].term == fold(han)


def test_the_encoder_knows_words_of_the_other_language(real: Encoder, tmp_path: Path) -> None:
    Vocabulary.of(["高龄", "经济", "交通", "花卉"], real).write(tmp_path / "words.npz")
    held = Vocabulary.read(tmp_path / "words.npz")
    assert held.near("elderly", real.encode(["elderly"])[0])[0].term == "高龄"
    assert held.likeness(["交通", "没有"], real.encode(["traffic"])[0])[1] == 0


def test_an_english_question_has_its_section_nearest(real: Encoder, tmp_path: Path) -> None:
    owners = [vectors.owner("r", str(i), text) for i, text in enumerate(TEXTS)]
    list(vectors.fill(tmp_path, list(zip(owners, TEXTS, strict=True)), real, encoder.name()))
    held = vectors.Vectors.of(tmp_path, owners, encoder.name())
    vector = vectors.of_query("How are old people cared for?", real)
    assert max(held.near(vector, held.candidates(vector)), key=lambda near: near.score).section == 2


def test_mapped_weights_give_the_same_vectors(real: Encoder, tmp_path: Path) -> None:
    encoder.unpack(tmp_path)
    assert (
        Encoder.of(tmp_path).encode(["氣候變遷", "climate"]) == real.encode(["氣候變遷", "climate"])
    ).all()


def test_traditional_reads_as_simplified_and_latin_keeps_its_case(real: Encoder) -> None:
    assert encoder.plain("臺灣\nUN") == "台湾 UN"
    one, two = real.encode(["氣候變遷", "气候变迁"])
    assert float(one @ two) > 0.999
