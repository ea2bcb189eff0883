"""Finding by words: BM25 with French and English stems, and new texts at once."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.domain.text import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_K1 = 1.5
_B = 0.75
_TERM = re.compile(r"[^\W_]{1,64}")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_PARTICIPLE = re.compile(r"ees?$")
"""Without its accent the stemmer takes "désolée" for another word than "désolé"."""
_ALGORITHMS = {"fr": "french", "en": "english"}

# Folded, since they are compared after folding. Negations stay out of the lists: "ne marche pas"
# and "marche" are different comments. So do words that carry a request ("quand", "when", "how").
_STOP = {
    "fr": frozenset(
        "a ai as au aux avec c ce ces cet cette d dans de des du elle elles en es est et eu il ils j je l la le"
        " les leur leurs lui m ma mais me mes moi mon n nos notre nous on ont ou par pour qu que qui s sa se ses"
        " si son sont sur t ta te tes toi ton tu un une vos votre vous y bonjour bonsoir salut merci svp".split()
    ),
    "en": frozenset(
        "a am an and are as at be been but by d do does for from had has have he her his i if in is it its ll m"
        " me my of on or our re s she so that the their them they this to us ve was we were will with you your"
        " hello hi hey please thanks thank".split()
    ),
}


class Bm25:
    """Scores of texts, by row, for a query.

    ``bm25s`` holds the texts given at the start and cannot grow; texts added later are kept in
    postings beside it and scored with the same formula, document frequencies and mean length.

    Args:
        language: ``fr`` and ``en`` are stemmed; others are only folded.
        texts: the first rows.
    """

    def __init__(self, language: str, texts: Sequence[str] = ()) -> None:
        self._language = language
        self._stem = _stemmer(language)
        self._base: Any = None
        self._base_rows = len(texts)
        self._mean_length = 0.0
        self._recent: dict[str, list[tuple[int, int]]] = {}
        self._recent_lengths: list[int] = []
        tokens = [self.terms(text) for text in texts]
        total = sum(map(len, tokens))
        if total:
            import bm25s

            self._mean_length = total / len(tokens)
            self._base = bm25s.BM25(k1=_K1, b=_B, method="lucene")
            self._base.index(tokens, show_progress=False)

    def __len__(self) -> int:
        return self._base_rows + len(self._recent_lengths)

    @property
    def recent(self) -> int:
        """How many rows came after the start."""
        return len(self._recent_lengths)

    def terms(self, text: str) -> list[str]:
        """The stems a text is searched by: folded first, as the French stemmer minds accents."""
        folded = _TERM.findall(fold(text).translate(_LIGATURES))
        stop = _STOP.get(self._language, frozenset())
        kept = [word for word in folded if word not in stop]
        if self._language == "fr":
            kept = [_PARTICIPLE.sub("e", word) for word in kept]
        return self._stem.stemWords(kept) if self._stem is not None else kept

    def add(self, text: str) -> None:
        """One more row, found by the next search."""
        row = len(self._recent_lengths)
        terms = self.terms(text)
        self._recent_lengths.append(len(terms))
        for term, count in Counter(terms).items():
            self._recent.setdefault(term, []).append((row, count))

    def scores(self, query: str) -> NDArray[np.float32]:
        """Shape (rows,), 0 where no word of the query occurs."""
        import numpy as np

        terms = sorted(set(self.terms(query)))
        found = np.zeros(len(self), dtype=np.float32)
        if self._base is not None:
            ids = self._base.get_tokens_ids(terms)
            if ids:
                found[: self._base_rows] = self._base.get_scores_from_ids(ids)
        if self._recent_lengths:
            mean = self._mean_length or sum(self._recent_lengths) / len(self._recent_lengths) or 1.0
            for term in terms:
                self._score_recent(term, mean, found)
        return found

    def ceiling(self, query: str) -> float:
        """About what a text of mean length with every word of the query scores; 0 without a word."""
        rows = max(1, len(self))
        total = 0.0
        for term in set(self.terms(query)):
            frequency = min(rows, self._frequency(term) + len(self._recent.get(term, ())))
            total += _idf(rows, frequency)
        return total / (1 + _K1)

    def _score_recent(self, term: str, mean: float, found: NDArray[np.float32]) -> None:
        postings = self._recent.get(term)
        if not postings:
            return
        rows = self._base_rows if self._base is not None else len(self._recent_lengths)
        # A word the base does not know is as rare as it is among the new texts.
        frequency = min(self._frequency(term) or len(postings), rows)
        idf = _idf(rows, frequency)
        for row, count in postings:
            length = _K1 * (1 - _B + _B * self._recent_lengths[row] / mean)
            found[self._base_rows + row] += idf * count / (count + length)

    def _frequency(self, term: str) -> int:
        """In how many rows of the base the term occurs."""
        if self._base is None or term not in self._base.vocab_dict:
            return 0
        column = self._base.vocab_dict[term]
        bounds = self._base.scores["indptr"]
        return int(bounds[column + 1] - bounds[column]) if column + 1 < len(bounds) else 0

    def save(self, folder: Path) -> None:
        """Writes the rows of the start, as plain arrays and JSON, into a folder that is made."""
        folder.mkdir(parents=True, exist_ok=True)
        about = {
            "rows": self._base_rows,
            "mean_length": self._mean_length,
            "language": self._language,
            "indexed": self._base is not None,
        }
        (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")
        if self._base is not None:
            self._base.save(folder, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> Bm25:
        """What :meth:`save` wrote.

        Raises:
            OSError: a file is absent.
            ValueError: a file is not what was written.
        """
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        self = cls(about["language"])
        self._base_rows = about["rows"]
        self._mean_length = about["mean_length"]
        if about["indexed"]:
            import bm25s

            self._base = bm25s.BM25.load(folder, load_corpus=False, allow_pickle=False)
        return self


def _idf(rows: int, frequency: int) -> float:
    return math.log(1 + (rows - frequency + 0.5) / (frequency + 0.5))


def _stemmer(language: str) -> Any:
    import Stemmer

    algorithm = _ALGORITHMS.get(language)
    return Stemmer.Stemmer(algorithm) if algorithm else None
