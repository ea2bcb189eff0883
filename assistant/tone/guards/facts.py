"""Facts about the company: amounts, numbers, dates, durations, hours, links, contacts, policies, products.

Each must stand in a fact in date that may be told here, a standing commitment, a way to write to us, or a
case fact. What the customer wrote supports a number only where it is told as theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.finding import Finding
from assistant.tone.guards.messages import breach
from assistant.tone.phrases import Phrases
from assistant.tone.reading import Reading, SentenceView
from assistant.tone.support import QUANTITY, Quantity, Sources, Statement, quantities, quantities_of, stems

EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")
LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>()«»\"]{3,300}|(?<![\w@.-])[a-z0-9-]{2,63}(?:\.[a-z0-9-]{2,63}){0,3}"
    r"\.(?:com|fr|net|org|eu|example|uk|io|shop|support|info|biz|be|ch|de|ly|gl|me|co|app|gd|to|ai)\b(?:/[^\s<>()«»\"]{0,200})?"
)
PHONE = re.compile(r"(?<![\w/-])(?:\+|00)?\d(?:[ .()-]{0,2}\d){7,13}(?![\w-])")
_MONTH = (
    r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
    r"|january|february|march|april|may|june|july|august|september|october|november|december)"
)
DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)? (?:of )?(?P<month>{_MONTH})(?: (?P<year>\d{{4}}))?"
    rf"|\b(?P<month2>{_MONTH}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year2>\d{{4}}))?"
    rf"|\b(?P<month3>{_MONTH}) (?P<year3>\d{{4}})|\b\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}\b|\b(?:19|20)\d\d\b"
)
_NAMED_MONTH = re.compile(rf"\b{_MONTH}\b")
ADDRESS = re.compile(
    r"\b\d{1,4}(?: ?bis| ?ter)?,? (?:rue|avenue|av\.|boulevard|bd|place|chemin|allee|quai|impasse|route|cours|square|passage) "
    r"[\w' -]{3,40}|\b(?:rue|avenue|boulevard|quai) (?:de (?:la |l')?|du |des |d')?[a-z][\w'-]{2,30}"
    r"|\b\d{1,4} [a-z]{3,20}(?: [a-z]{3,20})? (?:street|road|avenue|lane|square|drive)\b"
    r"|\b(?:on|in|at) (?!the |our |your |this |that )[a-z]{3,20} (?:street|road|avenue|lane)\b"
)
_AFTER_ADDRESS = re.compile(r" (?:que|qui|nous|vous|on|est|a|ou|et|pour|chez|the|is|where|and|from|at)\b|,")
_HOURS = re.compile(
    r"\b(?:\d{1,2} ?h(?: ?\d\d)?|\d{1,2}(?::\d\d)? ?(?:am|pm)|ouvr\w+|ouverte?s?|ferm\w+|open\w*|clos\w+)\b"
)
_ROUND_THE_CLOCK = re.compile(
    r"\b24 ?(?:h|heures)? ?(?:/|sur) ?(?:24|7)(?: ?h)?(?: ?(?:et|,)? ?7 ?(?:j|jours)? ?(?:/|sur) ?7)?"
)
_OPEN_DAYS = re.compile(
    r"\bjours feries (?:compris|inclus)\b|\bbank holidays?\b|\bouverte?s? (?:[\w']+ ){0,3}?(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|jours feries)s?\b"
    r"|\bopen (?:\w+ ){0,3}?(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:ouvert\w*|open) (?:tous les jours|every day|7 days)"
)
_POLICY = {
    "fr": Phrases(
        r"\b(?:livraisons?|retours?|echanges?|reparations?|devis|garanties?|emballages?|expeditions?|montage|installation|port|envois?)"
        r" (?:[\w']+ ){0,3}?(?:est|sont|reste|restent) (?:[\w']+ ){0,2}?(?:gratuit\w*|offert\w*|payant\w*|comprise?s?|inclus\w*|illimite\w*|sans frais|a vie)\b(?: a vie\b)?",
        r"\b(?:nos|toutes nos|tous nos|chacune? de nos) \w+ (?:[\w']+ ){0,2}?(?:sont|est) (?:[\w']+ ){0,2}?(?:fabriqu|garanti|certifi|recycl|test|control|concu|assembl|cousu|souffl|biologiqu|vegan)\w*",
        r"\bgaranti\w* a vie\b|\bfabrique\w* (?:en|a|au) \w+\b|\bnotre politique\b.{0,20}\b(?:est|prevoit|permet|interdit)\b",
    ),
    "en": Phrases(
        r"\b(?:delivery|shipping|postage|returns?|exchanges?|repairs?|estimates?|warranty|packaging|fitting|installation)"
        r" (?:\w+ ){0,3}?(?:is|are) (?:\w+ ){0,2}?(?:free|included|unlimited|complimentary|guaranteed|for life)\b(?: for life\b)?",
        r"\b(?:our|all our|each of our|every one of our) \w+ (?:\w+ ){0,2}?(?:is|are) (?:\w+ ){0,2}?(?:made|manufactured|guaranteed|certified|tested|recycled|recyclable|handmade|inspected|checked|organic|vegan|sewn|blown)\b",
        r"\b(?:lifetime|life-?long) (?:warranty|guarantee)\b|\bmade in [a-z]+\b|\bour policy (?:is|states|allows|forbids)\b",
    ),
}
_PRODUCT = re.compile(
    r"\b(?:collections?|gamme|modèles?|lampes?|suspensions?|appliques?|lampadaires?|range|model|lamp|pendant) ([A-ZÉÈÀ][\w’'-]{2,30})"
    r"|\b([A-Z][\w’'-]{2,30}) (?:range|collection|lamp|pendant|model)\b"
)
_LOOSE = re.compile(
    r"\b(?:une ou deux|deux ou trois|un ou deux|trois ou quatre|one or two|two or three|three or four"
    r"|(?:ces|these|those|tous|toutes) (?:deux|trois|two|three)|(?:les|des|vos|the|your|all) (?:deux|two)(?! \w+(?:s|x)\b)"
    r"|[\w-]+ (?:fois|times)|(?:mille|cent|a thousand|a hundred) (?:mercis?|excuses|pardons?|apologies|thanks)"
    r"|(?:deux|trois|two|three|four|quatre|[2-4]) (?:photos?|photographs?|questions?|lignes|lines|mots|words|indices|clues|details|precisions"
    r"|choses|things|points|pistes|phrases|sentences|etapes|steps)"
    r"|deux \w+ valent mieux|two heads|(?:\w+|\d) (?:etoiles?|stars?)|des deux cotes|both sides|112|999)\b"
)
"""Numbers that claim nothing: a rough count, a figure of speech, the stars of a review."""
_LIST_MARK = re.compile(r"^\d{1,2}[.)](?= |$)")
_OURS = re.compile(r"\b(?:nous|notre|nos|on|je|mes|mon|ma|we|our|us|i|my)\b")
_FEELING = re.compile(
    r"\b(?:regrett\w*|desole\w*|navre\w*|compren\w+|lis\w*|retenons|sorry|regret\w*|understand\w*|apolog\w+|pardon|see|read)\b"
)


def find(reading: Reading, sources: Sources) -> Iterator[Finding]:
    """Yields ``claims.fact.*``."""
    for sentence in reading.sentences:
        taken: list[tuple[int, int]] = []
        for rule, a, b in _contacts(reading, sources, sentence, taken):
            yield breach(reading, rule, sentence.start + a, sentence.start + b)
        for rule, a, b in _figures(sources, sentence, taken):
            yield breach(reading, rule, sentence.start + a, sentence.start + b)
        for rule, a, b in _policies(reading, sources, sentence):
            yield breach(reading, rule, sentence.start + a, sentence.start + b)
        for a, b in _products(reading, sources, sentence):
            yield breach(reading, "claims.fact.product", a, b, "warning")


def known_contact(sources: Sources, written: str) -> bool:
    """Whether an e-mail address or a link, folded, is one of ours."""
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", written.rstrip(".,;:!?/'"))
    whole = re.compile(rf"(?<![\w@.-]){re.escape(bare)}(?![\w@-]|[./]\w)")
    return any(whole.search(s.low) for s in sources.known)


def known_phone(sources: Sources, written: str) -> bool:
    """Whether a telephone number is one of ours, however it is spaced."""
    digits = _national(written)
    return any(_national(m.group()) == digits for s in sources.known for m in PHONE.finditer(s.low))


def _national(written: str) -> str:
    return re.sub(r"^(?:00)?(?:33|44)(?=\d{9,10}$)|^0", "", re.sub(r"\D", "", written))


def _contacts(
    reading: Reading, sources: Sources, sentence: SentenceView, taken: list[tuple[int, int]]
) -> Iterator[tuple[str, int, int]]:
    low = sentence.folded
    for rule, pattern in (("email", EMAIL), ("link", LINK), ("phone", PHONE), ("address", ADDRESS)):
        if rule in ("email", "link") and "." not in low:
            continue
        for match in pattern.finditer(low):
            a, b = match.span()
            if any(a < d and c < b for c, d in taken):
                continue
            written = match.group()
            if rule == "phone":
                known = known_phone(sources, written)
            elif rule == "address":
                written = _AFTER_ADDRESS.split(written)[0]
                b = a + len(written)
                number = re.match(r"\d+", written)
                known = any(
                    stems(written) <= s.stems and (number is None or re.search(rf"\b{number[0]}\b", s.low))
                    for s in sources.known
                    if stems(written)
                )
            else:
                known = known_contact(sources, written)
            taken.append((a, b))
            theirs = written in sources.comment.low or _of_person(low)
            if not known and not (theirs and rule != "link"):
                yield f"claims.fact.{rule}", a, b


_OF_PERSON = re.compile(
    r"\b(?:votre (?:telephone|portable|mobile|numero|domicile|adresse|email|e-mail|mail|courriel)|chez vous|vous joindr\w+"
    r"|vous rappel\w+|your (?:phone|mobile|number|home|address|e-?mail)|reach you|call you|ring you)\b"
)


def _of_person(low: str) -> bool:
    """Whether a contact in the sentence is the customer's; the guard of privacy then speaks."""
    return bool(_OF_PERSON.search(low))


