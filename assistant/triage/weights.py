"""Weights of a linear model over a comment's features, kept in a plain file: arrays and JSON, no pickle."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelError
from assistant.triage.features import Columns, Remembered, terms, tokens, weighted_terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FORMAT = 2
"""Version of the weight file; another one is refused."""


@dataclass(frozen=True, slots=True)
class Weights:
    """One column for each of ``outputs``.

    ``terms`` has shape (vocabulary, outputs), ``dense`` (signals + shape [+ embedding], outputs), ``bias``
    (outputs,). ``notes`` is what else the model needs to be read (bars, temperature) and how it was made.
    ``embedder_sha256`` is empty for weights that look at no embedding.
    """

    outputs: tuple[str, ...]
    vocabulary: Mapping[str, int]
    idf: NDArray[np.float32]
    terms: NDArray[np.float32]
    dense: NDArray[np.float32]
    bias: NDArray[np.float32]
    embedder: str = ""
    embedder_sha256: str = ""
    notes: Mapping[str, Any] = field(default_factory=dict)
    columns: Columns = field(init=False, repr=False, compare=False)
    _shares: Remembered[tuple[str, int], float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", Columns(self.vocabulary))
        object.__setattr__(self, "_shares", Remembered(self._share))

    def scores(
        self, texts: Sequence[Sequence[str]], dense: Sequence[NDArray[np.float32]]
    ) -> NDArray[np.float64]:
        """Shape (len(texts), outputs): the linear scores, before any link.

        Args:
            texts: the words of each text, see ``features.tokens``.
            dense: each text's other features, see ``features.dense``.
        """
        import numpy as np

        out = np.tile(self.bias.astype(np.float64), (len(texts), 1))
        for i, (columns, weights) in enumerate(weighted_terms(texts, self.columns, self.idf)):
            if columns:
                out[i] += weights @ self.terms[columns]
            out[i] += dense[i] @ self.dense
        return out

    def share(self, word: str, output: int) -> float:
        """How much a word by itself speaks for an output, given by its place."""
        return self._shares[word, output]

    def _share(self, key: tuple[str, int]) -> float:
        word, place = key
        total = 0.0
        for term, count in terms(tokens(word)).items():
            column = self.vocabulary.get(term)
            if column is not None:
                # Words and parts of words are scaled apart: a word has some twenty parts.
                scale = 1.0 if term[0] == "w" else 0.35
                total += scale * count * float(self.idf[column] * self.terms[column, place])
        return total


def save_weights(weights: Weights, path: Path) -> None:
    """Writes them; the same weights give the same bytes."""
    import numpy as np

    ordered = sorted(weights.vocabulary, key=lambda term: weights.vocabulary[term])
    meta = {
        "format": FORMAT,
        "outputs": weights.outputs,
        "embedder": weights.embedder,
        "embedder_sha256": weights.embedder_sha256,
        "notes": dict(weights.notes),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part.npz")
    np.savez_compressed(
        partial,
        meta=_bytes(json.dumps(meta, sort_keys=True)),
        vocabulary=_bytes("\n".join(ordered)),
        idf=weights.idf.astype(np.float16),
        terms=weights.terms.astype(np.float16),
        dense=weights.dense.astype(np.float32),
        bias=weights.bias.astype(np.float32),
    )
    partial.replace(path)


def load_weights(path: Path, outputs: tuple[str, ...]) -> Weights:
    """Reads weights written by :func:`save_weights`.

    Args:
        path: the file.
        outputs: what its columns must say, in this order.

    Raises:
        ModelError: ``triage.weights``.
    """
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as data:
            meta = json.loads(data["meta"].tobytes())
            if meta["format"] != FORMAT or tuple(meta["outputs"]) != outputs:
                raise ValueError(f"format {meta['format']}, this program reads {FORMAT}")
            terms = data["vocabulary"].tobytes().decode().split("\n")
            weights = Weights(
                outputs=outputs,
                vocabulary={term: i for i, term in enumerate(terms)},
                idf=data["idf"].astype(np.float32),
                terms=data["terms"].astype(np.float32),
                dense=data["dense"],
                bias=data["bias"],
                embedder=meta["embedder"],
                embedder_sha256=meta["embedder_sha256"],
                notes=meta["notes"],
            )
            if len(terms) != len(weights.idf) or len(terms) != len(weights.terms):
                raise ValueError("the parts do not fit together")
            return weights
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise ModelError(
            "triage.weights",
            f"{path}: the classifier's weights cannot be read: {error}.",
            "Run `assistant classifier train`, or delete the file to go back to the weights that come with it.",
        ) from error


def _bytes(text: str) -> NDArray[np.uint8]:
    import numpy as np

    return np.frombuffer(text.encode(), dtype=np.uint8)
