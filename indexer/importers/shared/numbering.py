"""Numbers that Word generates and does not store: numbering.xml and styles to the words of each label.

After ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (number formats).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from indexer.text import numerals

FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02}",
    "decimalFullWidth": numerals.full_width,
    "decimalFullWidth2": numerals.full_width,
    "decimalEnclosedCircle": numerals.circled,
    "decimalEnclosedCircleChinese": numerals.circled,
    "upperLetter": numerals.letters,
    "lowerLetter": lambda value: numerals.letters(value).lower(),
    "upperRoman": numerals.roman,
    "lowerRoman": lambda value: numerals.roman(value).lower(),
    "taiwaneseCounting": numerals.counted,
    "taiwaneseCountingThousand": numerals.counted,
    "chineseCounting": numerals.counted,
    "chineseCountingThousand": numerals.counted,
    "japaneseCounting": numerals.counted,
    "koreanCounting": numerals.counted,
    "ideographDigital": numerals.digits,
    "taiwaneseDigital": numerals.digits,
    "japaneseDigitalTenThousand": numerals.digits,
    "ideographLegalTraditional": numerals.legal,
    "japaneseLegal": numerals.legal,
    "chineseLegalSimplified": numerals.legal,
    "ideographTraditional": numerals.stem,
    "ideographZodiac": numerals.branch,
    "ideographEnclosedCircle": numerals.circled_ideograph,
}
_LEVELS = 9


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    legal: bool = False  # all numbers of the label as decimals
    restart: int | None = None  # the level (from 1) after which it begins anew; 0 never
    style: str = ""
    suffix: str = "tab"


@dataclass(slots=True)
class _List:
    """An abstract numbering: its levels and how far it has counted."""

    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts through a document; ask for the label of every paragraph once, in order."""

    def __init__(self, numbering: Element | None, styles: Element) -> None:
        self._styles = {style.get(qn("w:styleId"), ""): style for style in styles.iter(qn("w:style"))}
        self._lists: dict[str, _List] = {}
        self._numbers: dict[str, tuple[str, dict[int, _Level], dict[int, int]]] = {}
        self._begun: set[tuple[str, int]] = set()
        if numbering is not None:
            self._read(numbering)

    def label(self, paragraph: Element) -> str:
        """Return the generated number with its signs, as 壹、; a bullet as •; empty for none."""
        number, level = self._of(paragraph)
        if number not in self._numbers:
            return ""
        abstract, overrides, starts = self._numbers[number]
        counting = self._lists[abstract]
        levels = counting.levels | overrides
        settings = levels.get(level)
        if settings is None or (settings.format == "none" and not settings.text):
            return ""
        if settings.format == "bullet":
            return "• "
        if level in starts and (number, level) not in self._begun:
            counting.counts[level] = starts[level] - 1
        self._begun.add((number, level))
        counting.counts[level] = counting.counts.get(level, settings.start - 1) + 1
        for deeper in range(level + 1, _LEVELS):
            after = levels[deeper].restart if deeper in levels else None
            if after is None or (after > 0 and level < after):
                counting.counts.pop(deeper, None)
        text = re.sub(
            "%([1-9])",
            lambda m: self._count(counting, levels, int(m[1]) - 1, settings.legal),
            settings.text,
        )
        gap = " " if text and text[-1].isascii() and settings.suffix != "nothing" else ""
        return text + gap

    def style_value(self, paragraph: Element, path: str) -> Element | None:
        """Return a property of the paragraph, or else of its style or one that this is based on."""
        for properties in self._properties(paragraph):
            found = properties.find(path)
            if found is not None:
                return found
        return None

    def style_names(self, paragraph: Element) -> list[str]:
        """Return names of the paragraph's style and of those it is based on, lower case."""
        names = []
        for style in self.style_chain(paragraph):
            name = style.find(qn("w:name"))
            names.append((name.get(qn("w:val")) or "").lower() if name is not None else "")
        return names

    def style_chain(self, paragraph: Element) -> list[Element]:
        """Return the paragraph's style and those it is based on."""
        properties = paragraph.find(qn("w:pPr"))
        style = properties.find(qn("w:pStyle")) if properties is not None else None
        name = style.get(qn("w:val")) if style is not None else None
        chain: list[Element] = []
        while name in self._styles and self._styles[name] not in chain:
            chain.append(self._styles[name])
            based_on = chain[-1].find(qn("w:basedOn"))
            name = based_on.get(qn("w:val")) if based_on is not None else None
        return chain

    def _properties(self, paragraph: Element) -> list[Element]:
        found = (element.find(qn("w:pPr")) for element in (paragraph, *self.style_chain(paragraph)))
        return [properties for properties in found if properties is not None]

    def _of(self, paragraph: Element) -> tuple[str, int]:
        """Return (number id, level) of a paragraph; a style's level is the one that names the style."""
        level: int | None = None
        for element in (paragraph, *self.style_chain(paragraph)):
            properties = element.find(qn("w:pPr"))
            numbered = properties.find(qn("w:numPr")) if properties is not None else None
            if numbered is None:
                continue
            depth = numbered.find(qn("w:ilvl"))
            if level is None and depth is not None:
                level = int(depth.get(qn("w:val")) or 0)
            number = numbered.find(qn("w:numId"))
            if number is None:
                continue
            name = number.get(qn("w:val")) or ""
            if level is None and name in self._numbers:
                style = element.get(qn("w:styleId"), "")
                levels = self._lists[self._numbers[name][0]].levels
                level = next((i for i, each in levels.items() if style and each.style == style), 0)
            return name, level or 0
        return "", 0

    def _read(self, numbering: Element) -> None:
        linked: dict[str, str] = {}  # list style → the abstract numbering that defines it
        abstracts = list(numbering.iter(qn("w:abstractNum")))
        for abstract in abstracts:
            name = abstract.get(qn("w:abstractNumId")) or ""
            self._lists[name] = _List(_levels(abstract))
            if link := _child_value(abstract, "w:styleLink"):
                linked[link] = name
        for abstract in abstracts:
            if target := linked.get(_child_value(abstract, "w:numStyleLink")):
                self._lists[abstract.get(qn("w:abstractNumId")) or ""] = self._lists[target]
        for number in numbering.iter(qn("w:num")):
            self._read_number(number)

    def _read_number(self, number: Element) -> None:
        """Read a numbering that counts through an abstract one, and what it overrides there."""
        abstract = _child_value(number, "w:abstractNumId")
        if abstract not in self._lists:
            return
        overrides: dict[int, _Level] = {}
        starts: dict[int, int] = {}
        for override in number.iter(qn("w:lvlOverride")):
            if override.find(qn("w:startOverride")) is not None:
                level = int(override.get(qn("w:ilvl")) or 0)
                starts[level] = int(_child_value(override, "w:startOverride") or 1)
            overrides |= _levels(override)
        self._numbers[number.get(qn("w:numId")) or ""] = (abstract, overrides, starts)

    def _count(self, counting: _List, levels: Mapping[int, _Level], level: int, legal: bool) -> str:
        settings = levels.get(level, _Level())
        value = counting.counts.get(level, settings.start)
        return str(value) if legal else FORMATS.get(settings.format, str)(value)


def _child_value(parent: Element, name: str) -> str:
    """Return the value of a child element; empty where there is none."""
    child = parent.find(qn(name))
    return (child.get(qn("w:val")) or "") if child is not None else ""


def _levels(parent: Element) -> dict[int, _Level]:
    levels = {}
    for element in parent.iterchildren(qn("w:lvl")):
        values = {child.tag: child.get(qn("w:val")) for child in element if isinstance(child.tag, str)}
        restart = values.get(qn("w:lvlRestart"))
        levels[int(element.get(qn("w:ilvl")) or 0)] = _Level(
            start=int(values.get(qn("w:start")) or 1),
            format=values.get(qn("w:numFmt")) or "decimal",
            text=values.get(qn("w:lvlText")) or "",
            legal=qn("w:isLgl") in values and values[qn("w:isLgl")] not in ("0", "false"),
            restart=int(restart) if restart else None,
            style=values.get(qn("w:pStyle")) or "",
            suffix=values.get(qn("w:suff")) or "tab",
        )
    return levels
