"""What must not leave: a person's data in public, bank and health data, secrets of the house."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.finding import Finding
from assistant.tone.guards.facts import ADDRESS, EMAIL, PHONE, known_contact, known_phone
from assistant.tone.guards.messages import breach
from assistant.tone.phrases import Phrases
from assistant.tone.reading import Reading, SentenceView
from assistant.tone.support import Sources, stems

_NUMBER = r"(?:[a-z]{0,4}[-/]?\d[\w/-]{3,24})"
_ORDER = re.compile(
    rf"\b(?:commandes?|dossiers?|colis|factures?|tickets?|references?|client\w*|contrats?|contracts?|suivi|order|case|parcel|invoice|reference"
    rf"|customer|tracking|booking|account|compte|reservation)(?: (?:number|numero|client\w*|id|ref))?"
    rf" ?(?:n ?°|n°|no\.?|n\.|#|:|numero|number)? ?#?({_NUMBER})"
)
_CODE = re.compile(
    r"\b(?=[a-z0-9-]{8,30}\b)(?=[a-z0-9-]*\d[a-z0-9-]*\d[a-z0-9-]*\d[a-z0-9-]*\d)[a-z0-9]+(?:-[a-z0-9]+)*\b|(?<!\w)#\d{4,}"
)
_IBAN = re.compile(r"\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?\b")
_CARD = re.compile(r"(?<!\d)\d{4}(?:[ -]?\d{4}){3}(?!\d)")
_NIR = re.compile(r"(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?\d[\dab] ?\d{3} ?\d{3}(?: ?\d{2})?(?!\d)")
_HEALTH = {
    "fr": re.compile(
        r"\b(?:votre|vos|sa|son|ses|de) (?:\w+ )?(?:grossesse|depression|maladie|cancer|handicap|diabete|asthme|allergies?|traitement medical"
        r"|operation|hospitalisation|accouchement|epilepsie|burn-?out|fausse couche|sante (?:mentale|fragile)|crise cardiaque|avc|tumeur"
        r"|addiction|anxiete|etat de sante|chimiotherapie|insuffisance \w+|troubles? \w+iques?)\b|\b(?:vous etes|etant) (?:enceinte|malade|handicapee?|diabetique|asthmatique|hospitalisee?)\b"
    ),
    "en": re.compile(
        r"\b(?:your|their|his|her) (?:\w+ )?(?:pregnancy|depression|illness|cancer|disability|diabetes|asthma|allerg(?:y|ies)|medical (?:condition|treatment)"
        r"|surgery|operation|hospitali[sz]ation|epilepsy|burn-?out|miscarriage|mental health|heart (?:attack|condition)|stroke|tumou?r|addiction"
        r"|anxiety|health (?:problems?|condition|issues?)|chemotherapy)\b|\byou are (?:pregnant|ill|disabled|diabetic|asthmatic)\b"
    ),
}
_CUSTOMER = {
    "fr": Phrases(
        r"\b(?:en tant que|comme) (?:fidele |bon )?(?:cliente?|abonnee?|acheteuse|acheteur)\b|\bvous etes (?:bien )?(?:cliente?|abonnee?) (?:chez nous|de|depuis)",
        r"\b(?:cliente?|abonnee?)(?: \w+)? (?:chez nous )?depuis (?:\w+ )?(?:\d|des|plusieurs|le|longtemps|deux|trois)",
        r"\bvous (?:avez|aviez) (?:bien )?(?:commande|achete|souscrit|reserve|passe (?:une )?commande)\b",
        r"\b(?:retrouvons|retrouve|voyons|avons retrouve|avons bien retrouve) (?:bien )?(?:votre|vos) (?:achats?|commandes?|dossiers?|compte|contrat|coordonnees)\b",
        r"\bvotre (?:compte(?: client)?|dossier|contrat|commande|historique) (?:indique|montre|mentionne|comporte|fait apparaitre|est au nom)\b",
        r"\b(?:dans nos (?:fichiers|registres|bases?|systemes?)|votre fiche client)\b",
    ),
    "en": Phrases(
        r"\bas (?:a|our|one of our) (?:loyal |valued |long-?standing )?(?:customer|client|subscriber|buyer)\b(?:s)?(?: of ours| since| with us|,)",
        r"\byou (?:are|have been|'ve been) (?:a |our )?(?:\w+ )?(?:customer|client|subscriber) (?:of ours|since|for|with us)",
        r"\byou (?:ordered|bought|purchased|booked|subscribed)\b|\byou(?:'ve| have) (?:ordered|bought|purchased|booked)\b",
        r"\b(?:we|i)(?: can)?(?: have|'ve)? (?:see|found|find|located) your (?:purchase|order|account|file|details|booking)\b",
        r"\byour (?:customer )?(?:account|file|contract|order history|order) (?:shows|indicates|says|mentions)\b|\bin our (?:records|files|database|systems?)\b",
    ),
}
_ASKED = re.compile(r"\b(?:si|if|avez-vous|did you|have you|whether)\b")
_PERSONAL = re.compile(
    r"\b(?:chez vous|votre (?:domicile|adresse|telephone|portable|mobile)|habitez|livreur|vous joindr\w+|vous rappel\w+"
    r"|joignable|votre numero|your number|your (?:home|address|door|phone|mobile)|you live|reach you|call you|ring you|restez pres)\b"
)


def find(reading: Reading, sources: Sources) -> Iterator[Finding]:
    """Yields ``privacy.*``. Bank data, social security numbers and secrets everywhere; the rest in public."""
    yield from _secrets(reading, sources)
    for sentence in reading.sentences:
        taken: list[tuple[int, int]] = []
        for rule, pattern in (("iban", _IBAN), ("iban", _CARD), ("nir", _NIR)):
            for match in pattern.finditer(sentence.folded):
                if sum(c.isdigit() for c in match.group()) >= 12:
                    taken.append(match.span())
                    yield _at(reading, sentence, f"privacy.{rule}", *match.span())
        if not reading.private:
            for rule, a, b in _personal(reading, sources, sentence, taken):
                yield _at(reading, sentence, rule, a, b)


def _at(reading: Reading, sentence: SentenceView, rule: str, a: int, b: int) -> Finding:
    return breach(reading, rule, sentence.start + a, sentence.start + b)


def _secrets(reading: Reading, sources: Sources) -> Iterator[Finding]:
    for pattern in sources.charted.confidential:
        for start, end in pattern.find(reading.text):
            yield breach(reading, "privacy.confidential", start, end)
    for canary in sources.charted.canaries:
        start = reading.folded.find(canary)
        if start >= 0:
            yield breach(reading, "privacy.canary", start, start + len(canary))


def _personal(
    reading: Reading, sources: Sources, sentence: SentenceView, taken: list[tuple[int, int]]
) -> Iterator[tuple[str, int, int]]:
    low = sentence.folded
    personal = bool(_PERSONAL.search(low))

    def free(a: int, b: int) -> bool:
        return all(b <= c or d <= a for c, d in taken)

    for match in EMAIL.finditer(low) if "@" in low else ():
        taken.append(match.span())
        if not known_contact(sources, match.group()) and (match.group() in sources.comment.low or personal):
            yield "privacy.email", *match.span()
    for match in PHONE.finditer(low):
        a, b = match.span()
        if free(a, b) and (match.group().startswith(("0", "+")) or known_phone(sources, match.group())):
            taken.append((a, b))
            theirs = match.group() in sources.comment.low or personal
            if theirs and not known_phone(sources, match.group()):
                yield "privacy.phone", a, b
    for match in _ORDER.finditer(low):
        a, b = match.span(1)
        if (
            free(a, b)
            and sum(c.isdigit() for c in match[1]) >= 4
            and not re.fullmatch(r"(?:19|20)\d\d", match[1])
        ):
            taken.append((a, b))
            yield "privacy.order_number", a, b
    for match in _CODE.finditer(low):
        a, b = match.span()
        if free(a, b) and (match.group().startswith("#") or match.group() in sources.comment.low):
            yield "privacy.order_number", a, b
    for match in ADDRESS.finditer(low) if personal else ():
        if not any(stems(match.group()) <= s.stems for s in sources.known):
            yield "privacy.address", *match.span()
    health = _HEALTH[sentence.language].search(low)
    if health:
        yield "privacy.health", *health.span()
    span = reading.first(_CUSTOMER[sentence.language], sentence)
    if span and not sentence.question and not _ASKED.search(low[: span[0]]) and not _told_here(sources, low):
        yield "privacy.customer_confirmed", *span


def _told_here(sources: Sources, low: str) -> bool:
    """Whether a case fact that may be told in public says so, or the sentence gives it as the customer's word."""
    return sources.tell(low) or bool(
        re.search(
            r"\b(?:dites|ecrivez|indiquez|expliquez|racontez|you (?:say|tell us|write|mention|explain))\b",
            low,
        )
    )
