"""Sections as a ledger keeps them: some 25 characters each, of which a third are headings.

Their texts (title, ids and numbers where they do not follow from those before, headings) are deflated with a
dictionary of what such reports have. Checksums and lengths follow, then the sketches: gaps between ascending
numbers in a Golomb–Rice code, whose remainders have as many bits as suits the number of hashes.
"""

import base64
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from indexer.links.align import HEADING, Known
from indexer.links.fingerprint import BITS, DIGITS, MOST, Fingerprint, sketched

SOURCE_DIGITS = 12  # of the checksum of a source
_ENCODING = "gb18030"  # two bytes a Chinese character, and whatever Unicode has
_LEVEL = 9
_RAW = -15  # zlib's way to say: without its own header
_BREAK = re.compile(r"[\n\t]")
_FIRST = re.compile(r"\d*")
_NUMBERS = ("壹貳參肆伍陸柒捌玖拾", "一二三四五六七八九十")
# a part of the format: what is read was written with the same
_DICTIONARY = (
    "參加會議考察訪問報告實習計畫研討會心得及建議目的過程附錄參考資料前言結論摘要行程\n建議\n心得\n目的\n過程\n"
    + "".join("\n".join(row) + "\n" + "\n".join(f"({one})" for one in row) + "\n" for row in _NUMBERS)
    + "\n".join(map(str, range(1, 30)))
    + "\n"
).encode(_ENCODING)
_SIZES = np.arange(MOST + 1)
_REMAINDERS = np.array(  # bits, by the number of hashes: the mean gap times ln 2
    [max(0, ((1 << BITS) // (size + 1) * 7 // 10).bit_length() - 1) for size in _SIZES.tolist()]
)


@dataclass(frozen=True, slots=True)
class Packed:
    """What of a state is packed: the sections in order, then those that are none any more."""

    title: str
    sha256: str
    sections: tuple[Known, ...]
    lost: tuple[Known, ...]


def pack(states: Sequence[Packed]) -> list[str]:
    """Return each as one word of text."""
    several = [(*state.sections, *state.lost) for state in states]
    sketches = _coded([[known.mark for known in sections] for sections in several])
    return [
        base64.b85encode(_head(state) + _marks(sections) + sketch).decode("ascii")
        for state, sections, sketch in zip(states, several, sketches, strict=True)
    ]


def packable(state: Packed) -> Packed:
    """Return what `unpack` gives of the state when it was packed."""
    sections, lost = (
        tuple(
            replace(
                known,
                path=tuple(_line(part.replace("/", " ")) for part in known.path),
                heading=_line(known.heading[:HEADING]),
                mark=replace(known.mark, checksum=known.mark.checksum[:DIGITS]),
                all_shingles=None,
            )
            for known in several
        )
        for several in (state.sections, state.lost)
    )
    return Packed(_line(state.title), state.sha256[:SOURCE_DIGITS], sections, lost)


def _line(text: str) -> str:
    """Return a text without ends of lines, tabs, and what no encoding has."""
    return _BREAK.sub(" ", text).encode("utf-8", "replace").decode("utf-8")


def unpack(word: str) -> Packed:
    """Inverse of `pack`. Raises ValueError."""
    data = base64.b85decode(word)
    try:
        return _unpacked(data)
    except (IndexError, zlib.error) as error:
        raise ValueError(error) from error


def _head(state: Packed) -> bytes:
    sections = (*state.sections, *state.lost)
    headings = (known.heading for known in sections)
    text = "\n".join((state.title, *_ids(sections), *_paths(sections), *headings))
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW, 9, zlib.Z_DEFAULT_STRATEGY, _DICTIONARY)
    body = deflate.compress(text.encode(_ENCODING)) + deflate.flush()
    numbers = (len(state.sections), len(state.lost), len(body))
    source = bytes.fromhex(state.sha256[:SOURCE_DIGITS])
    return b"".join(map(_number, (*numbers, len(source)))) + source + body


def _marks(sections: Sequence[Known]) -> bytes:
    sums = bytes.fromhex("".join(known.mark.checksum[:DIGITS] for known in sections))
    return sums + b"".join(_number(known.mark.letters) for known in sections)


def _number(value: int) -> bytes:
    """Return a number as bytes of seven bits, the lowest first, the high bit on all but the last."""
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)


def _unpacked(data: bytes) -> Packed:
    place = 0

    def number() -> int:
        nonlocal place
        value = shift = 0
        while True:
            byte = data[place]
            place += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def taken(size: int) -> bytes:
        nonlocal place
        place += size
        if place > len(data):
            raise IndexError("cut off")
        return data[place - size : place]

    count, lost, length, digits = number(), number(), number(), number()
    source = taken(digits).hex()
    inflate = zlib.decompressobj(_RAW, _DICTIONARY)
    text = (inflate.decompress(taken(length)) + inflate.flush()).decode(_ENCODING)
    size = count + lost
    title, *rest = text.split("\n")
    if len(rest) != 3 * size:
        raise ValueError("not as many lines as sections")
    sums = [taken(DIGITS // 2).hex() for _ in range(size)]
    letters = [number() for _ in range(size)]
    sketches = _decoded(data[place:], letters)
    paths = list(_paths_of(rest[size : 2 * size]))
    ids = _ids_of(rest[:size], paths)
    marks = map(Fingerprint, sums, letters, sketches)
    sections = tuple(map(Known, ids, paths, rest[2 * size :], marks))
    return Packed(title, source, sections[:count], sections[count:])


def _next(before: str, depth: int) -> str:
    """Return the id that would follow: the next number at a depth."""
    if not depth:
        return "0"
    numbers = [_FIRST.match(part)[0] or "0" for part in before.split("~")[0].split(".")]  # type: ignore[index]
    numbers = (numbers + ["0"] * depth)[:depth]
    return ".".join([*numbers[:-1], str(int(numbers[-1]) + 1)])


def _ids(sections: Sequence[Known]) -> Iterator[str]:
    """Yield each id, or nothing where it is the one that would follow."""
    before = ""
    for known in sections:
        yield "" if known.id == _next(before, len(known.path)) else known.id
        before = known.id


def _ids_of(words: Sequence[str], paths: Sequence[tuple[str, ...]]) -> Iterator[str]:
    before = ""
    for word, path in zip(words, paths, strict=True):
        before = word or _next(before, len(path))
        yield before


def _paths(sections: Sequence[Known]) -> Iterator[str]:
    """Yield each path without what it shares with the one before, its length first where not one is left."""
    before: tuple[str, ...] = ()
    for known in sections:
        path = known.path
        shared = 0
        while shared < min(len(path), len(before)) and path[shared] == before[shared]:
            shared += 1
        shared = min(shared, max(0, len(path) - 1))
        rest = "/".join(path[shared:])
        yield f"{shared if shared else ''}\t{rest}" if shared != max(0, len(before) - 1) else rest
        before = path


def _paths_of(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    before: tuple[str, ...] = ()
    for word in words:
        kept, tab, rest = word.rpartition("\t")
        shared = int(kept or 0) if tab else max(0, len(before) - 1)
        path = (*before[:shared], *rest.split("/")) if rest else ()
        yield path
        before = path


def _coded(marks: Sequence[Sequence[Fingerprint]]) -> list[bytes]:
    """Return the sketches of each list of marks as bits."""
    flat = [mark for several in marks for mark in several]
    sizes = np.array([len(mark.sketch) // 2 for mark in flat], dtype=np.int64)
    values = np.frombuffer(b"".join(mark.sketch for mark in flat), dtype="<u2").astype(np.int64)
    gaps = np.diff(values, prepend=0)
    firsts = (np.cumsum(sizes) - sizes)[sizes > 0]
    gaps[firsts] = values[firsts]
    remainders = np.repeat(_REMAINDERS[sizes], sizes)
    quotients = gaps >> remainders
    lengths = quotients + 1 + remainders
    owner = np.repeat(np.repeat(np.arange(len(marks)), list(map(len, marks))), sizes)
    used = -(-np.bincount(owner, lengths, len(marks)).astype(np.int64) // 8)  # whole bytes of each list
    ends = np.cumsum(used)
    before = np.cumsum(lengths) - lengths
    first = np.searchsorted(owner, np.arange(len(marks)))
    base = np.concatenate((before, [0]))[np.minimum(first, len(before))]
    starts = before - base[owner] + 8 * (ends - used)[owner]
    bits = np.zeros(8 * int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    ones = np.repeat(starts - (np.cumsum(quotients) - quotients), quotients) + np.arange(int(quotients.sum()))
    bits[ones] = 1
    for bit in range(int(remainders.max(initial=0))):
        has = remainders > bit
        bits[starts[has] + quotients[has] + 1 + bit] = gaps[has] >> bit & 1
    data = np.packbits(bits).tobytes()
    return [data[end - size : end] for end, size in zip(ends.tolist(), used.tolist(), strict=True)]


def _decoded(data: bytes, letters: Sequence[int]) -> Iterator[bytes]:
    """Yield the sketch of each text of so many letters."""
    bits: NDArray[np.uint8] = np.unpackbits(np.frombuffer(data, dtype=np.uint8))
    line, place = bits.tolist(), 0
    for count in letters:
        size, value = sketched(count), 0
        remainder = int(_REMAINDERS[size])
        values = []
        for _ in range(size):
            quotient = line.index(0, place) - place
            place += quotient + 1
            low = sum(bit << at for at, bit in enumerate(line[place : place + remainder]))
            place += remainder
            if place > len(line):
                raise IndexError("cut off")
            value += quotient << remainder | low
            values.append(value)
        yield np.array(values, dtype="<u2").tobytes()
