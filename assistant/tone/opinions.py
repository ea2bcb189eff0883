"""What a model thinks of a text: the charter's yes-or-no questions (rules of kind ``judge``).

Apart from the checker: an opinion takes seconds where a check takes milliseconds, it may be wrong, and it
never blocks a text nor moves its score.
"""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

from assistant.domain.charter import Charter
from assistant.domain.finding import CheckContext, Finding
from assistant.domain.language import guess_language
from assistant.domain.protocols import YesOrNo
from assistant.domain.rule import Judge, Lang
from assistant.tone.rules import speaks

_OPINION: dict[Lang, str] = {"fr": "Avis du modèle : ", "en": "The model's opinion: "}


def opinions(
    charter: Charter, text: str, context: CheckContext, judge: YesOrNo, *, cancel: Event | None = None
) -> Iterator[Finding]:
    """Asks every question of the charter that concerns this text; yields a finding for each yes.

    The finding covers the whole text, is marked ``opinion`` and says so in its message. An empty text
    is not asked about.

    Raises:
        ModelError: the model cannot be loaded or reached, or failed while it worked.
        Cancelled: ``cancel`` was set before the end.
    """
    if not text.strip():
        return
    default = charter.settings.languages.default_language
    spoken = guess_language(text)
    language = context.language or (default if spoken == "und" else spoken)
    reader: Lang = "fr" if (context.reader or default) == "fr" else "en"
    for rule in charter.rules:
        if not isinstance(rule, Judge) or not speaks(rule, context, language):
            continue
        asked: Lang = "fr" if language == "fr" else "en"
        if asked not in rule.question:
            asked = next(iter(rule.question))
        if judge.says_yes(rule.question[asked], text, asked, cancel=cancel):
            said = rule.message.get(reader) or next(iter(rule.message.values()))
            yield Finding(
                rule.id, rule.level, 0, len(text), text, _OPINION[reader] + said, None, opinion=True
            )
