"""Defines the sets of characters that regular expressions name: categories, blocks, XML name characters.

A set is kept as text for RE2 and as a way to its ranges; the ranges are worked out only where one class subtracts
another, which RE2 cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

Ranges = tuple[tuple[int, int], ...]
"""Ranges of code points, both ends included, in any order, perhaps overlapping."""

HIGHEST = 0x10FFFF

_GROUPS: Mapping[str, str] = {
    "L": "ultmo",
    "M": "nce",
    "N": "dlo",
    "P": "cdseifo",
    "Z": "slp",
    "S": "mcko",
    "C": "cfon",
}
_CATEGORIES = frozenset(group + letter for group, letters in _GROUPS.items() for letter in ("", *letters))

_NAME_STARTS: Ranges = (
    (0x3A, 0x3A),
    (0x41, 0x5A),
    (0x5F, 0x5F),
    (0x61, 0x7A),
    (0xC0, 0xD6),
    (0xD8, 0xF6),
    (0xF8, 0x2FF),
    (0x370, 0x37D),
    (0x37F, 0x1FFF),
    (0x200C, 0x200D),
    (0x2070, 0x218F),
    (0x2C00, 0x2FEF),
    (0x3001, 0xD7FF),
    (0xF900, 0xFDCF),
    (0xFDF0, 0xFFFD),
    (0x10000, 0xEFFFF),
)
_NAME_CHARACTERS: Ranges = (
    *_NAME_STARTS,
    (0x2D, 0x2E),
    (0x30, 0x39),
    (0xB7, 0xB7),
    (0x300, 0x36F),
    (0x203F, 0x2040),
)

_BLOCKS = """
0000-007F BasicLatin
0080-00FF Latin-1Supplement
0100-017F LatinExtended-A
0180-024F LatinExtended-B
0250-02AF IPAExtensions
02B0-02FF SpacingModifierLetters
0300-036F CombiningDiacriticalMarks
0370-03FF Greek
0370-03FF GreekandCoptic
0400-04FF Cyrillic
0500-052F CyrillicSupplement
0530-058F Armenian
0590-05FF Hebrew
0600-06FF Arabic
0700-074F Syriac
0780-07BF Thaana
0900-097F Devanagari
0980-09FF Bengali
0A00-0A7F Gurmukhi
0A80-0AFF Gujarati
0B00-0B7F Oriya
0B80-0BFF Tamil
0C00-0C7F Telugu
0C80-0CFF Kannada
0D00-0D7F Malayalam
0D80-0DFF Sinhala
0E00-0E7F Thai
0E80-0EFF Lao
0F00-0FFF Tibetan
1000-109F Myanmar
10A0-10FF Georgian
1100-11FF HangulJamo
1200-137F Ethiopic
13A0-13FF Cherokee
1400-167F UnifiedCanadianAboriginalSyllabics
1680-169F Ogham
16A0-16FF Runic
1780-17FF Khmer
1800-18AF Mongolian
1E00-1EFF LatinExtendedAdditional
1F00-1FFF GreekExtended
2000-206F GeneralPunctuation
2070-209F SuperscriptsandSubscripts
20A0-20CF CurrencySymbols
20D0-20FF CombiningMarksforSymbols
2100-214F LetterlikeSymbols
2150-218F NumberForms
2190-21FF Arrows
2200-22FF MathematicalOperators
2300-23FF MiscellaneousTechnical
2400-243F ControlPictures
2440-245F OpticalCharacterRecognition
2460-24FF EnclosedAlphanumerics
2500-257F BoxDrawing
2580-259F BlockElements
25A0-25FF GeometricShapes
2600-26FF MiscellaneousSymbols
2700-27BF Dingbats
2800-28FF BraillePatterns
2E80-2EFF CJKRadicalsSupplement
2F00-2FDF KangxiRadicals
2FF0-2FFF IdeographicDescriptionCharacters
3000-303F CJKSymbolsandPunctuation
3040-309F Hiragana
30A0-30FF Katakana
3100-312F Bopomofo
3130-318F HangulCompatibilityJamo
3190-319F Kanbun
31A0-31BF BopomofoExtended
3200-32FF EnclosedCJKLettersandMonths
3300-33FF CJKCompatibility
3400-4DBF CJKUnifiedIdeographsExtensionA
4E00-9FFF CJKUnifiedIdeographs
A000-A48F YiSyllables
A490-A4CF YiRadicals
AC00-D7AF HangulSyllables
E000-F8FF PrivateUse
F900-FAFF CJKCompatibilityIdeographs
FB00-FB4F AlphabeticPresentationForms
FB50-FDFF ArabicPresentationForms-A
FE20-FE2F CombiningHalfMarks
FE30-FE4F CJKCompatibilityForms
FE50-FE6F SmallFormVariants
FE70-FEFF ArabicPresentationForms-B
FF00-FFEF HalfwidthandFullwidthForms
FFF0-FFFF Specials
10300-1032F OldItalic
10330-1034F Gothic
10400-1044F Deseret
1D000-1D0FF ByzantineMusicalSymbols
1D100-1D1FF MusicalSymbols
1D400-1D7FF MathematicalAlphanumericSymbols
1F300-1F5FF MiscellaneousSymbolsandPictographs
1F600-1F64F Emoticons
20000-2A6DF CJKUnifiedIdeographsExtensionB
2F800-2FA1F CJKCompatibilityIdeographsSupplement
E0000-E007F Tags
"""


@dataclass(frozen=True, slots=True)
class Characters:
    """A set of characters: `text` stands between the brackets of an RE2 class, `ranges` works out the code points."""

    text: str
    ranges: Callable[[], Ranges]
    is_negated: bool = False

    @property
    def pattern(self) -> str:
        """The class as RE2 reads it."""
        return f"[{'^' if self.is_negated else ''}{self.text}]"


def single(character: str) -> Characters:
    """Return the set of one character."""
    return span(character, character)


def span(start: str, end: str) -> Characters:
    """Return the characters from one to another."""
    return _of_ranges(((ord(start), ord(end)),))


def white_space() -> Characters:
    r"""Return what `\s` means."""
    return _of_ranges(((9, 10), (13, 13), (32, 32)))


def word_characters() -> Characters:
    r"""Return what `\w` means: all but punctuation, separators and others."""
    return Characters(r"\p{L}\p{M}\p{N}\p{S}", lambda: _category_ranges("LMNS"))


def name_starts() -> Characters:
    r"""Return what `\i` means: characters that begin an XML name."""
    return _of_ranges(_NAME_STARTS)


def name_characters() -> Characters:
    r"""Return what `\c` means: characters of XML names."""
    return _of_ranges(_NAME_CHARACTERS)


def category(name: str) -> Characters | None:
    """Return the characters of a Unicode category such as `Lu`, or of a group of categories such as `L`."""
    if name not in _CATEGORIES:
        return None
    if name in ("C", "Cn"):  # RE2 does not count what is unassigned
        return _of_ranges(_category_ranges(name))
    return Characters(f"\\p{{{name}}}", lambda: _category_ranges(name))


def named_block(name: str) -> Characters | None:
    """Return the characters of a Unicode block by its name without spaces, or None."""
    for line in _BLOCKS.split("\n"):
        ends, _, known = line.partition(" ")
        if known and known == name:
            start, _, end = ends.partition("-")
            return _of_ranges(((int(start, 16), int(end, 16)),))
    return None


def union(parts: Sequence[Characters]) -> Characters:
    """Return the characters of all parts."""
    return Characters(
        "".join(_text(inverted(part.ranges())) if part.is_negated else part.text for part in parts),
        lambda: tuple(each for part in parts for each in _true_ranges(part)),
    )


def complement(characters: Characters) -> Characters:
    """Return all other characters."""
    return Characters(characters.text, characters.ranges, not characters.is_negated)


def difference(characters: Characters, removed: Characters) -> Characters:
    """Return the characters that are not removed."""
    return _of_ranges(inverted((*inverted(_true_ranges(characters)), *_true_ranges(removed))))


def inverted(characters: Ranges) -> Ranges:
    """Return all other code points."""
    result = []
    start = 0
    for low, high in _ordered(characters):
        if start < low:
            result.append((start, low - 1))
        start = high + 1
    if start <= HIGHEST:
        result.append((start, HIGHEST))
    return tuple(result)


def _of_ranges(ranges: Ranges) -> Characters:
    return Characters(_text(ranges), lambda: ranges)


def _true_ranges(characters: Characters) -> Ranges:
    return inverted(characters.ranges()) if characters.is_negated else characters.ranges()


def _category_ranges(names: str) -> Ranges:
    """Return the ranges of one category, or of the groups whose letters are given."""
    is_one = len(names) == 2 and names[1].islower()
    return tuple(
        each
        for name, ranges in _categories().items()
        if (name == names if is_one else name[0] in names)
        for each in ranges
    )


@lru_cache(maxsize=1)
def _categories() -> Mapping[str, Ranges]:
    """Return the ranges of each category; surrogates are no characters and stay out."""
    from unicodedata import category as category_of  # noqa: PLC0415 - only subtraction needs it

    found: dict[str, list[tuple[int, int]]] = {}
    start, current = 0, category_of("\0")
    for point in range(1, HIGHEST + 2):
        here = category_of(chr(point)) if point <= HIGHEST else ""
        if here != current:
            found.setdefault(current, []).append((start, point - 1))
            start, current = point, here
    return {name: tuple(ranges) for name, ranges in found.items() if name != "Cs"}


def _ordered(characters: Ranges) -> Ranges:
    """Return the ranges in ascending order without overlaps."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(characters):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _text(characters: Ranges) -> str:
    """Return the inside of a class of RE2 with these characters."""
    if not characters:
        return r"^\x{0}-\x{10FFFF}"
    return "".join(
        f"\\x{{{start:X}}}" if start == end else f"\\x{{{start:X}}}-\\x{{{end:X}}}"
        for start, end in _ordered(characters)
    )
