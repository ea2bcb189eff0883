"""Signals: words of a comment that speak for something, each with its span.

The cues are data (``data/signals.yaml``). Expressions run on RE2, so the time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

import re2
import yaml

from assistant.domain.text import fold
from assistant.domain.triage import SIGNALS, Reason

INTERNAL = ("experience", "instruction")
"""Signals that help triage decide but are no part of its answer."""

SHOWN = 24
"""Reasons given at most: a person reads them."""

_LEET = str.maketrans("013457@$€", "oieastase")
_RUN = re.compile(r"\S+")
_MASKED = re.compile(r"[a-z0-9@$€*]{3,}")
_MASKS = re.compile(r"[0134579@$€]")
_VOWELS = "aeiouy"
_NEGATION = re.compile(
    r"(?:\b(?:pas|jamais|aucune?|sans|ni|no|not|never|without|isn't|wasn't|aren't|don't|doesn't|didn't|neither|hardly)"
    r"\b)(?: +(?:d'|l')?[\w'-]+){0,2} +(?:d'|l')?$"
)
_AMOUNT = re.compile(
    r"(?<![\w,.])(?:([€£$]) ?)?(\d{1,3}(?:[ .,]\d{3})+|\d{1,7})(?:[.,]\d{1,2})? ?(€|£|\$|euros?\b|eur\b|pounds\b|quid\b|dollars\b|k€)?"
)
_SERIOUS_AMOUNT = 1_000
_NOTABLE_AMOUNT = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """One cue found. ``start`` and ``end`` are offsets into the text given; ``strength`` is 0..1."""

    signal: str
    start: int
    end: int
    strength: float


@dataclass(frozen=True, slots=True)
class _Cue:
    signal: str
    strength: float
    expression: Any
    language: str | None
    negatable: bool
    unmasked: bool


class _Written:
    """A text as RE2 reads it, with the way back from bytes to characters."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._bytes = text.encode()
        self._places: dict[int, int] | None = None

    def spans(self, expression: Any) -> Iterator[tuple[int, int]]:
        """The matches of an expression of bytes, as offsets into the text."""
        for match in expression.finditer(self._bytes):
            start, end = match.span()
            if len(self._bytes) != len(self._text):
                if self._places is None:
                    ends = accumulate((len(char.encode()) for char in self._text), initial=0)
                    self._places = {byte: place for place, byte in enumerate(ends)}
                start, end = self._places[start], self._places[end]
            yield start, end


class SignalFinder:
    """Finds the signals of a text. Read-only once made, so threads may share one."""

    def __init__(self) -> None:
        self._cues, self._messages = _load()

    def find(self, text: str, language: str) -> tuple[Hit, ...]:
        """All cues found, by start. ``language`` decides which of the French and English cues are
        tried: both when it is neither."""
        plain = _plain(text)
        clear = _unmasked(plain)
        # RE2 reads bytes: written once here, not once for each of the expressions.
        seen, unmasked = _Written(plain), _Written(clear)
        hits: list[Hit] = []
        for cue in self._cues:
            if cue.language and language in ("fr", "en") and cue.language != language:
                continue
            for start, end in (unmasked if cue.unmasked else seen).spans(cue.expression):
                if start == end or (cue.negatable and _negated(plain, start)):
                    continue
                hits.append(Hit(cue.signal, start, end, cue.strength))
        hits += _amounts(plain)
        hits += _shouting(text)
        return tuple(sorted(hits, key=lambda h: (h.start, -h.end, h.signal)))

    def reasons(self, text: str, hits: Sequence[Hit], reader: str) -> tuple[Reason, ...]:
        """The hits as quoted spans with a message in the reader's language, strongest first kept,
        in the order of the text. Overlapping spans of one signal become the widest."""
        kept: list[Hit] = []
        for hit in sorted(hits, key=lambda h: (-h.strength, h.start, -h.end)):
            if hit.signal in INTERNAL or len(kept) >= SHOWN:
                continue
            if not any(k.signal == hit.signal and k.start < hit.end and hit.start < k.end for k in kept):
                kept.append(hit)
        return tuple(
            Reason(h.start, h.end, text[h.start : h.end], h.signal, self.message(h.signal, reader))
            for h in sorted(kept, key=lambda h: (h.start, h.signal))
        )

    def message(self, signal: str, reader: str) -> str:
        """What the signal says, in the reader's language (English where it is neither of the two)."""
        texts = self._messages[signal]
        return texts["fr"] if reader == "fr" else texts["en"]


def strengths(hits: Iterable[Hit]) -> dict[str, float]:
    """The strength of each signal, 0..1: its three strongest separate hits, taken as independent."""
    found: dict[str, list[Hit]] = {}
    for hit in sorted(hits, key=lambda h: -h.strength):
        kept = found.setdefault(hit.signal, [])
        if len(kept) < 3 and not any(k.start < hit.end and hit.start < k.end for k in kept):
            kept.append(hit)
    out = {}
    for signal, kept in found.items():
        missed = 1.0
        for hit in kept:
            missed *= 1.0 - hit.strength
        out[signal] = round(1.0 - missed, 4)
    return out


