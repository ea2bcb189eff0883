"""The charter's patterns: RE2 expressions in linear time, with Unicode meanings and without case.

RE2 promises linear time, but its ``\\w``, ``\\b`` and ``\\d`` know ASCII only: ``\\btu\\b`` would match
inside "reçu tué". Its expressions cannot look around, so the boundary cannot be rewritten in them. Instead
text and expression are both written in an alphabet where the ASCII meaning is the right one: everything
is lower case, and each letter outside ASCII becomes ``Q`` and five letters A to P (its code in base 16).
Upper-case letters then occur in nothing else, a written letter is six ASCII word characters, and RE2's own
boundary is exact wherever it stands in the expression. A no-break space is a space; other blanks, signs and
emoji stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from assistant.errors import BadInput
from assistant.tone.prepared import Prepared, is_word, written

_UNIT = "Q[A-P]{5}"
_UNIT_LENGTH = 6
_BLANK = r"\s\x0b\p{Z}\x{85}"
_NOT_BLANK = (
    r"\x{21}-\x{40}\x{5b}-\x{84}\x{86}-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}"
    r"\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{10ffff}"
)
_NOT_DIGIT = r"\x00-/:-@\x{5b}-\x{10ffff}"
_NOT_LETTER = r"\x00-@\x{5b}-\x{60}\x{7b}-\x{10ffff}"
_WIDEST_RANGE = 0x1000
_SET_MEMORY = 32 << 20


class Pattern:
    """A compiled expression. Spans are half-open character offsets; empty matches are not reported."""

    __slots__ = ("_program", "_translated", "source")

    def __init__(self, source: str, translated: str, program: Any) -> None:
        self.source = source
        self._translated = translated
        self._program = program

    def find(self, text: str | Prepared) -> Iterator[tuple[int, int]]:
        """Yields the spans of all matches, from left to right, without overlap."""
        prepared = text if isinstance(text, Prepared) else Prepared(text)
        for match in self._program.finditer(prepared.data):
            start, end = match.span()
            if start < end:
                yield prepared.offset(start), prepared.offset(end)

    def search(self, text: str | Prepared) -> tuple[int, int] | None:
        """The span of the first match, or None."""
        return next(self.find(text), None)


class PatternSet:
    """Many patterns read in one pass, to know which of them occur at all."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        import re2

        options = re2.Options()
        options.log_errors = False
        options.max_mem = _SET_MEMORY
        self._set = re2.Set.SearchSet(options)
        for pattern in patterns:
            self._set.Add(pattern._translated)
        if patterns:
            self._set.Compile()
        self._size = len(patterns)

    def occurring(self, prepared: Prepared) -> frozenset[int]:
        """The positions, in the sequence given, of the patterns that occur in the text."""
        return frozenset(self._set.Match(prepared.data) or ()) if self._size else frozenset()


def compile_pattern(pattern: str) -> Pattern:
    """Compiles an expression of the charter.

    Raises:
        BadInput: ``tone.pattern``, RE2 or this alphabet cannot take the expression.
    """
    import re2

    options = re2.Options()
    options.log_errors = False
    translated = _translate(pattern)
    try:
        return Pattern(pattern, translated, re2.compile(translated, options))
    except re2.error as error:
        reason = error.args[0] if error.args else "unknown reason"
        if isinstance(reason, bytes):
            reason = reason.decode("utf-8", "replace")
        what, _, part = str(reason).partition(": ")
        # RE2 quotes what it was given, which is our alphabet; only what also stands in the pattern is told.
        raise _refused(pattern, f"{what}: {part}" if part and part in pattern else what) from error


def compile_terms(terms: Iterable[str]) -> Pattern:
    """Compiles whole words and phrases: any blank between the words, boundaries where a word ends."""
    longest_first = sorted({t.strip() for t in terms if t.strip()}, key=len, reverse=True)
    return compile_pattern("|".join(_term(t) for t in longest_first))


def _term(term: str) -> str:
    body = r"\s+".join(
        "".join(c if c.isalnum() or ord(c) > 127 else "\\" + c for c in w) for w in term.split()
    )
    left = r"\b" if term[0].isalnum() else ""
    right = r"\b" if term[-1].isalnum() else ""
    return f"{left}{body}{right}"


