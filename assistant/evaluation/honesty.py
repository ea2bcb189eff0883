"""What in a draft nothing supports, or nobody should say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.domain.text import fold, sentence_spans
from assistant.evaluation import lexicon_en, lexicon_fr
from assistant.evaluation.judge import Exchange, Fault, Language, Support
from assistant.evaluation.names import strange_names
from assistant.evaluation.words import numbers, speaks_other, supported

_PLACEHOLDER = re.compile(
    r"\[[^\]]{1,60}\]|\{[^}]{1,60}\}|<[^>]{1,60}>|‹[^›>]{1,60}[›>]|_{3,}|\bX{3,}\b|\$[a-z_]{3,}|\((?:votre |your )?(?:nom|name|prenom|signature|brand|marque|société|company)[^)]{0,20}\)"
    r"|(?:^|[.,\n] ?)(?:votre nom|your name)\W*$|\b(?:nom du client|customer name|lorem ipsum)\b|^\W*(?:réponse|reply|message|comment|client|customer|assistant) ?:",
    re.IGNORECASE | re.MULTILINE,
)
_CONTACT = re.compile(
    r"https?://\S+|\bwww\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w+|(?<![\w@.-])[\w-]+(?:\.[\w-]+)*\.(?:com|fr|org|net|eu|io|co\.uk|example)\b(?:/\S*)?"
    r"|(?<!\d)\+?\d(?:[ .\-\u00a0\u202f]?\d){8,}(?!\d)"
)
_MONEY = re.compile(r"[€£$%]|\beuros?\b|\bpounds?\b|\bdollars?\b|\bpour cent\b|\bper ?cent\b|\bcentimes?\b")
_NUMBER_IDIOMS = re.compile(
    r"\b(?:en |ces |les |tous |toutes |nous )(?:deux|trois)(?: mots| lignes)?\b|\bcent pour cent\b|\btwo of us\b|\bin two (?:words|lines)\b"
    r"|\bvous deux\b|\bdeux cotes\b|\bthe two\b|\bmille\b|\bun(?:e)? ou deux\b|\bone or two\b|\bdeux mots\b|\bquatre yeux\b"
)
_ITEM = re.compile(r"\d{1,2}[.)](?!\d)")
"""The number of an item in a list, which counts nothing."""
_ORDINALS = {"deuxieme": "2", "troisieme": "3", "quatrieme": "4", "third": "3", "fourth": "4"}
"""A customer who writes for the third time has written three times."""
_TOLD_AS_THEIRS = 0.5
"""Which share of a sentence's content words must come from the comment for a fact to count as the
customer's, told as theirs. Promises and actions never do."""


@cache
def _patterns(language: Language) -> dict[str, re.Pattern[str]]:
    faults = (lexicon_fr if language == "fr" else lexicon_en).FAULTS
    return {
        kind: re.compile("|".join(f"(?:{p})" for p in group), re.MULTILINE) for kind, group in faults.items()
    }


@cache
def _things(language: Language) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    things = (lexicon_fr if language == "fr" else lexicon_en).THINGS
    return tuple((re.compile(said), re.compile(needed)) for said, needed in things)


def lies(exchange: Exchange, support: Support) -> Iterator[Fault]:
    """Every honesty fault of a draft, with its words; at most one of a kind in a sentence."""
    draft = exchange.draft
    yield from _found("placeholder", _PLACEHOLDER, draft, draft)
    sources = (*support.facts, *exchange.case_facts)
    contacts = [(m.start(), m.end()) for m in _CONTACT.finditer(draft)]
    yield from _contacts(draft, contacts, sources)
    yield from strange_names(exchange, support, [(m.start(), m.end()) for m in _PLACEHOLDER.finditer(draft)])
    for start, end in sentence_spans(draft):
        sentence = draft[start:end]
        if speaks_other(sentence, exchange.language):
            yield Fault("wrong_language", start, end, sentence)
            continue
        folded = fold(sentence)
        for kind, pattern in _patterns(exchange.language).items():
            match = next((m for m in pattern.finditer(folded) if m.group()), None)
            if match is None or _is_supported(kind, sentence, match.group(), exchange, sources):
                continue
            a, b = start + match.start(), start + match.end()
            yield Fault(kind, a, b, draft[a:b])
        yield from _numbers(exchange, start, sentence, contacts, sources)
        if exchange.nature == "complaint" and not supported(sentence, sources):
            yield from _other_troubles(exchange, start, folded)


def _other_troubles(exchange: Exchange, start: int, sentence: str) -> Iterator[Fault]:
    """Troubles that the comment does not speak of: a parcel where there was none."""
    comment = fold(exchange.comment)
    for said, needed in _things(exchange.language):
        match = said.search(sentence)
        if match is not None and not needed.search(comment):
            a, b = start + match.start(), start + match.end()
            yield Fault("fact", a, b, exchange.draft[a:b])
            return


def _found(kind: str, pattern: re.Pattern[str], text: str, draft: str) -> Iterator[Fault]:
    for match in pattern.finditer(text):
        yield Fault(kind, match.start(), match.end(), draft[match.start() : match.end()])


def _is_supported(
    kind: str, sentence: str, words_found: str, exchange: Exchange, sources: tuple[str, ...]
) -> bool:
    if kind in ("commitment", "action", "fact") and supported(sentence, sources):
        return True
    if kind == "fact":
        return supported(sentence, [exchange.comment], share=_TOLD_AS_THEIRS)
    if kind == "roles":
        return _customer_says(words_found, exchange.comment)
    return False


def _customer_says(words_found: str, comment: str) -> bool:
    """Whether the comment itself uses these words ("ton entreprise" apart): then the roles are theirs."""
    return (
        " ".join(words_found.split()[-2:]) in fold(comment)
        and "votre" not in words_found
        and "your" not in words_found
    )


def _contacts(draft: str, spans: list[tuple[int, int]], sources: tuple[str, ...]) -> Iterator[Fault]:
    known = [_bare(source) for source in sources]
    for start, end in spans:
        written = draft[start:end].rstrip(".,;:!?)")
        if not any(_bare(written) in source for source in known):
            yield Fault("contact", start, start + len(written), written)


def _bare(text: str) -> str:
    return (
        re.sub(r"[\s.\-\u00a0\u202f]+(?=\d)", "", fold(text)).removeprefix("https://").removeprefix("http://")
    )


def _numbers(
    exchange: Exchange, start: int, sentence: str, contacts: list[tuple[int, int]], sources: tuple[str, ...]
) -> Iterator[Fault]:
    folded = fold(sentence)
    idioms = [(m.start(), m.end()) for m in _NUMBER_IDIOMS.finditer(folded)]
    # "Six weeks" is not supported by a desk that closes at six: the sentence must be about the same thing.
    about = [source for source in sources if supported(sentence, [source], share=0.4, least=1)]
    ours = {value for source in about for _, _, value in numbers(source)}
    comment = fold(exchange.comment)
    theirs = {value for _, _, value in numbers(exchange.comment)} | set(re.findall(r"\d+", comment))
    theirs |= {value for word, value in _ORDINALS.items() if word in comment}
    for a, b, value in numbers(sentence):
        place = start + a
        if _ITEM.match(folded, a) and not folded[:a].strip():
            continue
        if any(x <= place < y for x, y in contacts) or any(x <= a < y for x, y in idioms):
            continue
        # An amount said back in public becomes an amount we spoke of: only a fact of ours supports it.
        money = _MONEY.search(folded[max(0, a - 2) : b + 9])
        if value in ours or (value in theirs and not money):
            continue
        yield Fault("number", place, start + b, sentence[a:b])