def _plain(text: str) -> str:
    return "".join(" " if c.isspace() else c for c in fold(text))


def _unmasked(plain: str) -> str:
    """Words that mix letters with the figures that stand for some ("m3rde"), written in letters."""

    def clear(run: re.Match[str]) -> str:
        text = run.group()
        masks = [mask.start() for mask in _MASKS.finditer(text)]
        letter = next((i for i in range(len(text) - 1, -1, -1) if "a" <= text[i] <= "z"), -1)
        last = min(letter, masks[-1]) if masks else -1
        return _MASKED.sub(lambda m: m.group().translate(_LEET) if m.start() <= last else m.group(), text)

    return _RUN.sub(clear, plain) if _MASKS.search(plain) else plain


def _negated(plain: str, start: int) -> bool:
    before = plain[max(0, start - 40) : start]
    clause = re.split(r"[.!?;:,…]", before)[-1]
    # "pas que", "not only" add instead of denying.
    found = _NEGATION.search(clause)
    return bool(found) and not re.search(r"\b(?:pas que|pas seulement|not only|not just)\b", clause)


def _amounts(plain: str) -> Iterable[Hit]:
    for match in _AMOUNT.finditer(plain):
        if not (match.group(1) or match.group(3)):
            continue
        value = int(re.sub(r"\D", "", match.group(2)))
        if match.group(3) == "k€":
            value *= 1000
        if value >= _NOTABLE_AMOUNT:
            yield Hit("money", *match.span(), 0.8 if value >= _SERIOUS_AMOUNT else 0.45)


def _shouting(text: str) -> Iterable[Hit]:
    """Several words in capitals: crude in form, whatever the words."""
    words = list(re.finditer(r"[^\W\d_]{3,}", text[:20_000]))
    loud = [m for m in words if m.group().isupper()]
    if len(loud) >= 5 and len(loud) >= 0.6 * len(words):
        yield Hit("abuse", loud[0].start(), loud[-1].end(), 0.2)


@cache
def _load() -> tuple[tuple[_Cue, ...], Mapping[str, Mapping[str, str]]]:
    data = yaml.safe_load(files("assistant.triage").joinpath("data/signals.yaml").read_text(encoding="utf-8"))
    cues: list[_Cue] = []
    for signal, entry in data.items():
        if signal not in SIGNALS and signal not in INTERNAL:
            raise ValueError(f"signals.yaml: unknown signal {signal!r}")
        for cue in entry["cues"]:
            negatable = cue.get("negatable", False)

            def add(expression: str, language: str | None, unmasked: bool = False) -> None:
                cues.append(
                    _Cue(
                        signal,  # noqa: B023 - called inside the loop
                        float(cue["strength"]),  # noqa: B023
                        re2.compile(expression.encode()),
                        language,
                        negatable,  # noqa: B023
                        unmasked,
                    )
                )

            for key in ("any", "fr", "en"):
                if cue.get(key):
                    add(_whole_words(cue[key]), None if key == "any" else key)
                if cue.get("words", {}).get(key):
                    add(_stretched(cue["words"][key]), None if key == "any" else key, unmasked=True)
            if cue.get("emoji"):
                add("|".join(map(re2.escape, cue["emoji"])), None)
    return tuple(cues), {signal: entry["message"] for signal, entry in data.items()}


def _whole_words(patterns: Sequence[str]) -> str:
    """One expression of many, each at word edges where it starts or ends with a letter."""
    parts = []
    for pattern in patterns:
        pattern = fold(pattern) if not re.search(r"\\[A-Z]", pattern) else pattern
        left = r"\b" if re.match(r"[\w(\[]", pattern) and not pattern.startswith(("(?:\\+", "[$")) else ""
        right = r"\b" if re.search(r"[\w*+)}]$", pattern) and not pattern.endswith((".!]|$)", "\\S+")) else ""
        parts.append(left + "(?:" + pattern.replace(" ", " +") + ")" + right)
    return "|".join(parts)


def _stretched(entries: Sequence[str]) -> str:
    """Words whose letters may be repeated and whose vowels may be masked by stars."""
    parts = []
    for entry in entries:
        word = fold(entry)
        stem = word.endswith("*")
        letters = "".join(
            f"[{c}*]+" if c in _VOWELS and i else (" +" if c == " " else f"{re.escape(c)}+")
            for i, c in enumerate(word.rstrip("*"))
        )
        parts.append(letters + (r"\w*" if stem else ""))
    return r"\b(?:" + "|".join(parts) + r")\b"
