"""Suppositions from what is known around a comment. Never a verdict, never told in public.

The evidence names cases, counts, channels and days, never another author's name or words: it stays with
this comment's triage when that author's data are erased.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from assistant.domain.charter import Charter
from assistant.domain.comment import UNKNOWN_CHANNEL, Comment
from assistant.domain.context import MOST, NEWCOMER_WINDOW, AuthorPast, Context, Sighting, others
from assistant.domain.triage import NATURE_NAMES, Hypothesis

BURST_AUTHORS = 8
"""New authors within the window from which a burst is supposed …"""
BURST_TIMES = 4
"""… if they are at least this many times the usual number."""
_REFS = 5

_TEXTS: dict[str, tuple[str, str]] = {
    "one": ("{n} message antérieur du même auteur", "{n} earlier message by the same author"),
    "many": ("{n} messages antérieurs du même auteur", "{n} earlier messages by the same author"),
    "on": (", le {first}", ", on {first}"),
    "between": (", entre le {first} et le {last}", ", between {first} and {last}"),
    "copy": (
        "Même texte dans {n} autre message ({channels}), {who} : voir {refs}",
        "The same text in {n} other message ({channels}), {who}: see {refs}",
    ),
    "copies": (
        "Même texte dans {n} autres messages{more} ({channels}), {who} : voir {refs}",
        "The same text in {n} other messages{more} ({channels}), {who}: see {refs}",
    ),
    "alike": (
        "Presque les mêmes mots ({share} % au moins) dans {n} message d’un autre auteur ({channels}) : voir {refs}",
        "Almost the same words ({share}% or more) in {n} message by another author ({channels}): see {refs}",
    ),
    "alikes": (
        "Presque les mêmes mots ({share} % au moins) dans {n} messages{more}, {who} ({channels}) : voir {refs}",
        "Almost the same words ({share}% or more) in {n} messages{more}, {who} ({channels}): see {refs}",
    ),
    "by_same": ("du même auteur", "by the same author"),
    "by_other": ("d’un autre auteur", "by another author"),
    "by_others": ("de {authors} autres auteurs", "by {authors} other authors"),
    "by_nobody": ("sans auteur connu", "without a known author"),
    "burst": (
        "{n} auteurs jamais lus auparavant en {hours} heures ; d’ordinaire {usual} (moyenne des {days} jours précédents)",
        "{n} authors never read before in {hours} hours; {usual} is usual (average of the {days} days before)",
    ),
    "unnamed_channel": ("canal non précisé", "channel not told"),
    "more": (" ou plus", " or more"),
}
_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "January February March April May June July August September October November December".split(),
)


def context_hypotheses(
    comment: Comment, context: Context, charter: Charter, reader: str
) -> tuple[Hypothesis, ...]:
    """What may be supposed from ``context``, with its evidence, in the reader's language (``fr`` or
    ``en``). Kinds: ``earlier_comments``, ``same_text``, ``similar_wording``, ``burst``."""
    return tuple(_Telling(comment, charter, reader).all(context))


class _Telling:
    """Puts one comment's context into words."""

    def __init__(self, comment: Comment, charter: Charter, reader: str) -> None:
        self._comment, self._charter = comment, charter
        self._english = reader != "fr"

    def all(self, context: Context) -> Iterator[Hypothesis]:
        if context.past is not None and context.past.count:
            yield Hypothesis("earlier_comments", self._past(context.past))
        elsewhere = [s for s in context.copies if s.by != "same" or s.channel != self._comment.channel]
        if elsewhere:
            text = self._say(
                "copy" if len(elsewhere) == 1 else "copies", who=self._who(elsewhere), **self._seen(elsewhere)
            )
            yield Hypothesis("same_text", text)
        # One person may well say the same thing twice; that is told by their earlier comments.
        alike = [s for s in context.alike if s.by == "other"]
        if alike:
            share = int(min(s.similarity for s in alike) * 100)
            text = self._say(
                "alike" if len(alike) == 1 else "alikes",
                share=share,
                who=self._who(alike),
                **self._seen(alike),
            )
            yield Hypothesis("similar_wording", text)
        arrivals = context.arrivals
        if arrivals and arrivals.new >= max(BURST_AUTHORS, BURST_TIMES * arrivals.usual):
            usual = f"{arrivals.usual:.1f}".removesuffix(".0")
            text = self._say(
                "burst",
                n=arrivals.new,
                hours=int(NEWCOMER_WINDOW.total_seconds() // 3600),
                usual=usual if self._english else usual.replace(".", ","),
                days=arrivals.days,
            )
            yield Hypothesis("burst", text)

    def _past(self, past: AuthorPast) -> str:
        told = self._say("one" if past.count == 1 else "many", n=past.count)
        if past.natures:
            colon = ": " if self._english else " : "
            counted = sorted(past.natures.items(), key=lambda item: (-item[1], item[0]))
            told += (
                f" ({', '.join(f'{NATURE_NAMES[n][self._english]}{colon}{count}' for n, count in counted)})"
            )
        if past.first and past.last:
            first, last = self._day(past.first), self._day(past.last)
            told += self._say("on" if first == last else "between", first=first, last=last)
        return told

    def _who(self, sightings: Sequence[Sighting]) -> str:
        authors = others(sightings)
        if authors:
            return self._say("by_other" if authors == 1 else "by_others", authors=authors)
        return self._say("by_same" if any(s.by == "same" for s in sightings) else "by_nobody")

    def _seen(self, sightings: Sequence[Sighting]) -> dict[str, object]:
        channels = list(dict.fromkeys(self._channel(s.channel) for s in sightings))
        refs = list(dict.fromkeys(s.ref for s in sightings))
        count = len(sightings)
        return {
            "n": count,
            "more": self._say("more") if count >= MOST else "",
            "channels": ", ".join(channels[:_REFS]) + (", …" if len(channels) > _REFS else ""),
            "refs": ", ".join(refs[:_REFS]) + (", …" if len(refs) > _REFS else ""),
        }

    def _channel(self, name: str) -> str:
        if name == UNKNOWN_CHANNEL:
            return self._say("unnamed_channel")
        known = self._charter.channel(name)
        return known.label.get("en" if self._english else "fr", name) if known else name

    def _day(self, at: datetime) -> str:
        local = at.astimezone(ZoneInfo(self._charter.settings.calendar.timezone))
        day = "1er" if local.day == 1 and not self._english else str(local.day)
        return f"{day} {_MONTHS[self._english][local.month - 1]} {local.year}"

    def _say(self, what: str, **values: object) -> str:
        thousands = "," if self._english else " "
        shown = {k: f"{v:,}".replace(",", thousands) if isinstance(v, int) else v for k, v in values.items()}
        return _TEXTS[what][self._english].format(**shown)
