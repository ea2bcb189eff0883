"""What it means when a field of the charter grows: does the charter then let more texts pass, or fewer?

One row for each field whose direction code can tell. A field without a row is compared as unclear, so
that a new kind of rule is at worst described as changed, never overlooked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from assistant.domain.finding import LEVELS
from assistant.domain.people import AUTHORITIES
from assistant.domain.triage import SEVERITIES

Area = Literal[
    "rule",
    "fact",
    "commitment",
    "standing_commitment",
    "gesture",
    "channel",
    "reply_limits",
    "playbook",
    "template",
    "passage",
    "problem",
    "platform_rule",
    "decision",
    "setting",
]
Effect = Literal["added", "removed", "loosened", "tightened", "reworded", "changed"]
"""``loosened``: more texts pass, or more may be said. ``tightened``: the reverse. ``reworded``: what people
read changed, and no text is judged otherwise. ``changed``: code cannot tell which."""

Step = Literal["grew", "shrank", "wording", "unclear"]
Compare = Callable[[Any, Any], Step]
"""How the second value stands to the first, which differs from it."""


def _by(order: Callable[[Any], Any]) -> Compare:
    """Compares by ``order``, a number or a set; sets of which neither holds the other are unclear."""

    def compare(old: Any, new: Any) -> Step:
        a, b = order(old), order(new)
        return "grew" if a < b else "shrank" if a > b else "unclear"

    return compare


def _place_in(names: Sequence[str]) -> Compare:
    """By the place in a list of names; nothing (None) comes before the first."""
    return _by(lambda value: -1 if value is None else names.index(value))


def _ceiling(old: Any, new: Any) -> Step:
    """Numbers or dates above which something is refused; None: no limit."""
    if isinstance(old, str) or isinstance(new, str):
        return "unclear"
    if old is None or new is None:
        return "grew" if new is None else "shrank"
    return "grew" if old < new else "shrank"


def _presence(old: Any, new: Any) -> Step:
    """Entries of a mapping: one more, one less, or something else under the same key."""
    return "grew" if old is None else "shrank" if new is None else "unclear"


def _swap(old: Any, new: Any) -> Step:
    """Terms with what is said instead, which is advice: only the terms decide what is flagged."""
    return "wording" if old is not None and new is not None else _presence(old, new)


def _all_if_empty(old: Any, new: Any) -> Step:
    """Names something is limited to; none: not limited."""
    if not old or not new:
        return "grew" if old else "shrank"
    return _SET(old, new)


_SET = _by(lambda value: frozenset(value or ()))
_FLOOR = _by(lambda value: value or 0)
_FLAG = _by(lambda value: bool(value))
_NUMBER = _by(lambda value: value)

Meaning = tuple[Compare, Effect]
"""How to compare, and the effect when the value grew."""
_WORDING: Meaning = (lambda old, new: "wording", "reworded")

MEANINGS: Mapping[str, Meaning] = {
    # Rules. The kind comes before the field where kinds differ.
    "rule.level": (_place_in(LEVELS), "loosened"),
    "rule.scopes": (_SET, "tightened"),
    "rule.languages": (_SET, "tightened"),
    "rule.natures": (_all_if_empty, "tightened"),
    "rule.terms": (_SET, "tightened"),
    "rule.swap": (_swap, "tightened"),
    "rule.exceptions": (_SET, "loosened"),
    "rule.min": (_FLOOR, "tightened"),
    "rule.max": (_ceiling, "loosened"),
    "rule.spelling.words": (_SET, "loosened"),
    "rule.capitalization.words": (_SET, "tightened"),
    "rule.capitalization.shouting": (_FLAG, "tightened"),
    "rule.message": _WORDING,
    "rule.why": _WORDING,
    "rule.fix": _WORDING,
    "rule.examples": _WORDING,
    # What may support a claim.
    "fact.public": (_FLAG, "loosened"),
    "fact.valid_until": (_ceiling, "loosened"),
    "fact.source": _WORDING,
    "fact.topics": _WORDING,
    "commitment.detect": (_SET, "tightened"),
    "commitment.authority": (_place_in(AUTHORITIES), "tightened"),
    "standing_commitment.public": (_FLAG, "loosened"),
    "gesture.severities": (_SET, "loosened"),
    "gesture.authority": (_place_in(AUTHORITIES), "tightened"),
    # Limits.
    "channel.label": _WORDING,
    "channel.public": (_FLAG, "tightened"),
    "channel.target_chars": (_ceiling, "loosened"),
    "channel.hard_chars": (_ceiling, "loosened"),
    "channel.emoji_max": (_ceiling, "loosened"),
    "channel.links_max": (_ceiling, "loosened"),
    "reply_limits.words_min": (_FLOOR, "tightened"),
    "reply_limits.words_max": (_ceiling, "loosened"),
    "reply_limits.max_public_turns": (_ceiling, "loosened"),
    "reply_limits.cooling_off_min": (_NUMBER, "tightened"),
    "reply_limits.four_eyes_from": (_place_in(SEVERITIES), "tightened"),
    # What guides a reply.
    "playbook.objective": _WORDING,
    "playbook.avoid": _WORDING,
    "playbook.checklist": _WORDING,
    "playbook.holding_line": _WORDING,
    "playbook.approvers": (_place_in(AUTHORITIES), "tightened"),
    "playbook.words_max": (_ceiling, "loosened"),
    "template.text": _WORDING,
    "template.public": (_FLAG, "loosened"),
    "template.private": (_FLAG, "loosened"),
    "template.natures": (_all_if_empty, "loosened"),
    "template.problems": (_all_if_empty, "loosened"),
    "template.severities": (_all_if_empty, "loosened"),
    "passage.title": _WORDING,
    "passage.text": _WORDING,
    "problem.description": _WORDING,
    "problem.nouns": _WORDING,
    # The settings of charter.yaml that have no area of their own.
    "setting.competitors": (_SET, "tightened"),
    "setting.confidentiality.patterns": (_presence, "tightened"),
    "setting.confidentiality.canaries": (_SET, "tightened"),
    "setting.identity.products": (_SET, "loosened"),
    "setting.identity.own_names": _WORDING,
    "setting.approved_by": _WORDING,
    "setting.charter_version": _WORDING,
    "setting.effective": _WORDING,
}

_OPPOSITE: Mapping[Effect, Effect] = {"loosened": "tightened", "tightened": "loosened"}


def effect_of(area: Area, kind: str | None, field: str, old: Any, new: Any) -> Effect:
    """What the change of one field means.

    Args:
        area: the part of the charter.
        kind: the rule's kind, for rules.
        field: its dotted name, ``message.fr``; the longest beginning that has a row decides.
        old: its value before; None where it was absent.
        new: its value now; None where it is absent.
    """
    parts = field.split(".")
    for n in range(len(parts), 0, -1):
        name = ".".join(parts[:n])
        meaning = MEANINGS.get(f"{area}.{kind}.{name}") or MEANINGS.get(f"{area}.{name}")
        if meaning is not None:
            compare, grown = meaning
            match compare(old, new):
                case "grew":
                    return grown
                case "shrank":
                    return _OPPOSITE[grown]
                case "wording":
                    return "reworded"
            return "changed"
    return "changed"