def _figures(
    sources: Sources, sentence: SentenceView, taken: list[tuple[int, int]]
) -> Iterator[tuple[str, int, int]]:
    low = sentence.folded
    loose = [m.span() for m in (*_LOOSE.finditer(low), *_LIST_MARK.finditer(low))] + taken
    for match in DATE.finditer(low):
        a, b = match.span()
        if any(c <= a and b <= d for c, d in loose):
            continue
        loose.append((a, b))
        if not _dated(sources, sentence, match):
            yield "claims.fact.date", a, b
    for match in QUANTITY.finditer(low):
        a, b = match.span()
        if any(a < d and c < b for c, d in loose):
            continue
        around = sentence.clause_at(sentence.start + a).folded
        found = list(quantities_of(match))
        counted = _COUNTED.match(low, b)
        thing = stems(counted[1]) if counted and not found[0].unit else frozenset()
        if all(_numbered(sources, sentence, around, q, thing, sentence.start + a) for q in found):
            continue
        yield f"claims.fact.{_kind(found[0], low, a, b)}", a, b


def _kind(quantity: Quantity, low: str, a: int, b: int) -> str:
    if quantity.unit == "money":
        return "amount"
    if _HOURS.search(low[max(0, a - 20) : b + 12]) and quantity.unit in ("", "hour", "am", "pm"):
        return "hours"
    return "delay" if quantity.unit in ("minute", "hour", "day", "week", "month", "year") else "number"


