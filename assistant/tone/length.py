"""Lengths: what the channel cannot take, and what reads well there."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.charter import Charter
from assistant.domain.finding import Finding
from assistant.domain.text import words
from assistant.tone.reading import Reading

IDS = ("length.hard", "length.target", "length.words")


def length_findings(reading: Reading, charter: Charter) -> Iterator[Finding]:
    """Yields ``length.hard`` (error), ``length.target`` and ``length.words`` (suggestions).

    Characters are counted as the channel counts them, blanks included. A finding on a text that is
    too long covers what is over the limit.
    """
    text, size = reading.text, len(reading.text)
    channel = charter.channel(reading.context.channel) if reading.context.channel else None
    french = reading.reader == "fr"
    if channel is not None and size > channel.hard_chars:
        limit = channel.hard_chars
        message = (
            f"Ce lieu n'accepte pas plus de {limit} caractères ; le texte en compte {size}. Raccourcissez-le."
            if french
            else f"This place takes {limit} characters at most; the text has {size}. Shorten it."
        )
        yield Finding("length.hard", "error", limit, size, text[limit:], message)
    elif channel is not None and size > channel.target_chars:
        limit = channel.target_chars
        message = (
            f"Ici, une réponse se lit bien jusqu'à {limit} caractères ; celle-ci en compte {size}."
            if french
            else f"Here a reply reads well up to {limit} characters; this one has {size}."
        )
        yield Finding("length.target", "suggestion", limit, size, text[limit:], message)
    if reading.context.kind not in ("public_reply", "private_reply"):
        return
    count, limits = len(words(text)), charter.settings.reply_limits
    if text.strip() and count < limits.words_min:
        message = (
            f"La réponse est brève ({count} mots) : la charte en demande au moins {limits.words_min}."
            if french
            else f"The reply is short ({count} words): the charter asks for at least {limits.words_min}."
        )
        yield Finding("length.words", "suggestion", size, size, "", message)
    elif count > limits.words_max:
        message = (
            f"La réponse est longue ({count} mots) : la charte s'arrête à {limits.words_max}."
            if french
            else f"The reply is long ({count} words): the charter stops at {limits.words_max}."
        )
        yield Finding("length.words", "suggestion", size, size, "", message)
