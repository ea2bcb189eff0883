"""The rows an output file already holds, so that a stopped batch goes on where it was."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections import deque
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import BadInput

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RECENT = 40
"""Drafts kept of each language: later ones are varied against them."""


class Answered:
    """How often each row stands in an output file, by a hash: sixteen bytes for each different row, so
    that a million take sixteen megabytes. Two of a million rows share a hash once in twenty million files.

    ``good`` and ``bad`` count the rows that were taken as done already.
    """

    def __init__(
        self, keys: NDArray[np.uint64] | None = None, drafts: dict[str, deque[str]] | None = None
    ) -> None:
        """Args:
        keys: :func:`row_key` of each row of the output.
        drafts: the last drafts, by language.
        """
        import numpy as np

        found = np.zeros(0, np.uint64) if keys is None else keys
        different, times = np.unique(found, return_counts=True)
        self._keys: array[int] = array("Q", different.tobytes())
        self._left: array[int] = array("Q", times.astype(np.uint64).tobytes())
        self.rows = len(found)
        self.drafts = drafts or {}
        self.good = self.bad = 0

    def take(self, id: str | None, code: str = "") -> bool:
        """Whether a row, good or bad with this error code, stands in the output: once for each time it does."""
        if not self.rows:
            return False
        key = row_key(id, code)
        at = bisect_left(self._keys, key)
        if at == len(self._keys) or self._keys[at] != key or not self._left[at]:
            return False
        self._left[at] -= 1
        if code:
            self.bad += 1
        else:
            self.good += 1
        return True


def row_key(id: str | None, code: str = "") -> int:
    """A number of 64 bits for a row of output. ``code`` is empty for a good row."""
    text = f"{code}\0{'' if id is None else id}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big")


def answered(path: Path) -> Answered:
    """What an output file holds; nothing when it is not there.

    A last line cut off by a stop is taken away, so that the file can be continued.

    Raises:
        BadInput: ``batch.not_ours``: the file holds something else than rows of ours.
    """
    import numpy as np

    if not path.exists():
        return Answered()
    keys = array("Q")
    drafts: dict[str, deque[str]] = {}
    good = 0
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if not line.endswith(b"\n"):
                break
            try:
                row = json.loads(line)
                code = row["error"]["code"] if "error" in row else ""
                keys.append(row_key(row["id"], code))
                if not code and row.get("draft"):
                    drafts.setdefault(row["language"], deque(maxlen=RECENT)).append(row["draft"])
            except (ValueError, KeyError, TypeError, AttributeError):
                raise BadInput(
                    "batch.not_ours",
                    f"{path}, line {number}: not a row of this command",
                    "Choose another output file, or leave out --resume.",
                ) from None
            good += len(line)
    with path.open("r+b") as stream:
        stream.truncate(good)
    return Answered(np.frombuffer(keys, np.uint64), drafts)
