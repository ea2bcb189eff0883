"""The plan of a reply: one objective, the moves in order, what each may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.domain.charter import Charter, Playbook, Problem
from assistant.domain.comment import CaseFact, Comment
from assistant.domain.finding import TextKind
from assistant.domain.triage import NATURE_NAMES, Nature, Triage

MAX_PROBLEMS = 2
"""More than two problems in one apology read like a list; the rest belongs to the private talk."""

Outcome = Literal["draft", "abstain", "no_reply"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a draft is made from.

    ``facts`` are the case facts that may be told in this place. ``reason`` says why there is no
    draft when ``outcome`` is not ``draft``.
    """

    outcome: Outcome
    reason: str
    playbook: Playbook
    language: str
    kind: TextKind
    objective: str
    moves: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    facts: tuple[CaseFact, ...] = ()
    words_max: int = 140

    @property
    def public(self) -> bool:
        return self.kind == "public_reply"


_REASONS = {
    "ours": {"fr": "ce message est de nous", "en": "this message is ours"},
    "no_reply": {"fr": "le guide {id} ne demande pas de réponse ({action})", "en": "playbook {id}: {action}"},
    "unsure": {
        "fr": "nature incertaine ({a} ou {b}) : une personne choisit",
        "en": "unsure between {a} and {b}: a person chooses",
    },
    "severity": {"fr": "gravité S1 : une personne écrit", "en": "severity S1: a person writes"},
    "person": {"fr": "le guide {id} demande qu’une personne écrive", "en": "playbook {id}: a person writes"},
    "language": {
        "fr": "la charte ne couvre pas la langue « {language} » : une personne répond",
        "en": "the charter does not cover the language “{language}”: a person answers",
    },
}


def reason(key: str, reader: str, **values: str) -> str:
    """A reason for no draft, in the reader's language."""
    return _REASONS[key]["fr" if reader == "fr" else "en"].format(**values)


def make_plan(charter: Charter, comment: Comment, triage: Triage, *, public_turns: int = 0) -> Plan:
    """The plan for one triaged comment. Pure; the charter has a playbook for every nature and place.

    ``public_turns`` counts our public replies in the thread so far: past the charter's limit only
    the way to a private talk is offered.
    """
    playbook = charter.playbook(triage.playbook) or charter.playbook_for(
        triage.nature, triage.subtype, triage.ownership
    )
    assert playbook is not None, "load_charter checks that every nature and place has a playbook"
    default = charter.settings.languages.default_language
    covered = triage.language in charter.settings.languages.codes
    language = triage.language if covered else default
    kind: TextKind = (
        "public_reply" if charter.is_public(comment.channel, triage.ownership) else "private_reply"
    )
    channel = charter.channel(comment.channel)
    outcome, why = _outcome(playbook, comment, triage, covered, default)
    moves = tuple(str(m) for m in playbook.moves)
    limits = charter.settings.reply_limits
    if outcome == "draft" and kind == "public_reply" and public_turns >= limits.max_public_turns:
        moves = ("greet", "private_path", "sign")
    allowed = ("public",) if kind == "public_reply" else ("public", "private")
    facts = tuple(f for f in comment.facts if f.tell in allowed)
    if "explain" in moves and not facts:
        moves = tuple(m for m in moves if m != "explain")
    problems = [charter.problem(m.id) for m in triage.problems]
    words_max = playbook.words_max or limits.words_max
    if channel is not None:
        words_max = min(words_max, max(20, channel.hard_chars // 7))
    return Plan(
        outcome=outcome,
        reason=why,
        playbook=playbook,
        language=language,
        kind=kind,
        objective=playbook.objective.get(language, ""),  # type: ignore[call-overload]
        moves=moves,
        problems=tuple(p for p in problems if p is not None)[:MAX_PROBLEMS],
        facts=facts,
        words_max=words_max,
    )


def _outcome(
    playbook: Playbook, comment: Comment, triage: Triage, covered: bool, reader: str
) -> tuple[Outcome, str]:
    if comment.direction == "out":
        return "no_reply", reason("ours", reader)
    if triage.severity == "S1":
        return "abstain", reason("severity", reader)
    if triage.unsure:
        other: Nature = triage.alternatives[0].nature if triage.alternatives else "other"
        a, b = (NATURE_NAMES[n][0 if reader == "fr" else 1] for n in (triage.nature, other))
        return "abstain", reason("unsure", reader, a=a, b=b)
    if playbook.action == "person":
        return "abstain", reason("person", reader, id=playbook.id)
    if playbook.action != "reply":
        return "no_reply", reason("no_reply", reader, id=playbook.id, action=playbook.action)
    if not covered:
        return "abstain", reason("language", reader, language=triage.language)
    return "draft", ""
