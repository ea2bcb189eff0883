"""A cheap guess of the language, for where a full detector would cost more than the work itself."""

from __future__ import annotations

from assistant.domain.text import words

_STOP = {
    "fr": frozenset(
        (
            "le la les un une des du de et est sont à a au aux en dans pour par sur avec sans que qui quoi "
            "ne pas plus je tu il elle nous vous ils on ce cette ces mon ma mes votre vos notre nos très "
            "mais ou où donc car si j'ai c'est n'est d'un d'une qu'il bonjour merci être été avez avons bien "
            "tout même aussi chez rien jamais toujours encore depuis après avant quand comment pourquoi "
            "bravo nul"
        ).split()
    ),
    "en": frozenset(
        (
            "the a an and is are was were be been to of in on for with without that which who not no i you "
            "he she we they it this these my your our their very but or so if i'm i've it's don't didn't "
            "can't isn't hello hi thank thanks have has had do does did get got all just still never always "
            "after before when how why what at from by as will would could should there here"
        ).split()
    ),
}


def guess_language(text: str) -> str:
    """``fr`` or ``en`` by counting stop words; ``und`` when neither leads."""
    low = text[:5000].lower().replace("’", "'")
    french, english = _STOP["fr"], _STOP["en"]
    counts = {"fr": int(any(c in low for c in "éèêàùçœîôû")), "en": 0}
    for word in words(low):
        tail = word.rpartition("'")[2]
        counts["fr"] += word in french or tail in french
        counts["en"] += word in english or tail in english
    fr, en = counts["fr"], counts["en"]
    if fr == en:
        return "und"
    return "fr" if fr > en else "en"
