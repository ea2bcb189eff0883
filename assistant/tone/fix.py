"""Puts the safe fixes of findings into a text."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.domain.finding import LEVELS, Finding


def apply_fixes(text: str, findings: Iterable[Finding]) -> str:
    """Applies the fixes that findings carry; findings without one change nothing.

    Where two overlap, the more serious is applied, then the earlier. A deletion takes one
    of the two blanks around it along, so that no double blank is left.

    Args:
        text: the text that was checked.
        findings: findings on exactly this text; one whose span no longer holds its match is skipped.
    """
    usable = [f for f in findings if f.fix is not None and text[f.start : f.end] == f.match and f.match]
    usable.sort(key=lambda f: (LEVELS.index(f.level), f.start, -f.end))
    taken: list[tuple[int, int, str]] = []
    for finding in usable:
        start, end, fix = finding.start, finding.end, finding.fix or ""
        if not fix and text[end : end + 1] == " " and (start == 0 or text[start - 1].isspace()):
            end += 1
        elif not fix and start and text[start - 1] == " " and (end == len(text) or text[end] in " .,\n"):
            start -= 1
        if all(end <= a or b <= start for a, b, _ in taken):
            taken.append((start, end, fix))
    for start, end, fix in sorted(taken, reverse=True):
        text = text[:start] + fix + text[end:]
    return text
