"""A comment's features as the matrix that scikit-learn learns from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from assistant.triage.features import Columns, terms, weighted_terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MIN_DOCUMENTS = 2
MAX_TERMS = 36_000


def vocabulary_of(texts: Sequence[Sequence[str]]) -> tuple[dict[str, int], NDArray[np.float32]]:
    """The terms of texts (see ``features.tokens``) worth a column, with their columns, and how rare each is: log((1 + n) / (1 + documents)) + 1."""
    import numpy as np

    documents: Counter[str] = Counter()
    for tokens in texts:
        documents.update(terms(tokens).keys())
    kept = sorted((t for t, n in documents.items() if n >= MIN_DOCUMENTS), key=lambda t: (-documents[t], t))
    chosen = sorted(kept[:MAX_TERMS])
    idf = np.log((1 + len(texts)) / (1 + np.array([documents[t] for t in chosen]))) + 1
    return {term: i for i, term in enumerate(chosen)}, idf.astype(np.float32)


def matrix_of(
    texts: Sequence[Sequence[str]],
    rows: Sequence[NDArray[np.float32]],
    vocabulary: dict[str, int],
    idf: NDArray[np.float32],
) -> Any:
    """A sparse matrix of shape (texts, vocabulary + dense features), in the order of ``Weights``."""
    import numpy as np
    from scipy.sparse import csr_matrix, hstack

    found = list(weighted_terms(texts, Columns(vocabulary), idf))
    ends = np.cumsum([0] + [len(columns) for columns, _ in found])
    columns = np.concatenate([np.asarray(c, dtype=np.int64) for c, _ in found])
    values = np.concatenate([v for _, v in found])
    weights = csr_matrix((values, columns, ends), shape=(len(found), len(vocabulary)))
    return hstack([weights, csr_matrix(np.stack(list(rows)))]).tocsr()
