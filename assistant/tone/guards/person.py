"""Persons: how the customer is addressed and named, who speaks, and words that hurt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.finding import Finding
from assistant.tone.guards.messages import breach
from assistant.tone.phrases import Phrases
from assistant.tone.reading import Reading, SentenceView, folded
from assistant.tone.support import Sources

_TU = re.compile(
    r"\b(?:tu|toi|te|tes|ta)\b|\bt'[a-z]+|(?<!\ble )(?<!\bun )(?<!\bdu )(?<!\bce )(?<!\bde )(?<!\bnotre )(?<!\bvotre )(?<!\bsur )"
    r"(?<!\bbon )\bton\b(?! sur\b)|\b(?:dis|ecris|appelle|envoie|raconte|contacte|explique)-(?:nous|moi)\b"
)
_VOUS = re.compile(r"\b(?:vous|votre|vos)\b")
_ROLE = {
    "fr": Phrases(
        r"\b(?:ma|mes) (?:commandes?|livraisons?|lampes?|factures?|reclamations?)\b|\bmon (?:colis|argent|remboursement|achat|compte|lampadaire|avis)\b",
        r"\b(?:j'ai|je n'ai|on m'a|vous m'avez|je suis) (?:\w+ ){0,2}?(?:recu|commande|achete|paye|attendu|ete (?:livre|debite|rembourse)|cliente?)\b",
        r"\bvotre (?:propre )?(?:service|sav|entreprise|societe|boutique|site|banque|magasin|support|enseigne|marque|equipe|personnel) (?:[\w']+ )?(?:est|soit|soient|etait|ait|a|ignore|m'|ne)\b",
        r"\bvotre (?:service (?:clients?|apres-vente)|sav|personnel) (?:[\w'-]+ ){0,3}?(?:injoignable|horrible|nul|incompetent|catastrophique|defaillant)\b",
    ),
    "en": Phrases(
        r"\bmy (?:orders?|parcels?|lamps?|refund|money|delivery|purchase|package|complaint|account)\b",
        r"\bi (?:was|have been|'ve been|never|received|bought|ordered|paid|waited) (?:\w+ )?(?:charged|refunded|waiting|received|bought|ordered|paid|my|for|the|got)\b",
        r"\byour (?:own )?(?:service|customer service|company|shop|store|website|staff|support|brand|team) (?:\w+ )?(?:is|was|were|be|has|ignores?|ignored|are|being|never|let)\b",
    ),
}
_GREETING = re.compile(
    r"(?:^|\n|(?<=[.!?] ))(?:Bonjour|Bonsoir|Salut|Coucou|Cher|Chère|Chers|Hello|Hi|Hey|Dear|Good (?:morning|afternoon|evening)|Merci|Thank you|Thanks)"
    r",?[ \u00a0](?P<title>(?:Monsieur|Madame|Mademoiselle|M\.|Mme|Mlle|Mr|Mrs|Ms|Miss|Mx|Dr|Sir)\.?[ \u00a0])?"
    r"(?P<name>[A-ZÀ-Ý][\w’'-]{1,30}(?:[ \u00a0][A-ZÀ-Ý][\w’'.-]{0,30}){0,2})(?=[ \u00a0]?[,!.\n:]|$| et | pour | for | and )"
)
_NOBODY = frozenset(
    "a et vous tous toutes madame monsieur mesdames messieurs client cliente clients everyone all there team customer customers sir friend ami amie lecteur"
    " chers chere cher voisins merci pour thank you we nous".split()
)
_GREETINGS = frozenset("bonjour bonsoir salut cher chere hello hi hey dear good merci thank thanks".split())
_SIGNATURE = re.compile(
    r"^(?P<name>[A-ZÀ-Ý][\w’'-]{1,25}(?:[ -][A-ZÀ-Ý][\w’'.-]{0,25}){0,2})(?:,| [–—-] |\n)(?P<rest>[^\n]{3,60})$"
)
_HARSH = re.compile(
    r"\b(?:nullite|nulle? a chier|idiote?s?|imbeciles?|cons?|conne|connards?|connasses?|connerie\w*|abrutie?s?|cretine?s?|debiles?|merd\w+|putains?|salauds?|salopes?"
    r"|encul\w+|batards?|foutre|bordel|pauvre (?:type|fille)|ignares?|parasites?|minables?"
    r"|crap\w*|shit\w*|bullshit|fuck\w*|idiot\w*|morons?|moronic|stupid\w*|bastards?|arseholes?|assholes?|dumb|imbecile\w*|bollocks|bloody useless|jerks?|losers?)\b"
)
_SOFT = re.compile(
    r"\b(?:escrocs?|escroquerie\w*|arnaqu\w+|voleurs?|voleuses?|bandits?|menteu\w+|incompeten\w+|honteu\w+|honte|nuls?|nulles?|horribles?|catastroph\w+|lamentables?"
    r"|pitoyables?|scandaleu\w+|ignobles?|pourrie?s?|bande|deplorables?|inadmissibles?|debacle|scam\w*|thie\w+|crooks?|liars?|fraud\w*|rip-?off|useless|pathetic|disgrac\w+|appalling"
    r"|disgusting|shambles|joke|terrible|awful|horrible|rubbish|shameful|incompeten\w+|shocking)\b"
)
_BLAME = {
    "fr": Phrases(
        r"\bvous (?:n')?auriez (?:pas )?du (?!recevoir|avoir|etre|obtenir|trouver|pouvoir|attendre|subir|vivre|rencontrer)\w+",
        r"\bc'est (?:\w+ )?(?:votre|de votre) faute\b|\bla faute (?:est|vient) (?:de votre|de vous|la votre)|\bpar votre faute\b|\bvous etes (?:\w+ )?(?:responsable|fautive?)\b",
        r"\b(?:il fallait|fallait-il|il aurait fallu|il suffisait de|il vous suffisait|encore faut-il|il faut savoir) (?:\w+ )?(?:verifier|lire|demander|regarder|savoir|monter|brancher|suivre|appeler|prevoir|respecter|reflechir|\w+er la notice)\b",
        r"\bsi vous aviez (?:\w+ )?(?:lu|verifie|suivi|respecte|demande|ecoute|attendu|appele|contacte)\b|\bla prochaine fois,? (?:lisez|verifiez|pensez|suivez|demandez|faites attention|soyez plus)",
        r"\bvous n'(?:avez|aviez) (?:pas (?:lu|verifie|suivi|respecte|su|compris|fait attention)|qu'a (?:lire|verifier|suivre|demander))\b|\bvous avez (?:mal|oublie|omis|neglige)\b",
    ),
    "en": Phrases(
        r"\byou should(?: not|n't)? have (?!had|received|been|got|gotten|heard|found|enjoyed|to\b|felt|waited|experienced)\w+",
        r"\b(?:it's|it is|that's|this is) (?:\w+ )?your (?:own )?(?:fault|mistake|responsibility)\b|\byou(?:'re| are) (?:\w+ )?(?:to blame|at fault|responsible for)\b",
        r"\byou (?:failed|neglected|forgot|omitted) to\b|\bhad you (?:\w+ )?(?:followed|read|checked|asked|listened)\b|\bif you had (?:only )?(?:read|followed|checked)\b",
        r"\bif you had (?:\w+ )?(?:read|followed|checked|asked|listened|waited|contacted)\b|\b(?:next time|in future),? (?:please )?(?:read|check|follow|ask|make sure|be more careful)\b",
        r"\byou (?:\w+ )?(?:wired|fitted|installed|used|plugged|mounted|handled|connected|entered|set|read) (?:\w+ ){0,3}?(?:wrong\w*|incorrectly|badly|the wrong way|upside down|carelessly)\b",
        r"\byou (?:clearly )?(?:did not|didn't|haven't) (?:bother|read|follow|check|understand|understood)\b",
    ),
}
_PLACEHOLDER = re.compile(
    r"\[(?!…|\.\.\.)[^\]\n]{2,40}\]|\{[^}\n]{1,40}\}|<(?!3)[^<>\n@]{3,40}>|\bX{2,}(?:[ .-]X{2,})*\b|_{3,}|\b(?:lorem ipsum|TODO|TBD)\b|\b(?:votre nom ici|your name here)\b",
)
_MACHINE = {
    "fr": Phrases(
        r"\ben tant qu'(?:ia|assistant|intelligence|modele)\b|\b(?:intelligence artificielle|modele de langage)\b|\bje suis une? (?:ia|assistant|intelligence|modele)\b",
        r"\bje (?:ne peux|ne suis) (?:pas|malheureusement pas) (?:vous aider|repondre a cette|en mesure de (?:repondre|vous aider|generer)|traiter cette demande|generer|rediger)\b",
        r"\bvoici (?:une|la|ma|quelques|un) (?:\w+ )?(?:reponses?|propositions?|brouillon|exemple|version|suggestion)\b|\breponse (?:possible|proposee|suggeree) ?:",
    ),
    "en": Phrases(
        r"\bas an? (?:ai|assistant|language model|artificial)\b|\b(?:large language model|artificial intelligence)\b|\bi am an? (?:ai|assistant|language model)\b",
        r"\bi(?:'m| am)? ?(?:sorry,? but i )?(?:can't|cannot|unable to|am not able to|'m not able to) (?:assist|help you|help with|comply|fulfil|generate|answer that|respond to)\b",
        r"\bhere(?:'s| is| are) (?:a|an|the|my|some) (?:\w+ )?(?:repl(?:y|ies)|responses?|drafts?|versions?|suggestions?|examples?)\b|\b(?:suggested|possible) (?:reply|response) ?:",
    ),
}


def find(reading: Reading, sources: Sources) -> Iterator[Finding]:
    """Yields ``person.*``."""
    for sentence in reading.sentences:
        for rule, a, b in _words(reading, sources, sentence):
            yield breach(reading, rule, sentence.start + a, sentence.start + b)
        yield from _signed(reading, sources, sentence)
    yield from _named(reading, sources)
    for match in _PLACEHOLDER.finditer(reading.text):
        yield breach(reading, "person.placeholder", *match.span())


def _words(reading: Reading, sources: Sources, sentence: SentenceView) -> Iterator[tuple[str, int, int]]:
    low, language = sentence.folded, sentence.language
    wrong = _wrong_address(reading, sources)
    if wrong:
        for match in wrong.finditer(low):
            if not reading.quoted(sentence.start + match.start()):
                yield "person.address", *match.span()
                break
    for rule, lexicon in (("person.role", _ROLE), ("person.blame", _BLAME), ("person.machine", _MACHINE)):
        span = reading.first(lexicon[language], sentence)
        if span and not (rule == "person.role" and _not_a_reply(reading, sentence.start + span[0])):
            if rule == "person.blame" and (
                sentence.question
                or re.search(r"\b(?:pas|rien de) (?:de )?votre faute|\bnot your|\b(?:none|nothing) of\b", low)
            ):
                continue
            yield rule, *span
    harsh = _HARSH.search(low)
    if harsh:
        yield "person.insult", *harsh.span()
    for match in _SOFT.finditer(low):
        if re.search(rf"\b{re.escape(match.group().rstrip('s'))}", sources.comment.low):
            yield "person.insult", *match.span()


def _not_a_reply(reading: Reading, start: int) -> bool:
    """Scripts and posts may show a customer speaking, and so may a quotation."""
    return reading.context.kind in ("script", "post") or reading.quoted(start)


def _wrong_address(reading: Reading, sources: Sources) -> re.Pattern[str] | None:
    if reading.language != "fr":
        return None
    for code, locale in sources.charted.charter.settings.languages.supported.items():
        if code.split("-")[0] == "fr":
            return _TU if locale.address == "vous" else _VOUS
    return None


def _tokens(name: str) -> set[str]:
    return set(re.findall(r"[a-z]{2,}", folded(name)))


def _named(reading: Reading, sources: Sources) -> Iterator[Finding]:
    if reading.context.kind in ("script", "post"):
        return
    settings = sources.charted.charter.settings
    comment = reading.context.comment
    known = _tokens(sources.author)
    if comment is not None:
        known |= _own_signature(comment.whole)
    if not settings.signature.use_customer_name:
        known = set()
    for match in _GREETING.finditer(reading.text):
        name = _tokens(match["name"])
        if not name or name <= _NOBODY or any(name <= _tokens(own) for own in sources.charted.own_names):
            continue
        if not name - _NOBODY <= known:
            yield breach(reading, "person.name", *match.span("name"))


def _own_signature(text: str) -> set[str]:
    """The name a customer signed with: one to three capitalised words that end the comment."""
    last = text.rstrip(" .!\n").rsplit("\n", 1)[-1]
    last = re.split(r"[.!?…,:;]\s+|\s[-–—]\s", last)[-1].strip(" -–—")
    found = last.split()
    if 1 <= len(found) <= 3 and all(w[:1].isupper() for w in found) and not last.isupper():
        return _tokens(last)
    return set()


def _signed(reading: Reading, sources: Sources, sentence: SentenceView) -> Iterator[Finding]:
    match = _SIGNATURE.match(reading.text[sentence.start : sentence.end])
    if not match or not sources.sender:
        return
    settings = sources.charted.charter.settings
    rest = folded(match["rest"])
    teams = [folded(team) for team in settings.identity.team.values()]
    if not any(mark in rest for mark in (folded(settings.identity.brand), *teams)):
        return
    name = _tokens(match["name"])
    if name & _GREETINGS:
        return
    if not name <= _tokens(sources.sender) and not any(name <= _tokens(o) for o in sources.charted.own_names):
        yield breach(
            reading, "person.sender", sentence.start + match.start("name"), sentence.start + match.end("name")
        )
