"""The language of a comment, also when it is two words and an emoji."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from assistant.domain.language import guess_language
from assistant.domain.text import words

if TYPE_CHECKING:
    from lingua import LanguageDetector as Lingua

LANGUAGES = ("fr", "en", "es", "de", "it", "nl", "pt")
"""ISO 639-1 codes the detector chooses between; other scripts are told by :func:`_script`."""

_ENOUGH_WORDS = 3
_TRUSTED_WORDS = 6
"""Below so many words a guess from stop words is taken as it is."""
_READ = 2_000
_SURE = 0.45
_SCRIPTS = (
    ("ar", 0x0600, 0x06FF),
    ("he", 0x0590, 0x05FF),
    ("ru", 0x0400, 0x04FF),
    ("el", 0x0370, 0x03FF),
    ("ja", 0x3040, 0x30FF),
    ("zh", 0x4E00, 0x9FFF),
    ("ko", 0xAC00, 0xD7AF),
    ("th", 0x0E00, 0x0E7F),
    ("hi", 0x0900, 0x097F),
)
_FIRST_SCRIPT = chr(min(low for _, low, _ in _SCRIPTS))


class LanguageDetector:
    """Says the language of a text. The model is loaded at the first text that needs it (about a second)."""

    def __init__(self, default: str = "fr") -> None:
        """Args:
        default: ISO code given when the text does not tell, usually the charter's own language.
        """
        self._default = default
        self._lingua: Lingua | None = None
        self._lock = threading.Lock()

    def detect(self, text: str) -> str:
        """The ISO 639-1 code of the text; the default for emoji, links, or a word of any language."""
        head = text[:_READ]
        script = _script(head)
        if script:
            return script
        found = [w for w in words(head) if not w.isdigit() and not w.startswith(("http", "www"))]
        if not found:
            return self._default
        guess = guess_language(head)
        if guess != "und" and len(found) < _TRUSTED_WORDS:
            return guess
        scores = self._loaded().compute_language_confidence_values(head)
        best = scores[0]
        code = best.language.iso_code_639_1.name.lower()
        # On short texts the model likes small languages ("service nul" is Dutch to it): a guess from
        # stop words is worth more than a narrow lead.
        if guess != "und" and best.value < _SURE:
            return guess
        if best.value < _SURE or (len(found) < _ENOUGH_WORDS and code not in ("fr", "en")):
            return self._default
        return code

    def _loaded(self) -> Lingua:
        with self._lock:
            if self._lingua is None:
                from lingua import IsoCode639_1, Language, LanguageDetectorBuilder

                chosen = [
                    Language.from_iso_code_639_1(getattr(IsoCode639_1, code.upper())) for code in LANGUAGES
                ]
                self._lingua = LanguageDetectorBuilder.from_languages(*chosen).build()
            return self._lingua


def _script(text: str) -> str | None:
    """The language of a script that only it uses here, when most letters are in that script."""
    if not text or max(text) < _FIRST_SCRIPT:
        return None
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return None
    for code, low, high in _SCRIPTS:
        if sum(low <= ord(c) <= high for c in letters) > len(letters) / 2:
            return code
    return None
