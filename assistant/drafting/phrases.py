"""Well-written sentences for one move: templates of the charter and sentences of approved replies."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.domain.charter import Charter, Problem, Template
from assistant.domain.draft import Sentence, Source
from assistant.domain.text import jaccard, ngrams, sentences
from assistant.drafting.grammar import capital, each_with, elided, joined
from assistant.drafting.moves import BORROWED_MOVES, move_of, transferable
from assistant.drafting.plan import Plan

Part = tuple[Sentence, ...]
"""The sentences that make one move, in order."""

_SLOT_NAMES = ("problem", "de_problem", "a_problem", "product", "brand", "team", "name", "private_path")


@dataclass(frozen=True, slots=True)
class Slots:
    """What fills the slots of templates. A template whose slot has no value is left aside.

    ``fact`` is a fact to quote verbatim, with its source.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    fact: tuple[str, Source] | None = None

    def fill(self, template: Template) -> Part | None:
        """The sentences of a template, the fact's own kept apart with their own source."""
        text = template.text
        for name in _SLOT_NAMES:
            mark = "{" + name + "}"
            if mark in text:
                value = self.values.get(name)
                if not value:
                    return None
                text = text.replace(mark, value)
        if template.language == "fr":
            text = elided(text)
        source = Source("template", template.id)
        if "{fact}" not in text:
            return tuple(_sentences(text, template.move, source))
        if self.fact is None:
            return None
        before, after = text.split("{fact}", 1)
        return (
            *_sentences(before, template.move, source),
            *_sentences(self.fact[0], template.move, self.fact[1]),
            *_sentences(after, template.move, source),
        )


def _sentences(text: str, move: str, source: Source) -> Iterable[Sentence]:
    return (Sentence(capital(s), move, source) for s in sentences(text))


def turn(seed: int, *parts: object) -> int:
    """A number that spreads choices over comments and stays the same for the same seed."""
    digest = hashlib.blake2b("\0".join(str(p) for p in (seed, *parts)).encode(), digest_size=8)
    return int.from_bytes(digest.digest(), "big")


class Recent:
    """The last replies of one language, to stay different from. Sentences are compared by 4-grams."""

    def __init__(self, replies: Iterable[str] = ()) -> None:
        self._sentences: list[set[tuple[str, ...]]] = []
        for reply in list(replies)[-40:]:
            body = sentences(reply)
            self._sentences.extend(grams for s in body if (grams := ngrams(s)))

    def closeness(self, sentence: str) -> float:
        """The largest overlap with a recent sentence, 0 (new) to 1 (the same)."""
        grams = ngrams(sentence)
        if not grams:
            return 0.0
        return max((jaccard(grams, other) for other in self._sentences), default=0.0)


def problem_slots(problems: Sequence[Problem], language: str, seed: int, comment_id: str) -> dict[str, str]:
    """The slots that name the problems, each worded by one of its noun phrases."""
    nouns = []
    for problem in problems:
        choices = problem.nouns.get(language, ())  # type: ignore[call-overload]
        if choices:
            nouns.append(choices[turn(seed, comment_id, problem.id) % len(choices)])
    if not nouns:
        return {}
    return noun_slots(nouns, language)


def noun_slots(nouns: Sequence[str], language: str) -> dict[str, str]:
    """The three forms of ``{problem}`` for given noun phrases."""
    slots = {"problem": joined(nouns, language)}
    if language == "fr":
        slots |= {"de_problem": each_with(nouns, "de"), "a_problem": each_with(nouns, "à")}
    return slots


def options(
    charter: Charter,
    plan: Plan,
    move: str,
    slots: Slots,
    *,
    kind: str,
    severity: str,
    heated: bool,
    seed: int,
    comment_id: str,
    recent: Recent,
) -> list[Part]:
    """The templates that may make this move, filled, best first.

    A template made for this problem or nature goes before a general one, then one that uses the
    problem slot where a problem is known, then the one most unlike recent replies.
    """
    nature = kind.split("/")[0]
    found: list[tuple[tuple[float, ...], Part]] = []
    problem_ids = {p.id for p in plan.problems}
    for template in charter.templates:
        if template.move != move or template.language != plan.language:
            continue
        if not (template.public if plan.public else template.private):
            continue
        if template.natures and kind not in template.natures and nature not in template.natures:
            continue
        if template.severities and severity not in template.severities:
            continue
        if template.heated is not None and template.heated != heated:
            continue
        if template.problems and not problem_ids & set(template.problems):
            continue
        part = slots.fill(template)
        if not part:
            continue
        own = any(s.source.kind == "template" for s in part)
        names_problem = "problem}" in template.text
        fit = (
            2.0 * (kind in template.natures)
            + 1.0 * (nature in template.natures)
            + 2.0 * bool(template.problems)
        )
        uses_name = "{name}" in template.text or "{product}" in template.text
        sameness = max(recent.closeness(s.text) for s in part if s.source.kind == "template") if own else 0.0
        order = (
            -float(names_problem) - 0.5 * uses_name,
            -fit,
            round(sameness * 4),
            turn(seed, comment_id, template.id) / 2**64,
        )
        found.append((order, part))
    return [part for _, part in sorted(found, key=lambda pair: pair[0])]


def borrowed(
    replies: Sequence[tuple[str, str, str]],
    house_stems: frozenset[str],
    *,
    seed: int,
    comment_id: str,
    recent: Recent,
) -> dict[str, list[Part]]:
    """Sentences of approved replies that may be used for another comment, by move.

    ``replies`` are triples (id, the comment it answered, the reply); ``house_stems`` see
    :func:`~assistant.drafting.moves.transferable`.
    """
    found: dict[str, list[tuple[float, float, Part]]] = {}
    for id, comment, reply in replies:
        for text in sentences(reply)[:-1]:
            move = move_of(text)
            if move not in BORROWED_MOVES or not transferable(text, comment, house_stems):
                continue
            rank = (recent.closeness(text), turn(seed, comment_id, id, text) / 2**64)
            found.setdefault(move, []).append((*rank, (Sentence(text, move, Source("approved", id)),)))
    return {move: [part for *_, part in sorted(rows, key=lambda r: r[:2])] for move, rows in found.items()}
