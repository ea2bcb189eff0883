"""What may support what a text says: facts, standing commitments, case facts, the comment (DESIGN §8)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from assistant.domain.charter import Charter, Fact, Gesture, StandingCommitment
from assistant.domain.people import AUTHORITIES, at_least
from assistant.tone.patterns import compile_pattern
from assistant.tone.reading import Reading, folded

_WORD = re.compile(r"[a-z]+")
_STOP = frozenset(
    "le la les un une des du de et est sont a au aux en dans pour par sur avec sans que qui quoi ne pas plus je tu"
    " il elle nous vous ils on ce cette ces cet mon ma mes votre vos notre nos tres mais ou donc car si bien tout"
    " meme aussi chez etre ete avez avons avoir ont fait faire d l n s c j qu se sa son ses leur leurs y lui cela"
    " the an and is are was were be been to of in on for with without that which who not no i you he she we they"
    " it this these my your our their very but or so if just all at from by as will would has have had do does did"
    " can could may out up about any us within sous dans them its there here than then more".split()
)
_STEM = 5
"""Words are compared by their first letters: enough to join "vérifié" and "vérification"."""
_PROMISE_SHARE = 0.5

_NUMBER_WORDS = {
    word: value
    for value, written in {
        2: "deux two",
        3: "trois three",
        4: "quatre four",
        5: "cinq five",
        6: "six",
        7: "sept seven",
        8: "huit eight",
        9: "neuf nine",
        10: "dix ten dizaine",
        11: "onze eleven",
        12: "douze twelve dozen douzaine",
        13: "treize thirteen",
        14: "quatorze fourteen",
        15: "quinze fifteen quinzaine",
        16: "seize sixteen",
        17: "dix-sept seventeen",
        18: "dix-huit eighteen",
        19: "dix-neuf nineteen",
        20: "vingt twenty vingtaine",
        21: "vingt-et-un twenty-one",
        24: "vingt-quatre twenty-four",
        30: "trente thirty trentaine",
        40: "quarante forty quarantaine",
        45: "quarante-cinq forty-five",
        48: "quarante-huit forty-eight",
        50: "cinquante fifty cinquantaine",
        60: "soixante sixty",
        70: "soixante-dix seventy",
        72: "soixante-douze seventy-two",
        80: "quatre-vingts eighty",
        90: "quatre-vingt-dix ninety",
        100: "cent cents hundred centaine",
        1000: "mille thousand",
    }.items()
    for word in written.split()
}
_UNITS = {
    name: unit
    for unit, names in {
        "money": "€ euro euros eur £ pound pounds gbp $ dollar dollars usd centimes",
        "percent": "% percent pour-cent",
        "minute": "minute minutes min mn",
        "hour": "heure heures h hour hours",
        "am": "am",
        "pm": "pm",
        "day": "jour jours day days j",
        "week": "semaine semaines week weeks",
        "month": "mois month months",
        "year": "an ans annee annees year years",
        "length": "m cm mm km metre metres metres meter meters kilometres miles",
        "watt": "w watt watts kwh lumen lumens volts v",
    }.items()
    for name in names.split()
}
_SMALL = "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True))
_COMPOUND = rf"(?:{_SMALL})(?:(?:-| )(?:et(?:-| )|and )?(?:{_SMALL}))+"
_NUMERAL = rf"{_COMPOUND}|\d{{1,3}}(?:[ ,]\d{{3}})+(?!\d)|\d+(?:[.,]\d+)?|(?:{_SMALL}) (?:cents?|mille|hundred|thousand)|{_SMALL}"
_UNIT = "|".join(re.escape(u) for u in sorted(_UNITS, key=len, reverse=True))
QUANTITY = re.compile(
    rf"(?P<before>[€£$]) ?(?P<after>\d{{1,3}}(?: \d{{3}})+|\d+(?:[.,]\d+)?)"
    rf"|(?<![\w.,/@-])(?P<number>{_NUMERAL})(?![\w@]|-(?!(?:{_UNIT})\b)[a-z])"
    rf"(?: ?-?(?:a|to|ou|or|et|and|-|–) ?(?P<second>{_NUMERAL}))?"
    rf"(?:(?: |-| d')?(?P<unit>{_UNIT})(?![a-z]))?"
    rf"|(?<![\w.,/@-])(?P<joined>\d+(?:[.,]\d+)?)(?P<glued>h|j|%|€|km|cm|mm|kg|w|min|am|pm)(?P<minutes>\d\d)?(?![a-z])"
)
"""A number, in digits or letters, with its unit where one follows; on folded text."""


class Quantity(NamedTuple):
    """A number with its unit ("" when none is written)."""

    value: float
    unit: str


def value_of(numeral: str) -> float:
    """The value of a numeral of :data:`QUANTITY`, in digits or letters."""
    if numeral in _NUMBER_WORDS:
        return float(_NUMBER_WORDS[numeral])
    if numeral[0].isalpha():
        return _spelt(numeral)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", numeral):
        return float(numeral.replace(",", ""))
    return float(numeral.replace(" ", "").replace(",", "."))


def _spelt(numeral: str) -> float:
    """The value of several number words: "cent quarante", "quatre-vingt-neuf", "two hundred and five"."""
    total = current = 0
    for word in re.split(r"[- ]", numeral):
        value = 100 if word == "cents" else _NUMBER_WORDS.get(word, 80 if word == "vingts" else 0)
        if value == 100:
            current = max(1, current) * 100
        elif value == 1000:
            total, current = total + max(1, current) * 1000, 0
        elif value == 20 and current % 100 == 4:  # quatre-vingt
            current += 76
        else:
            current += value
    return float(total + current)


def quantities_of(match: re.Match[str]) -> Iterator[Quantity]:
    """The quantities that a match of :data:`QUANTITY` names: two for a range. "7 pm" is 19 hours."""
    if match["before"]:
        yield Quantity(value_of(match["after"].strip()), "money")
    elif match["joined"]:
        yield _quantity(match["joined"], _UNITS.get(match["glued"], match["glued"]))
    else:
        unit = _UNITS.get(match["unit"] or "", "")
        yield _quantity(match["number"], unit)
        if match["second"]:
            yield _quantity(match["second"], unit)


def _quantity(numeral: str, unit: str) -> Quantity:
    value = value_of(numeral)
    if unit in ("am", "pm"):
        return Quantity(value + 12 if unit == "pm" and value < 12 else value, "hour")
    return Quantity(value, unit)


@lru_cache(maxsize=1024)
def quantities(low: str) -> frozenset[Quantity]:
    """All quantities of a folded text."""
    return frozenset(q for match in QUANTITY.finditer(low) for q in quantities_of(match))


@lru_cache(maxsize=1024)
def stems(low: str) -> frozenset[str]:
    """The content words of a folded text, by their first letters."""
    return frozenset(w[:_STEM] for w in _WORD.findall(low) if len(w) > 2 and w not in _STOP)


_DENIES = re.compile(r"\b(?:ne|n'|pas|jamais|aucun|aucune|not|never|no|cannot|\w+n't)\b")


@dataclass(frozen=True)
class Statement:
    """A text that may support a claim, ready to be compared."""

    low: str

    @cached_property
    def stems(self) -> frozenset[str]:
        return stems(self.low)

    @cached_property
    def quantities(self) -> frozenset[Quantity]:
        return quantities(self.low)

    @cached_property
    def denies(self) -> bool:
        return bool(_DENIES.search(self.low))

    def says(self, claim: str, share: float = 0.5) -> bool:
        """Whether it says what a folded clause claims: most content words (two at least), every number, same polarity."""
        wanted = stems(claim)
        if not wanted or bool(_DENIES.search(claim)) != self.denies:
            return False
        if not quantities(claim) <= self.quantities:
            return False
        common = wanted & self.stems
        return len(common) >= share * len(wanted) and len(common) >= 2

    def promises(self, claim: str, share: float) -> bool:
        """Whether it, or one of its parts, says the claim and little more: a promise taken out of its
        conditions is another promise."""
        wanted = stems(claim)
        return any(
            part.says(claim, share) and len(wanted & part.stems) >= _PROMISE_SHARE * len(part.stems)
            for part in (self, *self._parts)
        )

    @cached_property
    def _parts(self) -> tuple[Statement, ...]:
        parts = re.split(r"[;:]", self.low)
        return tuple(map(Statement, parts)) if len(parts) > 1 else ()

    def has(self, quantity: Quantity) -> bool:
        """Whether it names a quantity; a number without unit is found under any unit."""
        if quantity.unit:
            return quantity in self.quantities
        return any(q.value == quantity.value for q in self.quantities)


def _statement(text: str) -> Statement:
    return Statement(folded(text))


class Charted:
    """What a charter offers as support, prepared once."""

    def __init__(self, charter: Charter) -> None:
        settings = charter.settings
        self.charter = charter
        self.facts: tuple[tuple[Fact, tuple[Statement, ...]], ...] = tuple(
            (fact, tuple(map(_statement, fact.text.values()))) for fact in charter.facts
        )
        self.standing: tuple[tuple[StandingCommitment, tuple[Statement, ...]], ...] = tuple(
            (standing, tuple(map(_statement, standing.text.values())))
            for standing in settings.standing_commitments
        )
        self.gestures: tuple[tuple[Gesture, tuple[Statement, ...]], ...] = tuple(
            (gesture, tuple(map(_statement, gesture.label.values()))) for gesture in settings.gestures
        )
        paths = [_statement(path) for paths in settings.private_path.values() for path in paths]
        names = [settings.identity.brand, settings.identity.legal_name, *settings.identity.own_names]
        if charter.platform_rules is not None:
            names.append(charter.platform_rules.url)
        self.contact = (*paths, *map(_statement, names))
        self.detect = tuple(
            (commitment, _wording(phrases))
            for commitment in settings.commitments
            if (phrases := [p for texts in commitment.detect.values() for p in texts])
        )
        self.confidential = tuple(map(compile_pattern, settings.confidentiality.patterns.values()))
        self.canaries = tuple(folded(c) for c in settings.confidentiality.canaries if c.strip())
        self.own_names = tuple(folded(n) for n in names)
        self.products = tuple(folded(p) for p in settings.identity.products)
        self.competitors = tuple(folded(c) for c in settings.competitors)


def _wording(phrases: Iterable[str]) -> re.Pattern[str]:
    """Phrases of the charter on folded text; ``*`` ends a stem."""
    return re.compile(
        "|".join(rf"\b{re.escape(folded(p)).replace(chr(92) + '*', '[a-z]*')}(?![a-z])" for p in phrases)
    )


@dataclass(frozen=True)
class Sources:
    """What may support the claims of one text, by DESIGN §8.

    ``company``: facts in date that may stand in this kind of text · ``standing``: commitments made to
    everyone · ``case``: case facts that may be told here · ``comment``: what the customer wrote, which
    supports only what is told as theirs.
    """

    charted: Charted
    company: tuple[Statement, ...]
    standing: tuple[Statement, ...]
    case: tuple[Statement, ...]
    comment: Statement
    author: str = ""
    sender: str = ""
    known: tuple[Statement, ...] = field(default=())

    def vouch(self, claim: str) -> bool:
        """Whether a fact or a standing commitment says a folded sentence, nearly in its own words."""
        return any(s.says(claim, 0.75) for s in (*self.company, *self.standing))

    def tell(self, claim: str) -> bool:
        """Whether a case fact that may be told here says it."""
        return any(s.says(claim) for s in self.case)


def sources_for(charted: Charted, reading: Reading) -> Sources:
    """Chooses what may support a text, by its kind and the day."""
    context, private = reading.context, reading.private
    company = [
        statement
        for fact, statements in charted.facts
        if fact.in_date(context.today) and (fact.public or private)
        for statement in statements
    ]
    standing = [s for standing, said in charted.standing if standing.public or private for s in said]
    tells = ("public", "private") if private else ("public",)
    told = context.case_facts or (context.comment.facts if context.comment else ())
    case = [_statement(fact.text) for fact in told if fact.tell in tells]
    offered = [
        label
        for gesture, labels in charted.gestures
        if private and context.authority in AUTHORITIES and at_least(context.authority, gesture.authority)
        for label in labels
    ]
    comment = context.comment
    return Sources(
        charted=charted,
        company=tuple(company),
        standing=tuple(standing),
        case=tuple(case),
        comment=_statement(comment.whole if comment else ""),
        author=folded(comment.author or "") if comment else "",
        sender=folded(context.sender or ""),
        known=(*company, *standing, *case, *charted.contact, *offered),
    )
