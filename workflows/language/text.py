"""Text as it is stored, with the form in which two texts are compared."""

from __future__ import annotations

import unicodedata
from typing import Final

from models.cache import MIB, cached

# Characters that ministries write for one another in the same word (domain.md §1.4, rules.md DT-02).
VARIANT_CHARACTERS: Final = str.maketrans(
    "台佔汙爲衆啓羣裏着温産强衞户説綫値絶别敎淸", "臺占污為眾啟群裡著溫產強衛戶說線值絕別教清"
)

# Full-width letters, digits and signs become plain ones; the punctuation of Chinese sentences stays.
_WIDE: Final = {0xFF01 + i: 0x21 + i for i in range(0x5E) if chr(0xFF01 + i) not in "，：；？！"}
_PLAIN: Final = _WIDE | VARIANT_CHARACTERS | {0x3000: None, 0xA0: None, 0x20: None, 0x09: None}

# Words in which only one of two characters varies; 畫 and 劃 differ elsewhere, so the word decides.
VARIANT_WORDS: Final = (
    ("其它", "其他"),
    ("計劃", "計畫"),
    ("規畫", "規劃"),
    ("策畫", "策劃"),
    ("企畫", "企劃"),
)

# Unicode categories that carry no meaning in a title: punctuation, spaces, controls.
DROPPED_CATEGORIES: Final = frozenset("PZC")


def nfc(text: str) -> str:
    """Return the form in which text is stored: composed, compatibility ideographs unified."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return the form in which titles are compared, never shown: equal results mean the same title.

    NFKC, case, the ministries' variants, spaces and punctuation do not count; mathematical signs do. Minus signs
    and decimal points are punctuation too, so amounts must not be compared this way.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().translate(VARIANT_CHARACTERS)
    kept = "".join(sign for sign in plain if unicodedata.category(sign)[0] not in DROPPED_CATEGORIES)
    for written, standard in VARIANT_WORDS:
        kept = kept.replace(written, standard)
    return unicodedata.normalize("NFKC", kept)


@cached(MIB // 2)
def plain(text: str) -> str:
    """Return text for pattern matching: narrow digits and signs, standard variants, no spaces; length may change."""
    return unicodedata.normalize("NFC", text).translate(_PLAIN)
