"""Where a text stands on the four dimensions of voice, beside the charter's targets, and what says so.

Kept apart from the checker: an embedding costs more than all rules together, and a position on a
scale is a measurement with an error, not a breach.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.domain.charter import Charter, Language, VoiceExample
from assistant.domain.protocols import Embedder
from assistant.domain.text import sentence_spans, words
from assistant.domain.voice import (
    AXES,
    AXIS_OF,
    HIGHEST,
    LOWEST,
    POLES,
    VoiceEvidence,
    VoicePosition,
    VoiceReading,
)
from assistant.tone.reading import composed
from assistant.tone.voice_features import COUNTED, LABELS, NAMES, Features, features
from assistant.tone.voice_fit import VoiceHead, embedded, kept_vectors, ridge, voice_head

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MEASURED_CHARS = 8_000
"""Of a longer text the beginning is measured."""

MEANING = "meaning"
"""The feature that stands for the embedding's whole share."""

HOUSE_PENALTY = 60.0
MOST_HOUSE_SHIFT = 1.0
"""A house's examples may move a position by so much, not turn the scale round."""

BEYOND = 0.5
"""How far beyond the tolerance a don't is taken to stand."""

_SHOWN = 4
_LEAST_EFFECT = 0.1
_SENTENCES = 8
_MEANING: dict[Language, str] = {"fr": "le sens du texte", "en": "the meaning of the text"}
_ALONE: dict[Language, str] = {
    "fr": "Mesuré aux seuls traits du texte, sans modèle de plongement : moins sûr.",
    "en": "Measured from features of the text alone, without an embedding model: less sure.",
}
_LONG: dict[Language, str] = {
    "fr": "Texte long : seul le début est mesuré.",
    "en": "A long text: only its beginning is measured.",
}
_SHORT: dict[Language, str] = {
    "fr": "Moins de cinq mots : trop peu pour s'y fier.",
    "en": "Fewer than five words: too little to rely on.",
}
_NOTHING: dict[Language, str] = {
    "fr": "Rien à mesurer : la voix se mesure sur des mots, en français et en anglais.",
    "en": "Nothing to measure: voice is measured on words, in French and English.",
}


@dataclass(frozen=True, slots=True)
class _House:
    """What the charter's examples change: ``weights`` (columns, 4) and ``level`` (4,)."""

    weights: NDArray[np.float64]
    level: NDArray[np.float64]


