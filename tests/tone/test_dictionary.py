"""The dictionary, and the list of common words that spares opening it."""

from __future__ import annotations

import pytest

from assistant.tone import dictionary
from assistant.tone.common_words import DATA, known_words


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_common_word_is_in_the_dictionary(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    common = (DATA / f"common_{language}.txt").read_text(encoding="utf-8").split()
    assert len(common) > 3000 and len(set(common)) == len(common)
    monkeypatch.setattr(dictionary, "_common", lambda _language: frozenset())
    dictionary.knows.cache_clear()
    assert [w for w in common if not dictionary.knows(w, language)] == []
    dictionary.knows.cache_clear()


def test_an_ordinary_reply_is_read_without_opening_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise AssertionError(f"{name} was opened")

    monkeypatch.setattr(dictionary, "_book", refuse)
    dictionary.knows.cache_clear()
    text = "Nous sommes désolés pour le retard de votre livraison : l'attente n'est pas celle que nous souhaitons"
    assert all(dictionary.knows(word, "fr") for word in text.replace(":", "").lower().split())
    dictionary.knows.cache_clear()


def test_letters_a_dictionary_cannot_write_are_no_fault() -> None:
    assert not dictionary.knows("cœurful", "en")
    assert dictionary.knows("cœur", "fr")
    assert known_words(["Le cœur et le zorglubement"], "fr") == {"cœur", "et", "le"}
