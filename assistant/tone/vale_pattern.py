"""The charter's patterns in the syntax of Vale's engine, regexp2: .NET's, with Unicode word characters.

What the charter's own engine does by writing the text anew (:mod:`assistant.tone.prepared`) must stand in
the expression here: any apostrophe for ``'``, a no-break space for a blank. Groups capture nothing: Vale
counts on groups of its own. Case is left to Vale's ``ignorecase``.
"""

from __future__ import annotations

import re

_APOSTROPHES = "'’‘ʼ"
_BLANKS = r" \u00A0\u202F"
_GROUP = re.compile(r"\(\?(?:P?<\w+>|([a-zA-Z-]*)([:)]))")
_MULTILINE = re.compile(r"\(\?[a-zA-Z]*m")
_HEX = re.compile(r"\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2})")
_CLASS_NAME = re.compile(r"\{(\^?)(\w+)\}|(\w)")
_POSIX = {
    "alpha": "a-zA-Z",
    "digit": "0-9",
    "alnum": "a-zA-Z0-9",
    "upper": "A-Z",
    "lower": "a-z",
    "space": r"\s",
    "blank": r" \t",
    "punct": r"!-/:-@\[-`{-~",
    "word": r"\w",
    "xdigit": "0-9A-Fa-f",
}
_SPECIAL = frozenset(r"\.+*?()|[]{}^$#")


class Untranslatable(Exception):
    """A pattern holds something that Vale's engine says in no other way. The argument names it."""


def vale_pattern(pattern: str) -> str:
    """A pattern of the charter, which its own engine has taken, for Vale.

    Raises:
        Untranslatable: ungreedy mode, or a negated POSIX class.
    """
    out: list[str] = []
    lines = _MULTILINE.search(pattern) is not None
    i = 0
    while i < len(pattern):
        char = pattern[i]
        if char == "\\":
            token, i = _escape(pattern, i, in_class=False)
            out.append(token)
        elif char == "[":
            token, i = _class(pattern, i)
            out.append(token)
        elif char == "(":
            token, i = _group(pattern, i)
            out.append(token)
        else:
            # Vale lets these two match at every line; the charter means the whole text.
            anchors = {} if lines else {"^": r"\A", "$": r"\z"}
            out.append(anchors.get(char) or _outside(char))
            i += 1
    return "".join(out)


def vale_term(term: str, *, bounded: bool = True) -> str:
    """A word or phrase of the charter: any blank between words, a boundary where a word ends."""
    words = term.split()
    body = r"\s+".join("".join(_quoted(char) for char in word) for word in words)
    if not bounded:
        return body
    left = r"\b" if words[0][0].isalnum() else ""
    right = r"\b" if words[-1][-1].isalnum() else ""
    return f"{left}{body}{right}"


def _quoted(char: str) -> str:
    if char in _APOSTROPHES:
        return f"[{_APOSTROPHES}]"
    return f"\\{char}" if char in _SPECIAL else char


def _outside(char: str) -> str:
    if char in _APOSTROPHES:
        return f"[{_APOSTROPHES}]"
    return f"[{_BLANKS}]" if char == " " else char


def _inside(char: str) -> str:
    """A character as a member of a class; ``[`` would open a subtraction in .NET's syntax."""
    if char in _APOSTROPHES:
        return _APOSTROPHES
    if char == " ":
        return _BLANKS
    return f"\\{char}" if char in r"[]\^-" else char


def _group(pattern: str, i: int) -> tuple[str, int]:
    opening = _GROUP.match(pattern, i)
    if opening is None:
        return "(?:", i + 1
    flags, closing = opening[1], opening[2]
    if flags is None:
        return "(?:", opening.end()
    if "U" in flags:
        raise Untranslatable("(?U)")
    return f"(?{flags}{closing}", opening.end()


def _escape(pattern: str, i: int, *, in_class: bool) -> tuple[str, int]:
    """What stands at a backslash, and the place after it."""
    kind = pattern[i + 1]
    if kind == "x":
        code = _HEX.match(pattern, i + 2)
        assert code is not None, "the charter's engine has taken this pattern"
        char = chr(int(code[1] or code[2], 16))
        if not char.isprintable() and ord(char) <= 0xFFFF:
            # Four digits are all that \u takes: characters beyond stand for themselves.
            return f"\\u{ord(char):04X}", code.end()
        return (_inside(char) if in_class else _quoted(char)), code.end()
    if kind in "pP":
        name = _CLASS_NAME.match(pattern, i + 2)
        assert name is not None, "the charter's engine has taken this pattern"
        negated = (kind == "P") != bool(name[1])
        return f"\\{'P' if negated else 'p'}{{{name[2] or name[3]}}}", name.end()
    if kind in _APOSTROPHES or kind == " ":
        return (_inside(kind) if in_class else _outside(kind)), i + 2
    if kind.isalnum() or kind in _SPECIAL or kind == "-":
        return pattern[i : i + 2], i + 2
    return kind, i + 2


def _class(pattern: str, i: int) -> tuple[str, int]:
    out = ["["]
    i += 1
    if pattern.startswith("^", i):
        out.append("^")
        i += 1
    first = True
    while first or pattern[i] != "]":
        first = False
        named = re.compile(r"\[:(\^?)(\w+):\]").match(pattern, i)
        if named:
            if named[1] or named[2] not in _POSIX:
                raise Untranslatable(named.group())
            out.append(_POSIX[named[2]])
            i = named.end()
        elif pattern[i] == "\\":
            token, i = _escape(pattern, i, in_class=True)
            out.append(token)
        elif pattern[i] == "-":
            # Between two members it makes a range; at an end it is itself.
            ends = out[-1] in ("[", "^") or pattern[i + 1] == "]"
            out.append(r"\-" if ends else "-")
            i += 1
        else:
            out.append(_inside(pattern[i]))
            i += 1
    return "".join(out) + "]", i + 1
