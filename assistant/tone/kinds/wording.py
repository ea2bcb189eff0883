"""Words: those that may not stand (``existence``), and those that the house says otherwise (``substitution``)."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.charter import Charter
from assistant.domain.finding import CheckContext
from assistant.domain.rule import Existence, Substitution
from assistant.tone.kinds.hit import Compiled, Hit
from assistant.tone.patterns import compile_pattern, compile_terms
from assistant.tone.prepared import Prepared


def existence(rule: Existence, charter: Charter | None) -> Compiled:
    """Every match of the terms and the pattern."""
    patterns = [compile_terms(rule.terms)] if any(t.strip() for t in rule.terms) else []
    if rule.pattern:
        patterns.append(compile_pattern(rule.pattern))

    def search(prepared: Prepared, context: CheckContext) -> Iterator[Hit]:
        for pattern in patterns:
            for start, end in pattern.find(prepared):
                yield Hit(start, end, _in_case_of(prepared.text[start:end], rule.fix))

    return Compiled(search, tuple(patterns))


def substitution(rule: Substitution, charter: Charter | None) -> Compiled:
    """Every term of ``swap``, the longest first, with what is said instead."""
    pattern = compile_terms(rule.swap)
    preferred = {_key(term): said for term, said in rule.swap.items()}

    def search(prepared: Prepared, context: CheckContext) -> Iterator[Hit]:
        for start, end in pattern.find(prepared):
            match = prepared.text[start:end]
            yield Hit(start, end, _in_case_of(match, preferred.get(_key(match))))

    return Compiled(search, (pattern,))


def _key(term: str) -> str:
    return " ".join(term.lower().replace("’", "'").split())


def _in_case_of(match: str, fix: str | None) -> str | None:
    """The fix with a capital where what it replaces has one."""
    if not fix or not match[:1].isupper() or not fix[0].islower():
        return fix
    return fix[0].upper() + fix[1:]
