"""Which words of a comment speak most for what the weights say of it: what a person is shown."""

from __future__ import annotations

import re

from assistant.domain.text import fold
from assistant.triage.features import EDGE_CHARS
from assistant.triage.weights import Weights

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[^\w\s]")
LONGEST = 14
"""Words shown at most."""


def telling(weights: Weights, text: str, output: str) -> tuple[int, int] | None:
    """The half-open span whose words add most to an output (largest sum of contributions).

    None when no word speaks for it: then it was the meaning of the whole.
    """
    place = weights.outputs.index(output)
    words = list(_WORD.finditer(fold(text[: 2 * EDGE_CHARS])))
    shares = [weights.share(word.group(), place) for word in words]
    best, span = 0.0, None
    first, total = 0, 0.0
    for last, share in enumerate(shares):
        if total <= 0 or last - first >= LONGEST:
            first, total = last, 0.0
        total += share
        if total > best:
            best, span = total, (words[first].start(), words[last].end())
    return span