_COUNTED = re.compile(r" ([a-z]{3,})")


def _numbered(
    sources: Sources,
    sentence: SentenceView,
    clause: str,
    quantity: Quantity,
    thing: frozenset[str],
    at: int,
) -> bool:
    """Whether a number is vouched for by a statement on the same subject, or told as the customer's.

    ``thing``: what is counted, where no unit is written ("douze boutiques").
    """
    subject = stems(sentence.folded)
    for statement in sources.known:
        if statement.has(quantity) and thing <= statement.stems and subject & statement.stems:
            return True
    if not sources.comment.has(quantity):
        return False
    return sentence.told_at(at) or not _OURS.search(clause) or bool(_FEELING.search(clause))


def _dated(sources: Sources, sentence: SentenceView, match: re.Match[str]) -> bool:
    parts = [p for p in match.groupdict().values() if p] or [match.group()]
    wanted = re.compile("".join(rf"(?=.*\b{re.escape(p)}(?:\b|er|st|nd|rd|th))" for p in parts), re.S)

    def names(statement: Statement) -> bool:
        return bool(wanted.match(statement.low))

    subject = stems(sentence.folded)
    if any(names(s) and subject & s.stems for s in sources.known):
        return True
    at = sentence.start + match.start()
    ours = _OURS.search(sentence.clause_at(at).folded)
    return names(sources.comment) and (sentence.told_at(at) or not ours)


def _months(low: str) -> set[str]:
    """The months a text names: a condition that a claim must not lose."""
    return set(_NAMED_MONTH.findall(low))


def _policies(reading: Reading, sources: Sources, sentence: SentenceView) -> Iterator[tuple[str, int, int]]:
    low = sentence.folded
    for pattern in (_ROUND_THE_CLOCK, _OPEN_DAYS):
        match = pattern.search(low)
        if match and not any(s.says(low) and _months(s.low) <= _months(low) for s in sources.known):
            yield "claims.fact.hours", *match.span()
    span = reading.first(_POLICY[sentence.language], sentence)
    if span and not sentence.question and not sentence.told_at(sentence.start + span[0]):
        clause = sentence.clause_at(sentence.start + span[0]).folded
        charged = any(q.unit == "money" for q in quantities(low))
        known = (s for s in sources.known if charged or not any(q.unit == "money" for q in s.quantities))
        wanted = stems(low[span[0] : span[1]])
        if not any(wanted <= s.stems and (s.says(low, 0.6) or s.says(clause, 0.75)) for s in known):
            yield "claims.fact.policy", *span


def _products(reading: Reading, sources: Sources, sentence: SentenceView) -> Iterator[tuple[int, int]]:
    for match in _PRODUCT.finditer(reading.text, sentence.start, sentence.end):
        group = 1 if match[1] else 2
        a, b = match.span(group)
        name = reading.folded[a:b]
        if a == sentence.start or name in sources.charted.products:
            continue
        known = any(name in s.low for s in (*sources.known, sources.comment))
        if not known and not any(name in own for own in sources.charted.own_names):
            yield a, b
