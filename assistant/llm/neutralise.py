"""Outside text made inert before it enters a prompt.

A rendered prompt is tokenised with the model's control tokens on, so a comment that contains
``<|im_start|>system`` would open a turn of its own. Here the characters that begin such a token are
replaced by ones that look alike, and what hides text from a reader is removed.
"""

from __future__ import annotations

import re
import unicodedata

_ANGLE = re.compile(r"<(?![\s=]|3(?!\w))")
"""A ``<`` that could begin a token. ``a < b``, ``<=`` and the heart ``<3`` stay. One at the very end
goes too: the text that follows it in the prompt could complete a token."""

_SQUARE = re.compile(r"\[(?=/?(?:[A-Z_]{2}|gMASK|sMASK|control_|[A-Z_]?$))")
"""``[INST]``, ``[/INST]``, ``[TOOL_CALLS]``, ``[gMASK]`` …, or the beginning of one at the end."""

_NEWLINES = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")

_BLANK_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
_HIDDEN_VARIATIONS = "\u180b-\u180f\ufe00-\ufe0e\U000e0100-\U000e01ef"
_INVISIBLE = re.compile(f"[{_BLANK_LETTERS}{_HIDDEN_VARIATIONS}]")
"""Letters that show nothing, and variation selectors, which can carry a whole hidden text."""

_EMOJI_STYLE = re.compile("\ufe0f+")
"""The one variation selector in common use, which asks for the coloured form; once is enough."""


def neutralise(text: str) -> str:
    """The text with nothing in it that a tokeniser takes for a control token or a reader cannot see.

    Applying it twice changes nothing more. Line ends become ``\\n``; tabs stay; a lone surrogate, which
    has no UTF-8 form, becomes U+FFFD.
    """
    text = _NEWLINES.sub("\n", text)
    text = "".join(kept for char in text if (kept := _visible(char)))
    text = _INVISIBLE.sub("", text)
    text = _EMOJI_STYLE.sub("\ufe0f", text)
    text = _ANGLE.sub("‹", text)
    return _SQUARE.sub("[ ", text)


def _visible(char: str) -> str:
    if " " <= char <= "~" or char in "\n\t":
        return char
    category = unicodedata.category(char)
    if category == "Cs":
        return "\ufffd"
    # Cf holds zero-width and bidirectional controls, soft hyphens and tag characters; Cc the C0 and C1 controls.
    return "" if category in ("Cf", "Cc") else char
