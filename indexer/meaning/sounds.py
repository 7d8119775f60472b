"""Foreign names by their sound: Kublai finds 忽必烈, Jacksonville 傑克遜維爾, without a dictionary of names.

Names are written with a few hundred characters; runs of these are the names that a corpus may hold. A
name's consonants, in classes that transliterations into Chinese mix up (k g h, p b w f v, s z j x, l r),
are compared as strings of letters.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Indel, Levenshtein

from indexer.meaning.dictionary import Reading
from indexer.text.compare import latin_words

LIKE = 0.68  # of 1, from which a name may be meant
POWER = 3  # of the likeness: what a name counts
SHORTEST = 2  # consonants: fewer fit too much
MOST = 6  # names for one word
# Characters of Xinhua's table of transliteration and of Taiwanese newspapers, folded, but for the commonest.
_SIGNS = (
    "阿埃艾安昂奥巴班邦包贝本比彼毕宾波伯柏博勃卜布查彻楚茨次达戴丹德登邓迪蒂丁杜顿多厄恩尔耳法凡范菲费芬"
    "冯夫弗佛福富盖甘冈戈哥格葛根贡古瓜圭郭哈海汉汗杭豪赫亨洪侯胡华怀惠霍忽回基吉季加嘉贾简杰捷金津居卡凯"
    "坎康考柯科克肯孔库夸奎昆拉腊莱赖兰朗劳勒雷黎礼李丽利莉连廉列烈林琳龙隆娄卢鲁路露伦罗洛吕玛马迈麦曼芒"
    "毛梅门蒙米弥密敏缪莫墨默姆木穆纳娜乃奈瑙内嫩尼妮涅宁纽农努诺欧帕派潘庞培佩彭蓬皮珀普奇齐契乔切钦琴丘"
    "邱让热仁荣儒瑞若撒萨塞赛桑瑟森沙莎尚绍舍申盛施什史士舒朔斯思丝松苏孙索塔泰坦汤唐陶特腾提惕铁廷图托瓦"
    "万旺威韦维魏温翁沃乌武西希锡席夏肖谢辛欣休许雪逊雅亚延扬耶叶伊依易因英尤宇约云扎泽曾詹珍芝朱茱兹卓宗"
    "佐拜必黛蕾琪珊宝佳爱保鲍贺堡兰顿都德晟会"
)
_RUN = re.compile(f"[{''.join(sorted(set(_SIGNS)))}]{{2,8}}")
_INITIALS = {
    "b": "P", "p": "P", "m": "M", "f": "F", "d": "T", "t": "T", "n": "N", "l": "L", "g": "K", "k": "K",
    "h": "H", "j": "J", "q": "J", "x": "S", "zh": "J", "ch": "J", "sh": "S", "r": "L",
    "z": "S", "c": "S", "s": "S", "y": "A",
    "w": "W", "": "A",
}  # fmt: skip
_LETTERS = (
    (r"sch|sh|th(?=[aeiouy])|[szç]|c(?=[eiy])", "S"),
    (r"tch|ch(?=[aeiouy])|j|g(?=[eiy])", "J"),
    (r"ph|f", "F"), (r"ck|qu|[ckqg]h?", "K"), (r"x", "KS"),
    (r"th|[dt]+h?", "T"), (r"[bp]+", "P"), (r"[vw]+", "W"),
    (r"[lr]+", "L"), (r"m", "M"), (r"ng(?![aeiouy])|n+", "N"), (r"h", "H"),
)  # fmt: skip
_SOUND = re.compile(
    "|".join(f"(?P<s{i}>{pattern})" for i, (pattern, _) in enumerate(_LETTERS)) + "|(?P<vowel>[a-z])"
)
_COARSE = str.maketrans("HFJ", "KWK")
_LETTER = 0.4  # what the spelling in pinyin counts beside the consonants
_LOOKED_AT = 256  # strings of consonants that are like enough


class Names:
    """Names of a corpus, by how they sound."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take what `names_in` finds in all texts, different ones."""
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        for name in names:
            self._by_sound[of_chinese(name)].append(name)
        self._sounds = [sound for sound in self._by_sound if len(sound) >= SHORTEST]
        self._coarse = [sound.translate(_COARSE) for sound in self._sounds]
        self.like = lru_cache(maxsize=1024)(self._like)

    def _like(self, word: str) -> tuple[Reading, ...]:
        """Return the names that a Latin word may be, with their likeness, likest first."""
        bare = "".join(latin_words(word))
        sound = of_latin(bare)
        if len(sound) < SHORTEST:
            return ()
        found: list[Reading] = []
        for heard, (_, coarse, place) in self._near(sound):
            other = self._sounds[place]
            consonants = (coarse + Levenshtein.normalized_similarity(heard, other)) / 2
            for name in self._by_sound[other]:
                likeness = (1 - _LETTER) * consonants + _LETTER * Indel.normalized_similarity(
                    bare, _spelled(name)
                )
                if likeness >= LIKE:
                    found.append(Reading(name, likeness**POWER))
        best: dict[str, float] = {}
        for reading in sorted(found, key=lambda reading: -reading.weight):
            best.setdefault(reading.term, reading.weight)
        return tuple(Reading(*item) for item in list(best.items())[:MOST])

    def _near(self, sound: str) -> Iterator[tuple[str, tuple[str, float, int]]]:
        """Names with about these consonants; an r or plural s at the end may be silent."""
        silent = [sound[:-1]] if sound[-1] in "LS" and len(sound) > SHORTEST else []
        for heard in (sound, *silent):
            near = process.extract(
                heard.translate(_COARSE),
                self._coarse,
                scorer=Levenshtein.normalized_similarity,
                score_cutoff=LIKE - 0.1,
                limit=_LOOKED_AT,
            )
            yield from ((heard, one) for one in near)


def names_in(folded: str) -> set[str]:
    """Return what may be names in a folded text, each also without its first or its last character."""
    found: set[str] = set()
    for run in _RUN.findall(folded):
        found.add(run)
        if len(run) > SHORTEST:
            found |= {run[1:], run[:-1]}
    return found


@lru_cache(maxsize=65536)
def of_latin(word: str) -> str:
    """Return the consonants of a Latin word, with an A for a vowel that begins it."""
    sounds: list[str] = []
    for piece in latin_words(word):
        for i, found in enumerate(_SOUND.finditer(piece)):
            if found.lastgroup == "vowel":
                sounds.append("A" if i == 0 else "")
            else:
                sounds.append(_LETTERS[int(str(found.lastgroup)[1:])][1])
    return "".join(sounds)


def of_chinese(name: str) -> str:
    """Return the same of a Chinese name: initials, and n where a syllable ends in n or ng; er is an l."""
    first, *others = map(_of_sign, name)
    return first + "".join(other.removeprefix("A") for other in others)


@lru_cache(maxsize=8192)
def _of_sign(sign: str) -> str:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, lazy_pinyin

    whole = lazy_pinyin(sign, style=Style.NORMAL)[0]
    if whole == "er":
        return "L"
    initial = lazy_pinyin(sign, style=Style.INITIALS, strict=False)[0]
    return _INITIALS.get(initial, "A") + ("N" if whole.endswith(("n", "ng")) else "")


@lru_cache(maxsize=16384)
def _spelled(name: str) -> str:
    """Pinyin without tones."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(name, style=Style.NORMAL))
