"""The guards: what no text may say, whatever the charter's rules are. Ids are stable.

claims.commitment.*       refund, compensation, gesture, replacement, deadline, guarantee, admission,
                          threat, accusation: binds the company without support
claims.refusal            a refusal in public (warning)
claims.action             an action said to be done or under way, with no case fact
claims.action.promised    an action announced (warning)
claims.fact.*             amount, number, date, delay, hours, link, email, phone, address, policy:
                          in no fact that may be told here; product: a name not of ours (warning)
privacy.*                 order_number, phone, email, address, health, customer_confirmed (in public);
                          iban, nir, confidential, canary (everywhere)
reviews.*                 bargain, gift, conditional_apology
person.*                  address (tu, vous), role, name, sender, insult, blame, placeholder, machine
language.wrong            not the language of the comment
length.*                  hard (error), target, words (suggestions); see ``tone.length``
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.domain.finding import Finding
from assistant.tone.guards import actions, commitments, facts, person, privacy, reviews, wrong_language
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
    wrong_language.find,
)
GUARDS: tuple[str, ...] = tuple(MESSAGES)
"""The ids of all findings that guards make."""
