"""The typography of a locale, as suggestions with a fix.

There are two degrees. *Slips* can be seen: no space before "!" in France, "A bientôt", a space before a
comma. They are told in every text. *Fine points* cannot be seen on most screens or typed on most keyboards:
no-break spaces, curly apostrophes, real quotation marks. They are told only in the kinds of text that the
charter names (``fine``): in a reply typed on a phone they would be noise.

One finding per kind and text, whatever the number of places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.charter import Locale
from assistant.domain.finding import Finding, Place, TextKind
from assistant.tone.prepared import Prepared
from assistant.tone.typography_profiles import ACCENTED, AFTER_A, PROFILES, Habits

_NO_BREAKS = frozenset("\u00a0\u202f\u2009")
_MARK = re.compile(r"(?<=[\w»”\"’')\]])(?P<gap>[ \u00a0\u202f\u2009]*)(?P<mark>[;:!?][!?]*)(?=[\s)\]»”\"]|$)")
_STRAY = re.compile(r"(?<=[\w»”)]) +(?=(?:,|\.(?!\.))(?:\s|$))")
_DOUBLE = re.compile(r"(?<=\S) {2,}(?=[^\s;:!?,.])")
_ACCENT = re.compile(r"\bE[a-z]\w*")
_HEAD = re.compile(rf"(?P<a>A)(?= (?:(?:{'|'.join(AFTER_A)})\b|l['’]\w))|(?P<ca>C)(?=a )")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_QUOTES = re.compile(r"(?<![\w\"])\"(?=[^\s\"])([^\"\n]{1,400})(?<=[^\s\"])\"(?![\w\"])")
_GUILLEMETS = re.compile(r"«(?P<in>[ \u00a0\u202f\u2009]{0,4})|(?P<out>[ \u00a0\u202f\u2009]{0,4})»")
_ELLIPSIS = re.compile(r"(?<![.\w])\.{3}(?!\.)|(?<=\w)\.{3}(?!\.)")
_DASH = re.compile(r"(?<=[\w»”\")]) - (?=[\w«“\"(])")
_UNITS = re.compile(
    r"(?<=\d)(?P<money>[ \u00a0\u202f]?)(?=[€%](?!\w))"
    r"|\b[nN]°(?P<number>[ \u00a0\u202f]?)(?=\d)"
    r"|\b\d{1,2}(?P<hour>[ \u00a0\u202f]?)[hH](?P<minutes>[ \u00a0\u202f]?)(?=[0-5]\d\b)"
    r"|\b\d{1,2}(?P<before>[ \u00a0\u202f]?)[hH](?![\w/])"
)
_MOST = 200
"""Places told of one kind: what a long text has beyond is told at the next check."""

_MESSAGES = {
    "spaces": (
        "Il manque une espace près de ce signe, ou il y en a une de trop.",
        "A space is missing beside this mark, or there is one too many.",
    ),
    "capitals": ("Une capitale prend son accent.", "In French, a capital keeps its accent."),
    "no_break": (
        "Une espace insécable garde le signe près de son mot.",
        "A no-break space keeps the mark beside its word.",
    ),
    "apostrophe": ("L'apostrophe typographique est courbe : ’.", "A typographic apostrophe is curly: ’."),
    "quotes": (
        "Des guillemets droits : la langue a les siens.",
        "Straight quotation marks: the language has its own.",
    ),
    "ellipsis": ("Les points de suspension sont un seul signe : ….", "An ellipsis is one sign: …."),
    "dash": ("Une incise prend un tiret.", "An aside takes a dash."),
    "units": (
        "Une espace insécable entre le nombre et son unité.",
        "A no-break space between a number and its unit.",
    ),
}
IDS = tuple(f"typography.{kind}" for kind in _MESSAGES)

Slip = tuple[str, int, int, str]
"""Kind, start, end, what to put there."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How the charter wants one language set: whose habits, and in which kinds of text the fine points too."""

    habits: Habits
    fine: frozenset[TextKind]


def profile_of(locale: Locale) -> Profile:
    """The profile that a locale of the charter names."""
    return Profile(PROFILES[locale.typography], frozenset(locale.fine))