def _refused(pattern: str, reason: str) -> BadInput:
    return BadInput(
        "tone.pattern",
        f"the pattern “{pattern}” cannot be used: {reason}",
        "Patterns are RE2 expressions: no look-around, no back-reference, no case-sensitive part.",
    )


def _translate(pattern: str) -> str:
    """The expression in the alphabet of :class:`Prepared`."""
    out: list[str] = []
    dot = f"(?:[^\\nA-Z]|{_UNIT})"
    i = 0
    while i < len(pattern):
        char = pattern[i]
        if char == "\\":
            token, i = _escape(pattern, i)
            out.append(token)
        elif char == "[":
            token, i = _class(pattern, i)
            out.append(token)
        elif pattern.startswith("(?", i):
            opening = re.compile(r"\(\?(?:P?<\w+>|[a-zA-Z-]*[:)]|.)").match(pattern, i)
            token = opening.group() if opening else pattern[i:]
            if re.search(r"-\w*i", token):
                raise _refused(pattern, "case cannot be told apart")
            if re.match(r"\(\?\w*s", token):
                dot = f"(?:[^A-Z]|{_UNIT})"
            out.append(token)
            i += len(token)
        else:
            out.append(dot if char == "." else _literal(char))
            i += 1
    return "".join(out)


def _literal(char: str) -> str:
    lowered = char.lower()
    char = lowered if len(lowered) == 1 else char
    if char.isascii():
        return char
    said = written(char)
    return f"(?:{said})" if len(said) == _UNIT_LENGTH else said


def _read_escape(pattern: str, i: int) -> tuple[str, str, int]:
    """What stands at a backslash: ("char", the character, next) or ("set", its name, next)."""
    if i + 1 >= len(pattern):
        raise _refused(pattern, "it ends in a backslash")
    kind = pattern[i + 1]
    if kind == "x":
        code = re.compile(r"\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2})").match(pattern, i + 2)
        if not code or int(code[1] or code[2], 16) > 0x10FFFF:
            raise _refused(pattern, "\\x needs a hexadecimal code")
        return "char", chr(int(code[1] or code[2], 16)), code.end()
    if kind in "pP":
        name = re.compile(r"\{(\^?\w+)\}|(\w)").match(pattern, i + 2)
        if not name:
            raise _refused(pattern, "\\p needs a class name")
        called = name[1] or name[2]
        negated = (kind == "P") != called.startswith("^")
        return "set", ("P" if negated else "p") + called.lstrip("^"), name.end()
    if kind in "wWsSdD":
        return "set", kind, i + 2
    if kind in "QEC":
        raise _refused(pattern, f"\\{kind} is not supported")
    if kind in "nrtfva":
        return "char", {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "a": "\a"}[kind], i + 2
    if kind.isalnum() and kind.isascii():
        return "anchor", kind, i + 2
    return "char", kind, i + 2


def _escape(pattern: str, i: int) -> tuple[str, int]:
    kind, value, i = _read_escape(pattern, i)
    if kind == "anchor":
        return "\\" + value, i
    if kind == "set":
        members = _Members(pattern)
        members.add_set(value)
        return members.expression(negated=False), i
    return (_quoted(value) if value.isascii() else _literal(value)), i


def _quoted(char: str) -> str:
    """A character of ASCII as a literal, inside or outside a class."""
    char = char.lower()
    return char if char.isalnum() else f"\\x{{{ord(char):x}}}"


