"""From two rankings to one, and when even the best match is a poor one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_DENSE_WEIGHT = 0.5
_ENOUGH_WORDS = 0.33
"""The share of a query's words, by weight, that earns the full lexical score, if nothing has more.
Without this floor a single shared word would count as much as a whole shared sentence.

Measured with e5-small: finding the other half of a message cut in two, mean reciprocal rank, for
300 French telecom messages 0.110 (reciprocal rank fusion with k=60: 0.102, dense alone 0.078, BM25
alone 0.100), for 193 English support messages 0.291 (0.261, 0.243, 0.227). Messages to the same brand
or on the same topic among the first five: level with reciprocal rank fusion, above either alone."""
_NATURE_BONUS = 0.1
"""Enough to order near equals, too little to lift a stranger above a close match."""

_WEAK_BELOW: Mapping[str, Mapping[str, float]] = {"multilingual-e5-small": {"fr": 0.88, "en": 0.845}}
"""Measured as the best cosine of customers' messages against other customers' messages (should pass)
and of social posts about other things against the same (should be called weak), on four collections of
20 to 1,000 texts. The two overlap, and the right bar rises with the size of the collection. At these
bars 50 to 96 of 100 messages pass and 46 to 94 of 100 foreign posts are called weak: a balanced
accuracy of 0.68 to 0.73, so the word "weak" is a hint to a person and no verdict. One bar for both
languages does worse, and the distance to the collection's mean does not separate at all. Unrelated
pairs lie at 0.85 in French and 0.81 in English (medians): e5 uses little of its range."""
_DEFAULT_WEAK_BELOW = 0.6
_HIGH_RANGE = 0.88
"""For an e5 in a language that was not measured: the stricter of the known bars."""


def weak_below(embedder: str, language: str) -> float:
    """The cosine under which a best match is called weak; it belongs to the embedder.

    Args:
        embedder: its id.
        language: of the documents.
    """
    if (bars := _WEAK_BELOW.get(embedder)) is not None:
        return bars.get(language, _HIGH_RANGE)
    return _HIGH_RANGE if "e5-" in embedder else _DEFAULT_WEAK_BELOW


def fuse(
    cosines: NDArray[np.float32] | None,
    lexical: NDArray[np.float32],
    ceiling: float,
    same_nature: NDArray[np.bool_],
) -> NDArray[np.float32]:
    """One score for each candidate: a weighted sum of meaning and words, each brought to 0..1.

    Args:
        cosines: shape (candidates,), or None when there are no vectors.
        lexical: BM25 scores, shape (candidates,), 0 or more.
        ceiling: what a text with every word of the query scores.
        same_nature: shape (candidates,), which get a small bonus.
    """
    import numpy as np

    top = max(float(lexical.max(initial=0.0)), _ENOUGH_WORDS * ceiling)
    fused = lexical / top if top > 0 else np.zeros_like(lexical)
    if cosines is not None:
        low, high = float(cosines.min(initial=1.0)), float(cosines.max(initial=-1.0))
        dense = (cosines - low) / (high - low) if high > low else np.ones_like(cosines)
        fused = _DENSE_WEIGHT * dense + (1 - _DENSE_WEIGHT) * fused
    return (fused + _NATURE_BONUS * same_nature).astype(np.float32)
