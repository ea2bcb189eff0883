"""The measure of voice, fitted on texts that were rated by hand: a ridge regression for each dimension.

Both languages share the weights, since every feature means the same in both and some 200 texts are few; each has its
own level. Features and embedding go in side by side.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.domain.charter import Language
from assistant.domain.protocols import Embedder
from assistant.domain.voice import AXES, HIGHEST, LOWEST
from assistant.errors import ModelError
from assistant.tone.voice_features import COUNTED, NAMES, features

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FORMAT = 1
"""Version of the weight file; another one is refused."""

LANGUAGES: tuple[Language, ...] = ("fr", "en")
PENALTY = 30.0
EMBEDDING_SCALE = 10.0
"""e5 vectors lie close together: without a scale the penalty would keep them silent. Both numbers were chosen
by cross-validation on the calibrating texts."""

EMBEDDED_CHARS = 2_000
"""An embedding sees about 500 tokens; of a longer text the beginning."""

Part = Literal["calibrate", "held_out", "later"]


@dataclass(frozen=True, slots=True)
class Rated:
    """A text with the position a person gave it on each of ``AXES``, -2..+2.

    ``part``: texts to ``calibrate`` with; ``held_out`` ones, drawn before anything was fitted; and
    ``later`` ones, written when features and weights were settled. The last two only ever judge.
    """

    id: str
    part: Part
    style: str
    text: str
    language: Language
    ratings: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class VoiceHead:
    """Fitted weights. ``features`` has shape (len(NAMES), 4), ``embedding`` (dimensions, 4) or (0, 4).

    ``level`` and ``centre`` (mean embedding) are per language; ``typical`` and ``scale`` belong to the
    features. ``error`` is, per language, the mean absolute error of each dimension on the ``held_out``
    texts. ``embedder`` and ``embedder_sha256`` are empty for features alone.
    """

    typical: NDArray[np.float64]
    scale: NDArray[np.float64]
    features: NDArray[np.float64]
    embedding: NDArray[np.float64]
    level: Mapping[Language, NDArray[np.float64]]
    centre: Mapping[Language, NDArray[np.float64]]
    error: Mapping[Language, tuple[float, ...]]
    embedder: str = ""
    embedder_sha256: str = ""
    texts_sha256: str = ""

    def columns(
        self,
        values: NDArray[np.float64],
        embeddings: NDArray[np.float64] | None,
        language: Language,
    ) -> NDArray[np.float64]:
        """Features and embedding as the weights expect them, shape (texts, len(NAMES) + dimensions)."""
        import numpy as np

        scaled = (values - self.typical) / self.scale
        if embeddings is None:
            return scaled
        return np.hstack([scaled, EMBEDDING_SCALE * (embeddings - self.centre[language])])

    @property
    def weights(self) -> NDArray[np.float64]:
        """Shape (len(NAMES) + dimensions, 4)."""
        import numpy as np

        return np.vstack([self.features, self.embedding])

    def positions(self, columns: NDArray[np.float64], language: Language) -> NDArray[np.float64]:
        """Shape (texts, 4), not yet held within -2..+2."""
        out: NDArray[np.float64] = self.level[language] + columns @ self.weights
        return out


def rated_texts() -> tuple[Rated, ...]:
    """The texts that come with the program, in both languages."""
    return tuple(
        Rated(row["id"], row["part"], row["style"], row["text"], language, tuple(float(row[a]) for a in AXES))
        for language in LANGUAGES
        for row in map(json.loads, _source(language).decode().splitlines())
    )


def _source(language: Language) -> bytes:
    return files("assistant.tone").joinpath(f"data/voice_{language}.jsonl").read_bytes()


def texts_hash() -> str:
    """Of the rated texts, the features and the settings of the fit: weights of another hash are stale."""
    digest = hashlib.sha256(json.dumps([FORMAT, NAMES, PENALTY, EMBEDDING_SCALE]).encode())
    for language in LANGUAGES:
        digest.update(_source(language))
    return digest.hexdigest()


def embedded(embedder: Embedder, texts: Sequence[str]) -> NDArray[np.float64]:
    """Shape (len(texts), dimensions)."""
    import numpy as np

    return embedder.embed([text[:EMBEDDED_CHARS] for text in texts]).astype(np.float64)


def kept_vectors(embedder: Embedder, texts: Sequence[str], folder: Path | None) -> NDArray[np.float64]:
    """Shape (len(texts), dimensions); taken from ``folder`` when the same texts were embedded before.

    Embedding a charter's examples takes longer than measuring a text: a command would do it each time.
    """
    import numpy as np

    if folder is None:
        return embedded(embedder, texts)
    wanted = json.dumps([embedder.sha256, EMBEDDED_CHARS, list(texts)], ensure_ascii=False)
    path = folder / f"{hashlib.sha256(wanted.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}.npy"
    try:
        found: NDArray[np.float64] = np.load(path, allow_pickle=False).astype(np.float64)
        if found.ndim == 2 and len(found) == len(texts):
            return found
    except (OSError, ValueError, EOFError):
        pass  # Not there, or cut short: a cache is made again.
    vectors = embedded(embedder, texts)
    folder.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part.npy")
    np.save(partial, vectors.astype(np.float32), allow_pickle=False)
    partial.replace(path)
    return vectors


def fit(embedder: Embedder | None = None) -> VoiceHead:
    """Fits on the ``calibrate`` texts and takes the error on the ``held_out`` ones.

    The same texts and embedder give the same weights.

    Raises:
        ModelError: the embedder cannot be loaded.
    """
    import numpy as np

    rows = [r for r in rated_texts() if r.part != "later"]
    values = np.stack([features(r.text, r.language).values for r in rows])
    vectors = embedded(embedder, [r.text for r in rows]) if embedder else np.zeros((len(rows), 0))
    ratings = np.array([r.ratings for r in rows])
    kept = np.array([r.part == "calibrate" for r in rows])
    french = np.array([r.language == "fr" for r in rows])
    of: dict[Language, NDArray[np.bool_]] = {"fr": french, "en": ~french}
    typical = values[kept].mean(axis=0)
    typical[:COUNTED] = 0.0
    # A mark met once in all texts would get a huge weight from its tiny spread.
    scale = np.maximum(values[kept].std(axis=0), 0.1)
    centre = {name: vectors[kept & rows_of].mean(axis=0) for name, rows_of in of.items()}
    blank = VoiceHead(typical, scale, np.zeros((0, 4)), np.zeros((0, 4)), {}, centre, {})
    columns = np.zeros((len(rows), values.shape[1] + vectors.shape[1]))
    for name, rows_of in of.items():
        columns[rows_of] = blank.columns(values[rows_of], vectors[rows_of], name)
    inner, target = columns.copy(), ratings.copy()
    for rows_of in of.values():
        inner[rows_of] -= columns[kept & rows_of].mean(axis=0)
        target[rows_of] -= ratings[kept & rows_of].mean(axis=0)
    weights = ridge(inner[kept], target[kept], PENALTY)
    level = {
        name: ratings[kept & rows_of].mean(axis=0) - columns[kept & rows_of].mean(axis=0) @ weights
        for name, rows_of in of.items()
    }
    error: dict[Language, tuple[float, ...]] = {}
    for name, rows_of in of.items():
        held = rows_of & ~kept
        predicted = np.clip(level[name] + columns[held] @ weights, LOWEST, HIGHEST)
        error[name] = tuple(round(float(e), 2) for e in np.abs(predicted - ratings[held]).mean(axis=0))
    return VoiceHead(
        typical=typical,
        scale=scale,
        features=weights[: len(NAMES)],
        embedding=weights[len(NAMES) :],
        level=level,
        centre=centre,
        error=error,
        embedder=embedder.id if embedder else "",
        embedder_sha256=embedder.sha256 if embedder else "",
        texts_sha256=texts_hash(),
    )


def ridge(columns: NDArray[np.float64], targets: NDArray[np.float64], penalty: float) -> NDArray[np.float64]:
    """Weights of shape (columns, targets) by the dual form: texts are fewer than dimensions."""
    import numpy as np

    kernel = columns @ columns.T + penalty * np.eye(len(columns))
    out: NDArray[np.float64] = columns.T @ np.linalg.solve(kernel, targets)
    return out


def voice_head(embedder: Embedder | None, folder: Path | None = None) -> VoiceHead:
    """The weights for an embedder: those that ship if they are its own, else fitted here (some seconds)
    and kept in ``folder``. Without an embedder, features alone, fitted in a blink.

    Raises:
        ModelError: ``tone.voice_weights``: a weight file is damaged; or the embedder cannot be loaded.
    """
    if embedder is None:
        return fit()
    places = [SHIPPED] if folder is None else [SHIPPED, folder / SHIPPED.name]
    for place in places:
        if place.is_file():
            head = load_head(place)
            if (head.embedder_sha256, head.texts_sha256) == (embedder.sha256, texts_hash()):
                return head
    head = fit(embedder)
    if folder is not None:
        save_head(head, folder / SHIPPED.name)
    return head


SHIPPED = Path(str(files("assistant.tone").joinpath("data/voice.npz")))


def save_head(head: VoiceHead, path: Path) -> None:
    """Writes the weights as arrays without pickles."""
    import numpy as np

    meta = {
        "format": FORMAT,
        "error": {name: head.error[name] for name in LANGUAGES},
        "embedder": head.embedder,
        "embedder_sha256": head.embedder_sha256,
        "texts_sha256": head.texts_sha256,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part.npz")
    np.savez_compressed(
        partial,
        meta=np.frombuffer(json.dumps(meta, sort_keys=True).encode(), dtype=np.uint8),
        typical=head.typical,
        scale=head.scale,
        features=head.features.astype(np.float32),
        embedding=head.embedding.astype(np.float32),
        level=np.stack([head.level[name] for name in LANGUAGES]),
        centre=np.stack([head.centre[name] for name in LANGUAGES]).astype(np.float32),
    )
    partial.replace(path)


def load_head(path: Path) -> VoiceHead:
    """Reads weights written by :func:`save_head`.

    Raises:
        ModelError: ``tone.voice_weights``.
    """
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as data:
            meta = json.loads(data["meta"].tobytes())
            if meta["format"] != FORMAT:
                raise ValueError(f"format {meta['format']}, this program reads {FORMAT}")
            parts = {name: data[name].astype(np.float64) for name in data.files if name != "meta"}
        error: dict[Language, tuple[float, ...]] = {n: tuple(meta["error"][n]) for n in LANGUAGES}
        return VoiceHead(
            typical=parts["typical"],
            scale=parts["scale"],
            features=parts["features"],
            embedding=parts["embedding"],
            level=dict(zip(LANGUAGES, parts["level"], strict=True)),
            centre=dict(zip(LANGUAGES, parts["centre"], strict=True)),
            error=error,
            embedder=meta["embedder"],
            embedder_sha256=meta["embedder_sha256"],
            texts_sha256=meta["texts_sha256"],
        )
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as failure:
        raise ModelError(
            "tone.voice_weights",
            f"{path}: the weights of the voice measure cannot be read: {failure}.",
            "Delete the file: the weights are made again; if it came with the program, install that again.",
        ) from failure
