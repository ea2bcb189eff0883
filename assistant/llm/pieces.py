"""From a model's bytes to pieces of text that can be shown at once."""

from __future__ import annotations

import codecs
from collections.abc import Sequence


class Pieces:
    """Decodes bytes as they come, never half a character, and cuts at the first stop string.

    Text that could be the beginning of a stop string is held back until it is known not to be.
    """

    def __init__(self, stop: Sequence[str] = ()) -> None:
        self._stop = tuple(s for s in stop if s)
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._held = ""
        self.stopped = False

    def feed(self, data: bytes | str) -> str:
        """The text that is now certain; empty when there is none, or after a stop string."""
        if self.stopped:
            return ""
        self._held += data if isinstance(data, str) else self._decoder.decode(data)
        found = [at for s in self._stop if (at := self._held.find(s)) >= 0]
        if found:
            self.stopped = True
            text, self._held = self._held[: min(found)], ""
            return text
        keep = self._could_begin_a_stop()
        text = self._held[: len(self._held) - keep]
        self._held = self._held[len(text) :]
        return text

    def finish(self) -> str:
        """What was held back, when the model ended by itself. An unfinished character is dropped."""
        text, self._held = self._held, ""
        return text

    def _could_begin_a_stop(self) -> int:
        """Length of the longest end of the held text that begins a stop string."""
        longest = max((len(s) for s in self._stop), default=1) - 1
        for size in range(min(longest, len(self._held)), 0, -1):
            if any(s.startswith(self._held[-size:]) for s in self._stop):
                return size
        return 0
