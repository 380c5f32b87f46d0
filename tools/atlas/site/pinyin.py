"""The order of names: Latin ones by letter, Chinese ones by the sound of their characters.

The sound is read off GB 2312-80, whose 3,755 common characters (its level 1,
rows 16 to 55) stand in the order of their pinyin, so that no dictionary is
needed. A character with several readings has the place of one of them, as in
the standard; a rarer one stands behind all of these.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from itertools import dropwhile
from typing import Final

_BETWEEN: Final = " "
"""What parts words: it sorts before all letters, so that the shorter name comes first."""

REST: Final = "#"
"""The initial of names that begin with a figure, a sign or a rare character."""

# The first character of each initial in GB 2312. No syllable begins with i, u or v.
_FIRST: Final = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
_INITIALS: Final = "ABCDEFGHJKLMNOPQRSTWXYZ"
_PLACES: Final = tuple(int.from_bytes(character.encode("gb2312")) for character in _FIRST)
_LEVEL_1: Final = range(0xB0A1, 0xD7FA)


def initial(name: str) -> str:
    """The letter a name is looked up under: A to Z, or :data:`REST`."""
    return next((sound for sound, _ in _sounds(name)), REST)


def order(name: str) -> tuple[tuple[str, int], ...]:
    """The key that sorts names as their reader expects; :data:`REST` comes last."""
    # "{" follows "z" and "Z" in ASCII.
    return tuple((sound.replace(REST, "{"), place) for sound, place in _sounds(name))


def _sounds(name: str) -> list[tuple[str, int]]:
    """Each character's initial with its place: Latin before Han, Han as in the standard."""
    plain = unicodedata.normalize("NFKD", name)
    sounds = [_sound(each) for each in plain if not unicodedata.combining(each)]
    # Quotation marks and brackets in front do not count.
    return list(dropwhile(lambda sound: sound[0] == _BETWEEN, sounds))


def _sound(character: str) -> tuple[str, int]:
    upper = character.upper()
    if len(upper) == 1 and "A" <= upper <= "Z":
        return upper, 0
    if not character.isalnum():
        return _BETWEEN, 0
    try:
        place = int.from_bytes(character.encode("gb2312"))
    except UnicodeEncodeError:
        place = 0
    if place in _LEVEL_1:
        return _INITIALS[bisect_right(_PLACES, place) - 1], place
    return REST, 0x10000 + ord(character)
