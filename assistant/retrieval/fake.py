"""A public fake of an embedder: no weights, no torch, the same vectors on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING
from zlib import crc32

from assistant.domain.text import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class HashEmbedder:
    """Counts character 3- and 4-grams of the folded text into ``dimensions`` signed buckets.

    It knows spelling, not meaning: good enough to test everything around an embedder.
    """

    def __init__(self, dimensions: int = 64) -> None:
        self._dimensions = dimensions

    @property
    def id(self) -> str:
        return f"hash-{self._dimensions}"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.id.encode()).hexdigest()

    @property
    def dimensions(self) -> int:
        return self._dimensions

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        """Shape (len(texts), dimensions), rows of length 1; ``query`` changes nothing here."""
        import numpy as np

        out = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        for row, text in zip(out, texts, strict=True):
            padded = f"  {' '.join(fold(text).split())} "
            for n in (3, 4):
                for i in range(len(padded) - n + 1):
                    code = crc32(padded[i : i + n].encode("utf-8", "surrogatepass"))
                    row[code % self._dimensions] += 1.0 if code & 0x80000000 else -1.0
            norm = float(np.linalg.norm(row))
            if norm:
                row /= norm
            else:
                row[0] = 1.0
        return out
