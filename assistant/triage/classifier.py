"""The nature of a comment: a multinomial logistic regression whose weights are a plain file.

Two heads come with the program: ``full`` also looks at an embedding and is used only with the
embedder it was trained with; ``fast`` needs none.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.domain.protocols import Embedder
from assistant.domain.triage import NATURES, Nature
from assistant.errors import ModelError
from assistant.triage.features import dense, edges, weighted_terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FORMAT = 1
"""Version of the weight file; another one is refused."""

HEADS = ("full", "fast")


@dataclass(frozen=True, slots=True)
class Head:
    """Trained weights. ``bars`` is the probability from which each nature may be asserted.

    ``terms`` has shape (vocabulary, natures), ``dense`` (signals + shape [+ embedding], natures),
    ``bias`` (natures,). ``embedder`` and ``embedder_sha256`` are empty for a fast head.
    ``version`` names the training: seed, number of rows, hash of the rows.
    """

    vocabulary: Mapping[str, int]
    idf: NDArray[np.float32]
    terms: NDArray[np.float32]
    dense: NDArray[np.float32]
    bias: NDArray[np.float32]
    temperature: float
    bars: Mapping[Nature, float]
    embedder: str = ""
    embedder_sha256: str = ""
    version: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return "full" if self.embedder_sha256 else "fast"


class Classifier:
    """Gives each nature a probability. Read-only once made, so threads may share one."""

    def __init__(self, head: Head, note: str = "") -> None:
        """Args:
        head: the weights.
        note: why this head was chosen, for ``doctor``; empty when nothing is to be said.
        """
        self.head = head
        self.note = note

    @property
    def needs_embeddings(self) -> bool:
        return bool(self.head.embedder_sha256)

    def probabilities(
        self,
        texts: Sequence[str],
        signals: Sequence[Mapping[str, float]],
        embeddings: NDArray[np.float32] | None = None,
    ) -> NDArray[np.float64]:
        """Shape (len(texts), 9): a probability for each of ``NATURES``, in that order; rows sum to 1.

        Args:
            texts: whole comments; long ones are cut to their edges here.
            signals: strengths of each text's signals.
            embeddings: shape (len(texts), dimensions), for a full head only.
        """
        import numpy as np

        logits = self.logits(texts, signals, embeddings) / self.head.temperature
        logits -= logits.max(axis=1, keepdims=True)
        raised = np.exp(logits)
        result: NDArray[np.float64] = raised / raised.sum(axis=1, keepdims=True)
        return result

    def logits(
        self,
        texts: Sequence[str],
        signals: Sequence[Mapping[str, float]],
        embeddings: NDArray[np.float32] | None = None,
    ) -> NDArray[np.float64]:
        """Shape (len(texts), 9): the scores before the temperature."""
        import numpy as np

        head = self.head
        cut = [edges(text) for text in texts]
        out = np.tile(head.bias.astype(np.float64), (len(cut), 1))
        for i, (columns, weights) in enumerate(weighted_terms(cut, head.vocabulary, head.idf)):
            if columns:
                out[i] += weights @ head.terms[columns]
            out[i] += (
                dense(cut[i], signals[i], embeddings[i] if embeddings is not None else None) @ head.dense
            )
        return out


def load_classifier(embedder: Embedder | None = None, folder: Path | None = None) -> Classifier:
    """The best classifier for an embedder: the full head trained with it, else the fast head.

    Args:
        embedder: the embedder in use; None: only the fast head can be used.
        folder: where ``classifier train`` put new weights; those come first. The program's own otherwise.

    Raises:
        ModelError: ``triage.weights``, when a weight file is damaged or from another version.
    """
    note = ""
    if embedder is not None:
        for path in _candidates("full", folder):
            head = load_head(path)
            if head.embedder_sha256 == embedder.sha256:
                return Classifier(head)
        note = (
            f"No weights were trained with the embedder {embedder.id}: the fast classifier is used. "
            "Run `assistant classifier train` to make them."
        )
    return Classifier(load_head(_candidates("fast", folder)[0]), note)


def _candidates(head: str, folder: Path | None) -> list[Path]:
    shipped = Path(str(files("assistant.triage").joinpath("data")))
    places = [folder] if folder else []
    found = [p for place in [*places, shipped] if (p := place / f"nature_{head}.npz").is_file()]
    if not found and head == "fast":
        raise ModelError(
            "triage.weights", f"{shipped}: nature_fast.npz is missing.", "Install the program again."
        )
    return found


def save_head(head: Head, path: Path) -> None:
    """Writes the weights as arrays without pickles; the same weights give the same bytes."""
    import numpy as np

    ordered = sorted(head.vocabulary, key=lambda term: head.vocabulary[term])
    meta = {
        "format": FORMAT,
        "natures": NATURES,
        "temperature": head.temperature,
        "bars": dict(head.bars),
        "embedder": head.embedder,
        "embedder_sha256": head.embedder_sha256,
        "version": dict(head.version),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part.npz")
    np.savez_compressed(
        partial,
        meta=_bytes(json.dumps(meta, sort_keys=True)),
        vocabulary=_bytes("\n".join(ordered)),
        idf=head.idf.astype(np.float16),
        terms=head.terms.astype(np.float16),
        dense=head.dense.astype(np.float32),
        bias=head.bias.astype(np.float32),
    )
    partial.replace(path)


def load_head(path: Path) -> Head:
    """Reads weights written by :func:`save_head`.

    Raises:
        ModelError: ``triage.weights``.
    """
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as data:
            meta = json.loads(data["meta"].tobytes())
            if meta["format"] != FORMAT or tuple(meta["natures"]) != NATURES:
                raise ValueError(f"format {meta['format']}, this program reads {FORMAT}")
            terms = data["vocabulary"].tobytes().decode().split("\n")
            head = Head(
                vocabulary={term: i for i, term in enumerate(terms)},
                idf=data["idf"].astype(np.float32),
                terms=data["terms"].astype(np.float32),
                dense=data["dense"],
                bias=data["bias"],
                temperature=float(meta["temperature"]),
                bars=meta["bars"],
                embedder=meta["embedder"],
                embedder_sha256=meta["embedder_sha256"],
                version=meta["version"],
            )
            if len(terms) != len(head.idf) or len(terms) != len(head.terms):
                raise ValueError("the parts do not fit together")
            return head
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise ModelError(
            "triage.weights",
            f"{path}: the classifier's weights cannot be read: {error}.",
            "Run `assistant classifier train`, or delete the file to go back to the weights that come with it.",
        ) from error


def _bytes(text: str) -> NDArray[np.uint8]:
    import numpy as np

    return np.frombuffer(text.encode(), dtype=np.uint8)
