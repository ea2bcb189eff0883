"""The guards: what no text may say, whatever the charter's rules are. Ids are stable.

claims.commitment.*       refund, compensation, gesture, replacement, deadline, guarantee, admission,
                          threat, accusation: binds the company without support; implied: one of
                          these, by the look of the whole sentence
claims.refusal            a refusal in public (warning)
claims.action             an action said to be done or under way, with no case fact
claims.action.promised    an action announced (warning)
claims.fact.*             amount, number, date, delay, hours, link, email, phone, address, policy:
                          in no fact that may be told here; product: a name not of ours (warning)
privacy.*                 order_number, phone, email, address, plate, company_id, health, customer_confirmed
                          (in public);
                          iban, nir, confidential, canary (everywhere)
reviews.*                 bargain, gift, conditional_apology
person.*                  address (tu, vous, too familiar), role, name, sender, insult, blame, placeholder,
                          machine; gender: a form for a gender nobody told (warning)
sameness.repeats          a sentence that a recent reply already said (warning)
language.wrong            not the language of the comment
length.*                  hard (error), target, words (suggestions); see ``tone.length``
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.domain.finding import Finding
from assistant.tone.guards import (
    actions,
    commitments,
    facts,
    gender,
    named,
    person,
    privacy,
    reviews,
    sameness,
    wrong_language,
)
from assistant.tone.guards.messages import MESSAGES
from assistant.tone.reading import Reading
from assistant.tone.support import Sources

Guard = Callable[[Reading, Sources], Iterator[Finding]]

ALL: tuple[Guard, ...] = (
    commitments.find,
    actions.find,
    facts.find,
    privacy.find,
    reviews.find,
    person.find,
    named.find,
    gender.find,
    wrong_language.find,
    sameness.find,
)
GUARDS: tuple[str, ...] = tuple(MESSAGES)
"""The ids of all findings that guards make."""
