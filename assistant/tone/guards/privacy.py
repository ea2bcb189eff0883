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
    rf"\b(?:cde|ref|pnr|billets?|vols?|abonnements?|adherente?s?|membre|member|membership|ticket|policy|consignment|shipment|flight|voucher|commandes?|dossiers?|colis|factures?|tickets?|references?|client\w*|contrats?|contracts?|suivi|order|case|parcel|invoice|reference"
    rf"|customer|tracking|booking|account|compte|reservation)(?: (?:number|numero|client\w*|id|ref))?"
    rf" ?(?:n ?°|n°|no\.?|n\.|#|:|numero|number)? ?#?({_NUMBER})"
)
_CODE = re.compile(
    r"\b(?=[a-z0-9/-]{8,30}\b)(?=[a-z0-9/-]*\d[a-z0-9/-]*\d[a-z0-9/-]*\d[a-z0-9/-]*\d)[a-z0-9]+(?:[/-][a-z0-9]+)*\b|(?<!\w)#\d{4,}"
)
_MIXED = re.compile(r"^(?=.*[a-z])(?=(?:.*\d){5})")
"""A code of letters and at least five digits belongs to one parcel or file, whoever wrote it first."""
_LOCATOR = re.compile(
    r"\b(?:pnr|locator|booking reference|code de reservation|dossier de reservation)(?: is| est|:)? ([a-z0-9]{6})\b"
)
_SPACED = re.compile(
    r"\b(?:reference|ref\.?|dossier|commande|client|cde|contrat|compte|order|account|customer|member(?: id)?|case|policy|billet|booking)(?: \w+){0,2}? ?(?:n ?°|no\.?|:|#|is|est)? ?"
    r"(\d{2,4}(?:[ /-]\d{2,10}){1,4})(?![\w/])"
)
_PLATE = re.compile(
    r"(?<![\w-])(?:[A-HJ-NP-TV-Z]{2}[- ]?\d{3}[- ]?[A-HJ-NP-TV-Z]{2}|[A-Z]{2}\d{2}[ ]?[A-HJ-PR-Z]{3}|\d{2,4} [A-Z]{2,3} (?:0[1-9]|[1-9]\d))(?![\w-])"
)
_COMPANY = re.compile(
    r"\b(?:siren|siret|rcs|immatricul\w+|registered (?:as|under)|company number|kbis)\b[^.!?]{0,40}?(?<!\d)(\d{3} ?\d{3} ?\d{3}(?: ?\d{5})?)(?!\d)"
    r"|(?<![\d+])(\d{3} ?\d{3} ?\d{3}(?: ?\d{5})?)(?!\d)[^.!?]{0,20}\b(?:siren|siret|rcs)\b"
)
_IBAN = re.compile(r"\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?\b")
_CARD = re.compile(r"(?<!\d)(?:\d{4}(?:[ -]?\d{4}){3}|3[47]\d{2}[ -]?\d{6}[ -]?\d{5})(?!\d)")
_MOBILE = re.compile(r"(?:\+33 ?|0033 ?|0)[67](?:\D?\d\d){4}$|(?:\+44 ?|0)7\d{3}\D?\d{3}\D?\d{3}$")
_PRIVATE_MAIL = re.compile(
    r"@(?:g-?mail|gmial|yahoo|hotmail|outlook|live|msn|icloud|me|aol|gmx|proton\w*|orange|wanadoo|sfr|free|laposte|bbox|neuf|numericable|btinternet|talktalk|sky|virginmedia|ntlworld|comcast|verizon)\.[a-z.]{2,8}$"
)
_SPOKEN_MAIL = re.compile(
    r"\b[\w.]{2,40} (?:arobase|chez|at|\(at\)|\[at\]) \w{2,20} (?:point|dot|\(dot\)) (?:com|fr|net|org|co)\b"
)
_POSTAL = re.compile(
    r"\b(?:appt?|appartement|apartment|flat|residence|batiment|bat)\.? ?\w{1,12}[^.!?]{0,40}\b\d{5} [a-z]{3,}|\b(?:chemin|allee|impasse|rue|avenue|route|quai) (?:des? |du |de la |de l')?[a-z'-]{3,25},? (?:n ?°|no) ?\d{1,4}"
    r"|\b[a-z]{1,2}\d{1,2}[a-z]? \d[a-z]{2}\b|\b\d{1,4}(?: ?bis| ?ter)?,? (?:rue|allee|chemin|impasse|avenue|boulevard|place|quai) (?:des? |du |de la |de l')?[a-z'-]{3,25}"
    r"|\b\d{1,4} [a-z]{3,20}(?: [a-z]{3,20})? (?:street|road|avenue|lane|square|drive|close|court|gardens|terrace|crescent|way|place)\b|\b\d{1,4} queensway\b"
)
_NIR = re.compile(r"(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?\d[\dab] ?\d{3} ?\d{3}(?: ?\d{2})?(?!\d)")
_HEALTH = {
    "fr": Phrases(
        r"\b(?:grossesses?|depressi(?:on|f|fs|ve|ves)|maladies?|cancers?|handicap\w*|diabet\w+|asthm\w+|allergi\w+|traitement medical|hospitalis\w+"
        r"|accouchement|epilep\w+|burn-?out|fausse couche|sante (?:mentale|fragile)|etat de sante|crise (?:cardiaque|d'angoisse|d'epilepsie)|infarctus|avc|tumeurs?|addiction"
        r"|anxiete|angoisses?|chimio\w*|radiotherapie|insuffisance \w+|troubles? (?:\w+ )?(?:\w+iques?|musculo\w*|anxieux|du sommeil|alimentaires?|dys)|intoxication|migraines?|lombalgies?|sciatiques?"
        r"|fractures?|entorses?|platre|fauteuil roulant|malvoyan\w+|non-?voyan\w+|aveugles?|malentendan\w+|sourd\w*|alzheimer|parkinson|autis\w+|autistes?|trisomi\w+"
        r"|sclerose|arthrose|eczema|covid|convalescen\w+|ordonnances? medicale\w*|psychiatr\w+|psychologique\w*|apnee|pacemaker|prothese\w*|bequilles|enceinte|mobilite reduite|pmr|urgences|salmonell\w+|botuli\w+)\b",
        r"\b(?:mal (?:de|au|a la|aux) (?:dos|tete|ventre|gorge|genou\w*|yeux|reins|epaule\w*|hanche\w*))\b|\b(?:jambe|bras|poignet|cheville|doigt|pied|main|cote|hanche|epaule|genou)s? (?:\w+ )?(?:casse|fracture|foule|blesse|brule|plat)\w*",
        r"\b(?:votre|vos|sa|son|ses|de|une|l'|cette) ?(?:\w+ )?(?:operation|intervention|blessure|brulure|chute) (?:du|de la|au|a la|chirurgicale|recente)\b|\bvous (?:souffrez|souffriez) (?:de|du|d'une|d'un)\b"
        r"|\b(?:vous (?:etes|etiez|soyez|voir)|etant|(?:votre|son|sa) \w+ (?:est|etait|soit)) (?:\w+ )?(?:malade|souffrante?|alitee?|operee?)\b",
    ),
    "en": Phrases(
        r"\b(?:pregnan\w+|depressi(?:on|ve)|illness(?:es)?|cancer|disabilit\w+|disabled|diabet\w+|asthma\w*|allerg\w+|medical (?:condition|treatment|history)|surgery|hospitali[sz]\w+"
        r"|epilep\w+|burn-?out|miscarriage|mental health|heart (?:attack|condition|failure)|a stroke|tumou?rs?|addiction|anxiety|panic attacks?|health (?:problems?|condition|issues?|scare)"
        r"|chemo\w*|radiotherapy|dementia|alzheimer\w*|parkinson\w*|autis\w+|wheelchair|crutches|blind(?:ness)?|deaf\w*|food poisoning|migraines?|sciatica|arthritis|eczema|covid|concussion|ptsd"
        r"|insulin|inhaler|pacemaker|hospice|rehab|seizures?|vertigo|back pain|sprain\w*|fractur\w+|adhd|dyslexi\w+|visually impaired|hard of hearing|reduced mobility|salmonella|postpartum|newborn in intensive care)\b",
        r"\bbroken (?:\w+ )?(?:wrist|arm|leg|ankle|hip|finger|foot|toe|rib|collarbone|nose|shoulder)s?\b|\b(?:bad|sore|injured|burned|burnt|swollen) (?:\w+ )?(?:back|knee|hip|hand|foot|leg|arm|eyes?|wrist|ankle)\b"
        r"|\b(?:wrist|arm|leg|ankle|hip|finger|foot|hand|knee|shoulder|back) (?:injur\w+|operation|surgery|fracture)\b",
        r"\b(?:your|their|his|her) (?:\w+ )?(?:operation|injur(?:y|ies)|recovery|symptoms?|diagnosis|medication|burns)\b|\b(?:you(?:'re| are| were)|being) (?:\w+ )?(?:ill|unwell|in pain|poorly|in hospital)\b|\bmonths? pregnant\b",
    ),
}
_NOT_HEALTH = re.compile(
    r"\b(?:sans (?:handicap|maladie)|handicap (?:pour nous|de taille)|maladie (?:du|de la) (?:vin|plante)|aveugle(?:ment)? confiance|blind (?:date|spot|faith|tasting)|sourde oreille|deaf ears?|allergi\w+ (?:aux? )?(?:files? d'attente|lundis?)"
    r"|blinds?|urgences? (?:du dossier|d'y)|accessible aux|acces (?:pmr|handicap\w*)|wheelchair (?:access|users)|places? pmr|plateforme|platre (?:sec|au mur|du plafond|mural)|plafond)\b"
)
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
    r"\b(?:ou vous (?:habitez|residez|vivez|logez)|(?:votre|vos) (?:\d+|logement|appartement|maison|immeuble)|you down as|two doors|from you|your (?:place|flat|house|building|doorstep|street|neighbour\w*)|voisin\w*|neighbours?|chez vous|votre (?:domicile|adresse|telephone|portable|mobile)|habitez|livreur|vous joindr\w+|vous rappel\w+"
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
        theirs = match.group() in sources.comment.low or personal or bool(_PRIVATE_MAIL.search(match.group()))
        if theirs and not known_contact(sources, match.group()):
            yield "privacy.email", *match.span()
    for match in _SPOKEN_MAIL.finditer(low):
        yield "privacy.email", *match.span()
    for match in PHONE.finditer(low):
        a, b = match.span()
        if free(a, b) and (match.group().startswith(("0", "+")) or known_phone(sources, match.group())):
            taken.append((a, b))
            theirs = match.group() in sources.comment.low or personal or bool(_MOBILE.match(match.group()))
            if theirs and not known_phone(sources, match.group()):
                yield "privacy.phone", a, b
    for match in _COMPANY.finditer(low):
        a, b = match.span(1 if match[1] else 2)
        if free(a, b):
            taken.append((a, b))
            yield "privacy.company_id", a, b
    for match in _PLATE.finditer(reading.text, sentence.start, sentence.end):
        a, b = match.start() - sentence.start, match.end() - sentence.start
        if free(a, b) and not any(low[a:b] in s.low for s in sources.known):
            taken.append((a, b))
            yield "privacy.plate", a, b
    for match in (*_LOCATOR.finditer(low), *_SPACED.finditer(low)):
        a, b = match.span(1)
        if free(a, b) and sum(c.isdigit() for c in match[1]) >= (1 if match.re is _LOCATOR else 5):
            taken.append((a, b))
            yield "privacy.order_number", a, b
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
        written = match.group()
        known = any(written in s.low for s in sources.known)
        if (
            free(a, b)
            and not known
            and (written[0] == "#" or written in sources.comment.low or _MIXED.match(written))
        ):
            yield "privacy.order_number", a, b
    for pattern in (ADDRESS, _POSTAL):
        for match in pattern.finditer(low) if personal or pattern is _POSTAL else ():
            theirs = personal or match.group() in sources.comment.low
            if theirs and not any(
                stems(match.group()) <= s.stems for s in sources.known if stems(match.group())
            ):
                yield "privacy.address", *match.span()
                break
    health = reading.first(_HEALTH[sentence.language], sentence)
    if health and not _NOT_HEALTH.search(low) and not sources.tell(low) and not sources.vouch(low):
        yield "privacy.health", *health
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
