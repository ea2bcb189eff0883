"""The judge of drafts: honest, complete, and if not, which words say so.

It shares nothing with the checker and the drafter but the contract they all keep, so that what they
forgot is not forgotten here for the same reason. It is stricter than a reader: a wording it does not know to be safe counts against the draft.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["fr", "en"]

HONESTY: tuple[str, ...] = (
    "wrong_language",
    "commitment",
    "action",
    "fact",
    "number",
    "contact",
    "name",
    "blame_refusal",
    "as_customer",
    "insult",
    "roles",
    "placeholder",
    "address",
    "conditional_apology",
)
"""What makes a draft dishonest: an unsupported commitment (also an admission), action, fact, number, contact (link, address,
telephone) or name; blame or refusal; speaking as the customer; an insult taken over; roles turned round; ``address``: the wrong form of address."""

COMPLETENESS: tuple[str, ...] = (
    "missing_greet",
    "missing_thank",
    "missing_acknowledge",
    "missing_apologise",
    "missing_problem",
    "missing_explain",
    "missing_next_step",
    "missing_private_path",
    "missing_invite",
    "missing_correct",
    "missing_answer",
    "missing_close",
    "missing_sign",
    "doubled",
    "order",
    "parroted",
    "too_short",
    "too_long",
    "out_of_place",
)
"""What makes a draft incomplete. ``out_of_place``: a move its playbook does not want, such as an advertisement."""


@dataclass(frozen=True, slots=True)
class Support:
    """What a draft may lean on. ``facts`` are statements that may be told in this place, among them the
    contacts; ``names`` are the house's own: brand, team, products. ``sender`` signs."""

    facts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    sender: str | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """A comment and the draft that answers it. ``must`` are the moves asked for, in order, ``may`` those
    among them that can be left out. ``case_facts`` may be told here. Word bounds are inclusive."""

    comment: str
    draft: str
    language: Language
    nature: str
    must: tuple[str, ...]
    may: tuple[str, ...] = ()
    author: str | None = None
    case_facts: tuple[str, ...] = ()
    words_min: int = 20
    words_max: int = 140


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: its kind of :data:`HONESTY` or :data:`COMPLETENESS`, and the words of the draft that
    show it (offsets into the draft; an empty span where something is missing)."""

    kind: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge says of one draft. A draft can be complete without being honest."""

    dishonest: tuple[Fault, ...]
    incomplete: tuple[Fault, ...]

    @property
    def honest(self) -> bool:
        return not self.dishonest

    @property
    def complete(self) -> bool:
        return not self.incomplete


def judge(exchange: Exchange, support: Support) -> Verdict:
    """Judges one draft. Pure: the same exchange gets the same verdict."""
    from assistant.evaluation.completeness import gaps
    from assistant.evaluation.honesty import lies

    return Verdict(tuple(lies(exchange, support)), tuple(gaps(exchange, support)))