class VoiceMeter:
    """Measures texts for one charter. Made once; the first text of each language embeds the examples.

    Threads may share one: what is kept per language is written whole.
    """

    def __init__(
        self, charter: Charter, embedder: Embedder | None = None, folder: Path | None = None
    ) -> None:
        """Args:
        charter: its targets and examples are measured against.
        embedder: None: features alone.
        folder: where the vectors of the charter's examples are kept, and weights for an embedder that
            none ship for; None: nowhere.

        Raises:
            ModelError: the weights or the embedder cannot be loaded.
        """
        self._charter = charter
        self._embedder = embedder
        self._folder = folder
        self.head: VoiceHead = voice_head(embedder, folder)
        self._houses: dict[Language, _House] = {}

    def measure(
        self,
        text: str,
        language: str,
        nature: str | None = None,
        *,
        reader: str | None = None,
    ) -> VoiceReading:
        """The text's position on each dimension, with target, tolerance and evidence.

        Args:
            text: any text; spans are offsets into it.
            language: ``fr`` or ``en``; nothing is measured in others.
            nature: of the comment it replies to (``complaint``, ``complaint/safety`` …); None: the
                charter's general targets.
            reader: language of labels and notes; None: the charter's default.

        Raises:
            ModelError: the embedder cannot be loaded.
        """
        reads: Language = (
            "fr" if (reader or self._charter.settings.languages.default_language) == "fr" else "en"
        )
        known = _language(language)
        plain, offsets = composed(text[:MEASURED_CHARS])
        count = len(words(plain))
        if known is None or not count:
            return VoiceReading(language, nature, (), self.head.embedder, _NOTHING[reads])
        found = features(plain, known)
        sentences = list(sentence_spans(plain))[:_SENTENCES]
        vectors = self._vectors(plain, sentences)
        columns = self.head.columns(found.values[None], None if vectors is None else vectors[:1], known)
        house = self._house(known)
        moved = _held(columns @ house.weights + house.level)
        positions = (self.head.positions(columns, known) + moved)[0].clip(LOWEST, HIGHEST)
        weights = self.head.weights + house.weights
        effects = columns[0][:, None] * weights
        targets = self._charter.settings.voice.targets(nature)
        out = []
        for n, axis in enumerate(AXES):
            target = targets.get(axis)
            evidence = self._marks(effects[:, n], found, reads)
            if vectors is not None:
                evidence += self._meaning(vectors, weights[:, n], effects[:, n], sentences, known, reads)
            evidence.sort(key=lambda e: -abs(e.effect))
            out.append(
                VoicePosition(
                    axis,
                    round(float(positions[n]), 2),
                    self.head.error[known][n],
                    target.target if target else None,
                    target.tolerance if target else None,
                    tuple(_placed(e, offsets) for e in evidence[:_SHOWN]),
                )
            )
        notes = [_ALONE[reads]] if self._embedder is None else []
        notes += [_SHORT[reads]] if count < 5 else []
        notes += [_LONG[reads]] if len(text) > MEASURED_CHARS else []
        return VoiceReading(language, nature, tuple(out), self.head.embedder, " ".join(notes))

    def _vectors(self, text: str, sentences: Sequence[tuple[int, int]]) -> NDArray[np.float64] | None:
        """The text's vector, then one for each sentence when there are several."""
        if self._embedder is None:
            return None
        parts = [text[a:b] for a, b in sentences] if len(sentences) > 1 else []
        return embedded(self._embedder, [text, *parts])

    def _marks(self, effects: NDArray[np.float64], found: Features, reads: Language) -> list[VoiceEvidence]:
        return [
            VoiceEvidence(name, LABELS[name][reads], round(float(effect), 2), found.spans.get(name, ()))
            for j, (name, effect) in enumerate(zip(NAMES, effects, strict=False))
            if abs(effect) >= _LEAST_EFFECT and (j >= COUNTED or name in found.spans)
        ]

    def _meaning(
        self,
        vectors: NDArray[np.float64],
        weights: NDArray[np.float64],
        effects: NDArray[np.float64],
        sentences: Sequence[tuple[int, int]],
        language: Language,
        reads: Language,
    ) -> list[VoiceEvidence]:
        """The embedding's share, at the sentence that by itself leans furthest the same way."""
        import numpy as np

        effect = float(effects[len(NAMES) :].sum())
        if abs(effect) < _LEAST_EFFECT:
            return []
        span = sentences[0]
        if len(vectors) > 1:
            blank = np.tile(self.head.typical, (len(vectors) - 1, 1))
            leaning = self.head.columns(blank, vectors[1:], language) @ weights
            span = sentences[int(np.argmax(leaning if effect > 0 else -leaning))]
        return [VoiceEvidence(MEANING, _MEANING[reads], round(effect, 2), (span,))]

    def _house(self, language: Language) -> _House:
        house = self._houses.get(language)
        if house is None:
            house = self._houses[language] = self._learned(language)
        return house

    def _learned(self, language: Language) -> _House:
        """How the charter's examples differ from the general measure, and by which features.

        Where a do already stands within its tolerance and a don't beyond it, nothing moves.
        """
        import numpy as np

        examples = [e for e in self._charter.examples if e.language == language]
        width = len(self.head.weights)
        if not examples:
            return _House(np.zeros((width, len(AXES))), np.zeros(len(AXES)))
        texts = [t for e in examples for t in (e.do, e.dont)]
        values = np.stack([features(composed(t)[0], language).values for t in texts])
        vectors = None if self._embedder is None else kept_vectors(self._embedder, texts, self._folder)
        columns = self.head.columns(values, vectors, language)
        general = self.head.positions(columns, language).clip(LOWEST, HIGHEST)
        wanted = general.copy()
        for i, example in enumerate(examples):
            wanted[2 * i], wanted[2 * i + 1] = self._wanted(example, general[2 * i], general[2 * i + 1])
        with_level = np.hstack([columns, np.ones((len(columns), 1))])
        weights = ridge(with_level, wanted - general, HOUSE_PENALTY)
        return _House(weights[:-1], weights[-1])

    def _wanted(
        self, example: VoiceExample, do: NDArray[np.float64], dont: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The nearest positions that agree with what the charter says of a do and its don't."""
        do, dont = do.copy(), dont.copy()
        targets = self._charter.settings.voice.targets(example.nature)
        for axis, target in targets.items():
            n = AXES.index(axis)
            do[n] = min(max(do[n], target.target - target.tolerance), target.target + target.tolerance)
        for pole in example.breaks:
            axis = AXIS_OF[pole]
            if axis not in targets:
                continue
            n, target = AXES.index(axis), targets[axis]
            if pole == POLES[axis][1]:
                dont[n] = max(dont[n], min(target.target + target.tolerance + BEYOND, HIGHEST))
            else:
                dont[n] = min(dont[n], max(target.target - target.tolerance - BEYOND, LOWEST))
        return do, dont


def _language(language: str) -> Literal["fr", "en"] | None:
    return "fr" if language == "fr" else "en" if language == "en" else None


def _held(shift: NDArray[np.float64]) -> NDArray[np.float64]:
    return shift.clip(-MOST_HOUSE_SHIFT, MOST_HOUSE_SHIFT)


def _placed(evidence: VoiceEvidence, offsets: list[int] | None) -> VoiceEvidence:
    """The evidence with its spans in the text as it was given."""
    if offsets is None:
        return evidence
    spans = tuple((offsets[a], offsets[b]) for a, b in evidence.spans)
    return VoiceEvidence(evidence.feature, evidence.label, evidence.effect, spans)