def typography_findings(
    prepared: Prepared, profile: Profile, kind: TextKind, reader: str
) -> Iterator[Finding]:
    """Yields one suggestion per kind of slip, on its first place, the others in ``also``.

    Addresses, links, handles, times such as 10:30, emoticons and code are left alone.
    """
    places: dict[str, list[Place]] = {}
    for name, start, end, fix in slips(prepared, profile.habits, fine=kind in profile.fine):
        if not prepared.is_untouched(start, end):
            places.setdefault(name, []).append(Place(start, end, fix))
    for name, found in places.items():
        found.sort(key=lambda p: p.start)
        first, *rest = found[:_MOST]
        french, english = _MESSAGES[name]
        message = french if reader == "fr" else english
        if rest:
            count = len(rest) + 1
            message += f" ({count} endroits)" if reader == "fr" else f" ({count} places)"
        match = prepared.text[first.start : first.end]
        yield Finding(
            f"typography.{name}", "suggestion", first.start, first.end, match, message, first.fix, tuple(rest)
        )


def slips(prepared: Prepared, habits: Habits, *, fine: bool) -> Iterator[Slip]:
    """Yields every place that the habits would write otherwise; spans hold at least one character."""
    text = prepared.text
    yield from _marks(text, habits, fine)
    for m in _STRAY.finditer(text):
        yield "spaces", m.start(), m.end(), ""
    if habits.language == "fr":
        yield from _capitals(prepared)
    if fine:
        for m in _DOUBLE.finditer(text):
            yield "spaces", m.start(), m.end(), " "
        yield from _fine(text, habits)


def typeset(text: str, habits: Habits) -> str:
    """The text as the habits write it, fine points included. What nobody corrects stays as it is."""
    prepared = Prepared(text, habits.language)
    places = sorted(
        (start, end, fix)
        for _, start, end, fix in slips(prepared, habits, fine=True)
        if not prepared.is_untouched(start, end)
    )
    pieces, at = [], 0
    for start, end, fix in places:
        if start >= at:
            pieces += [text[at:start], fix]
            at = end
    return "".join([*pieces, text[at:]])


def _marks(text: str, habits: Habits, fine: bool) -> Iterator[Slip]:
    for m in _MARK.finditer(text):
        gap, mark = m["gap"], m["mark"]
        wanted = habits.before[mark[0]]
        if not gap and wanted:
            yield "spaces", m.start("mark"), m.end("mark"), wanted + mark
        elif (gap and not wanted) or len(gap) > 1:
            yield "spaces", m.start("gap"), m.end("mark"), wanted + mark
        elif fine and gap and gap not in _NO_BREAKS:
            yield "no_break", m.start("gap"), m.end("gap"), wanted


def _capitals(prepared: Prepared) -> Iterator[Slip]:
    text = prepared.text
    for m in _ACCENT.finditer(text):
        word = m.group().lower()
        if f"é{word[1:]}" in ACCENTED:
            yield "capitals", m.start(), m.start() + 1, "É"
        elif f"ê{word[1:]}" in ACCENTED:
            yield "capitals", m.start(), m.start() + 1, "Ê"
    if "A " not in text and "Ca " not in text:
        return
    for start, _ in prepared.sentences:
        while start < len(text) and text[start] in "«“\"'(—– \u00a0\u202f":
            start += 1
        if head := _HEAD.match(text, start):
            yield "capitals", start, start + 1, "À" if head["a"] else "Ç"


def _fine(text: str, habits: Habits) -> Iterator[Slip]:
    opening, closing = habits.quotes
    for m in _APOSTROPHE.finditer(text):
        yield "apostrophe", m.start(), m.end(), "’"
    for m in _QUOTES.finditer(text):
        yield "quotes", m.start(), m.start() + 1, opening
        yield "quotes", m.end() - 1, m.end(), closing
    for m in _ELLIPSIS.finditer(text):
        yield "ellipsis", m.start(), m.end(), "…"
    for m in _DASH.finditer(text):
        yield "dash", m.start(), m.end(), habits.dash
    if habits.language == "fr":
        yield from _guillemets(text, habits)
    if habits.units is not None:
        yield from _units(text, habits.units)


def _guillemets(text: str, habits: Habits) -> Iterator[Slip]:
    for m in _GUILLEMETS.finditer(text):
        inside = m["in"] if m["in"] is not None else m["out"]
        if inside in _NO_BREAKS or (not inside and habits.close_quotes):
            continue
        yield "no_break", m.start(), m.end(), habits.quotes[0 if m["in"] is not None else 1]


def _units(text: str, space: str) -> Iterator[Slip]:
    for m in _UNITS.finditer(text):
        for name in ("money", "number", "before", "hour", "minutes"):
            gap = m[name]
            if gap is None or gap in _NO_BREAKS:
                continue
            start, end = m.span(name)
            if gap:
                yield "units", start, end, space
            else:  # a span needs a character: the one before the gap stays
                yield "units", start - 1, end, text[start - 1] + space
