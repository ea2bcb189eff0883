"""Persons: how the customer is addressed, who speaks, and words that hurt. Names: ``named``; gender: ``gender``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.finding import Finding
from assistant.tone.guards.messages import breach
from assistant.tone.phrases import Phrases
from assistant.tone.reading import Reading, SentenceView
from assistant.tone.support import Sources

_TU = re.compile(
    r"\b(?:tu|toi|te|tes|ta)\b|\bt'[a-z]+|(?<!\ble )(?<!\bun )(?<!\bdu )(?<!\bce )(?<!\bde )(?<!\bnotre )(?<!\bvotre )(?<!\bsur )"
    r"(?<!\bbon )\bton\b(?! sur\b)|\b(?:dis|ecris|appelle|envoie|raconte|contacte|explique)-(?:nous|moi)\b"
)
_VOUS = re.compile(r"\b(?:vous|votre|vos)\b")
_FAMILIAR = {
    "fr": Phrases(
        r"\b(?:mon|ma) (?:pote|poto|cherie?|belle|beau|grande?|chou|coco|cocotte|petit pere|vieux|vieille|lapin|poule|puce|coeur)\b",
        r"(?:^|[.!?,] )(?:yo|wesh|bah (?:oui|non)|ouais|frerot|gros|meuf|mec|les gars|coucou toi|salut toi)\b",
        r", (?:mec|gros|poto|frerot|meuf|ma grande|l'ami|champion|chef|patron)(?: ?[,.!?]|$)|\b(?:bisous?|gros bisous|bizz?|des bises)\b|\bc'est (?:chaud|ouf|relou)\b",
    ),
    "en": Phrases(
        r"(?:^|[.!?,] )(?:yo|howdy|sup|what's up|wassup|gurl|girl|sis|bro|bruv|oi)\b",
        r"(?:^|, |\bhey |\bhi |\bthanks |\bok |\bsure |\blisten,? )(?:my friend|pal|mate|buddy|bud|dude|bestie|darling|hun|hon|babe|champ|boss|legend|sweetie|chief|big guy|dear friend)(?: ?[,.!?:]|$| )",
        r"\byou (?:absolute )?legend\b|\bxoxo\b|\b(?:hugs and kisses|big hugs|lots of love)\b|\b(?:gotcha|ugh|lmao|lol)\b",
    ),
}
"""Closer than a company may come, in both languages."""
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
_HARSH = re.compile(
    r"\b(?:nullite|nulle? a chier|idiote?s?|imbeciles?|cons?|conne|connards?|connasses?|connerie\w*|abrutie?s?|cretine?s?|debiles?|merd\w+|putains?|salauds?|salopes?"
    r"|encul\w+|batards?|foutre|bordel|pauvre (?:type|fille)|ignares?|parasites?|minables?"
    r"|saloperies?|chiante?s?|crap\w*|shit\w*|damn\w*|goddamn|bullshit|fuck\w*|idiot\w*|morons?|moronic|stupid\w*|bastards?|arseholes?|assholes?|dumb(?! waiter| bell)|imbecile\w*|bollocks|bloody useless|jerks?|losers?)\b"
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
    r"%[A-ZÀ-Ý_]{3,30}%|(?<!\w)\$[a-z_]{3,30}\b|\b[A-Z]{3,20}_[A-Z_]{2,20}\b|\bxxx?@|__:__|__[a-z]\w*__|\b[XN] (?:to|à|et|and) [YM]\b"
    r"|\((?:nom|prénom|numéro|date du|name|number|insert|insérer|votre nom|your name|order number|hotel name)\b[^()\n]{0,40}\)"
    r"|\[(?!…|\.\.\.)[^\]\n]{2,40}\]|\{[^}\n]{1,40}\}|<(?!3)[^<>\n@]{3,40}>|\bX{2,}(?:[ .-]X{2,})*\b|_{3,}|\b(?:lorem ipsum|TODO|TBD)\b|\b(?:votre nom ici|your name here)\b",
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
    span = reading.first(_FAMILIAR[language], sentence)
    if span and not reading.quoted(sentence.start + span[0]):
        yield "person.address", *span
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