class _Members:
    """The members of a character class: plain ones, letters written as units, or all such letters."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._plain: list[str] = []
        self._units: set[str] = set()
        self._all_units = False

    def add_char(self, char: str) -> None:
        lowered = char.lower()
        char = lowered if len(lowered) == 1 else char
        said = char if char.isascii() else written(char)
        if len(said) == _UNIT_LENGTH:
            self._units.add(said[1:])
        else:
            self._plain.append(_quoted(said) if said.isascii() else f"\\x{{{ord(said):x}}}")

    def add_range(self, low: str, high: str) -> None:
        first, last = ord(low), ord(high)
        if first > last:
            raise _refused(self._pattern, f"the range {low}-{high} runs backwards")
        if last - first > _WIDEST_RANGE:
            raise _refused(
                self._pattern, f"the range {low}-{high} is too wide; name a class such as \\p{{So}}"
            )
        for code in range(first, min(last, 0x7F) + 1):
            self.add_char(chr(code))
        if last > 0x7F:
            self._plain.append(f"\\x{{{max(first, 0x80):x}}}-\\x{{{last:x}}}")
            for code in range(max(first, 0x80), last + 1):
                if is_word(chr(code)):
                    self.add_char(chr(code))

    def add_set(self, name: str) -> None:
        plain, all_units = {
            "w": ("0-9a-z_", True),
            "W": (r"\W", False),
            "s": (_BLANK, False),
            "S": (_NOT_BLANK, True),
            "d": ("0-9", False),
            "D": (_NOT_DIGIT, True),
        }.get(name, ("", False))
        if not plain:
            category = name[1:]
            if category == "N" or category.startswith("N"):
                plain, all_units = ("0-9", False) if name[0] == "p" else (_NOT_DIGIT, True)
            elif category[0] == "L" or category in ("M", "Mn", "Latin"):
                plain, all_units = ("a-z", True) if name[0] == "p" else (_NOT_LETTER, False)
            else:
                plain = f"\\{name[0]}{{{category}}}"
                all_units = name[0] == "P"
                if all_units:
                    raise _refused(self._pattern, f"\\P{{{category}}} is not supported; name what you want")
        self._plain.append(plain)
        self._all_units = self._all_units or all_units

    def add_named(self, name: str) -> None:
        self._plain.append(name)

    def expression(self, *, negated: bool) -> str:
        """The class as an expression; a negated one leaves out the letters of units themselves."""
        plain = "".join(self._plain)
        parts = []
        if negated:
            parts.append(f"[^A-Z{plain}]")
            if not self._all_units:
                parts.append("Q" + _others(self._units) if self._units else _UNIT)
        else:
            if plain:
                parts.append(f"[{plain}]")
            if self._all_units:
                parts.append(_UNIT)
            else:
                parts.extend("Q" + code for code in sorted(self._units))
        return parts[0] if len(parts) == 1 and parts[0].startswith("[") else f"(?:{'|'.join(parts)})"


def _others(codes: set[str]) -> str:
    """All codes of the same length but these."""
    if not next(iter(codes)):
        return ""
    by_first: dict[str, set[str]] = {}
    for code in codes:
        by_first.setdefault(code[0], set()).add(code[1:])
    rest = len(next(iter(codes))) - 1
    absent = "".join(c for c in "ABCDEFGHIJKLMNOP" if c not in by_first)
    parts = [f"[{absent}][A-P]{{{rest}}}"] if absent else []
    if rest:
        parts.extend(first + _others(tails) for first, tails in sorted(by_first.items()))
    return f"(?:{'|'.join(parts)})"


def _class(pattern: str, i: int) -> tuple[str, int]:
    """Reads a character class that opens at ``i``; returns its expression and what follows it."""
    members = _Members(pattern)
    i += 1
    negated = pattern.startswith("^", i)
    i += negated
    first = True
    while True:
        if i >= len(pattern):
            raise _refused(pattern, "a character class is not closed")
        if pattern[i] == "]" and not first:
            return members.expression(negated=negated), i + 1
        first = False
        named = re.compile(r"\[:\^?\w+:\]").match(pattern, i)
        if named:
            members.add_named(named.group())
            i = named.end()
            continue
        kind, value, i = _read_escape(pattern, i) if pattern[i] == "\\" else ("char", pattern[i], i + 1)
        if kind == "set":
            members.add_set(value)
            continue
        if pattern.startswith("-", i) and i + 1 < len(pattern) and pattern[i + 1] != "]":
            end_kind, high, i = (
                _read_escape(pattern, i + 1) if pattern[i + 1] == "\\" else ("char", pattern[i + 1], i + 2)
            )
            if end_kind != "char":
                raise _refused(pattern, "a range must end in a character")
            members.add_range(value, high)
        else:
            members.add_char(value)
