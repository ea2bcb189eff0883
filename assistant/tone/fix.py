"""Puts the safe fixes of findings into a text, so that nothing new is wrong with it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from assistant.domain.finding import LEVELS, CheckResult, Finding

_ROUNDS = 5
"""A fix may uncover another (a doubled word of the house); no chain of the tests is longer than three."""

Check = Callable[[str], CheckResult]


def apply_fixes(text: str, findings: Iterable[Finding]) -> str:
    """Applies the fixes that findings carry, at all their places; findings without one change nothing.

    Where two overlap, the more serious is applied, then the earlier. A deletion takes one
    of the two blanks around it along, so that no double blank is left.

    Args:
        text: the text that was checked.
        findings: findings on exactly this text; one whose span no longer holds its match is skipped.
    """
    usable = [f for f in findings if f.fix is not None and text[f.start : f.end] == f.match and f.match]
    usable.sort(key=lambda f: (LEVELS.index(f.level), f.start, -f.end))
    wanted = [
        place
        for f in usable
        for place in ((f.start, f.end, f.fix or ""), *((p.start, p.end, p.fix) for p in f.also))
    ]
    taken: list[tuple[int, int, str]] = []
    free = _Free()
    for start, end, fix in wanted:
        deletes = not fix and not text[start:end].isspace()
        if deletes and text[end : end + 1] == " " and (start == 0 or text[start - 1].isspace()):
            end += 1
        elif deletes and start and text[start - 1] == " " and (end == len(text) or text[end] in " .,\n"):
            start -= 1
        if free.take(start, end):
            taken.append((start, end, fix))
    pieces, at = [], 0
    for start, end, fix in sorted(taken):
        pieces += [text[at:start], fix]
        at = end
    return "".join([*pieces, text[at:]])


class _Free:
    """Which parts of a text are not yet spoken for."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def take(self, start: int, end: int) -> bool:
        """Takes a span if it meets none that is taken."""
        n = bisect_left(self._starts, end)
        if n and self._ends[n - 1] > start:
            return False
        n = bisect_left(self._starts, start)
        self._starts.insert(n, start)
        self._ends.insert(n, end)
        return True


def mended(text: str, check: Check) -> tuple[str, CheckResult]:
    """The text with its safe fixes applied until none is left, and what still stands against it.

    A fix is safe when nothing is found after it that was not found before: a rule may not speak more
    often than it did. If all fixes of a round together are not safe, those of each rule are tried apart,
    and those that are not are left to a person.

    Args:
        text: the text.
        check: checks a text, always with the same context.
    """
    result = check(text)
    refused: set[str] = set()
    for _ in range(_ROUNDS):
        fixable = [f for f in result.findings if f.fix is not None and f.rule not in refused]
        better = _tried(text, fixable, result, check)
        if better is None:
            better = (text, result)
            for rule in dict.fromkeys(f.rule for f in fixable):
                own = [f for f in better[1].findings if f.rule == rule]
                tried = _tried(better[0], own, better[1], check)
                if tried is None:
                    refused.add(rule)
                else:
                    better = tried
        if better[0] == text:
            break
        text, result = better
    return text, result


def _tried(
    text: str, findings: Sequence[Finding], before: CheckResult, check: Check
) -> tuple[str, CheckResult] | None:
    """The text with these fixes and its result; None when they would bring a new finding."""
    fixed = apply_fixes(text, findings)
    if fixed == text:
        return text, before
    after = check(fixed)
    return None if _counts(after) - _counts(before) else (fixed, after)


def _counts(result: CheckResult) -> Counter[str]:
    counts: Counter[str] = Counter()
    for finding in result.findings:
        counts[finding.rule] += 1 + len(finding.also)
    return counts
