"""Reviews: no bargaining over them, no gift for them, no apology with an "if"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.finding import Finding
from assistant.tone.guards.messages import breach
from assistant.tone.phrases import Phrases
from assistant.tone.reading import Reading
from assistant.tone.support import Sources

_FR_REVIEW = r"(?:avis|notes?|commentaires?|evaluations?|etoiles?|appreciations?|notations?|temoignages?|message|publication|post)"
_EN_REVIEW = r"(?:reviews?|ratings?|comments?|stars?|scores?|feedback|posts?|testimonials?|one-star)"
_BARGAIN = {
    "fr": Phrases(
        r"\b(?:retir|supprim|modifi|chang|effac|revis|reconsider|rehauss|ameliore?|augment|corrig|enlev|actualis|remont|reevalu|adouci|nuanc)"
        r"(?:er|ez|iez|erez|eriez|ir|issez) (?:[\w']+ ){0,2}?(?:votre|vos|cet|ce|cette|la|le|l')(?: ?\w+)? ?"
        rf"{_FR_REVIEW}\b",
        rf"\b(?:revoir|revoyiez|reverrez|reverriez|revenir sur|mettre a jour|remettre) (?:a la hausse )?(?:votre|vos|cet|ce|la|le) (?:\w+ )?{_FR_REVIEW}\b",
        rf"\b(?:mise a jour|retrait|suppression|modification|revision) (?:de |du )(?:votre |cet |l'|ce )?(?:\w+ )?{_FR_REVIEW}\b",
        r"\b(?:quelques|une|des|plus d'|deux|davantage d')? ?etoiles? (?:de plus|supplementaires?|en plus)\b",
        r"\b(?:passer|monter|arriver|aller) a (?:cinq|5|quatre|4) etoiles\b|\b(?:retir|supprim|modifi|chang|effac|nuanc|adouci|corrig)\w* (?:cette|cet|ce|votre) "
        r"(?:note|avis|commentaire)\b",
        r"\b(?:laissez|mettez|accordez|attribuez)(?:-nous)? (?:\w+ )?(?:cinq|5|quatre|4) etoiles\b",
    ),
    "en": Phrases(
        rf"\b(?:take down|remove|delete|change|edit|amend|update|revise|reconsider|raise|upgrade|improve|withdraw|alter|rethink|revisit|adjust|modify|boost|erase|tone down|toning down|soften\w*|clear|scrap|reconsidering|changing|editing|deleting|removing|updating|raising)"
        rf" (?:your|this|that|the|it)(?: \w+)? ?{_EN_REVIEW}\b",
        rf"\b(?:update|change|amendment|edit|revision|removal|deletion) (?:to|of) (?:your|this|that|the) (?:\w+ )?{_EN_REVIEW}\b",
        r"\b(?:move|go|come|bring us|take us) (?:up )?to (?:five|5|four|4) stars\b|\b(?:more|extra|additional|higher) stars?\b|(?:^|\b(?:please|kindly|do|and|to|you) )(?:give|leave) us (?:five|5|four|4) stars\b",
    ),
}
_INFORMS = re.compile(
    r"\bvous pouvez (?:modifier|supprimer|retirer|changer) .*(?:depuis|dans) votre compte\b|\byou can (?:edit|change|delete|remove) .*(?:from|in) your account\b"
    r"|\b(?:nous|we|i|je|avons|on) (?:ne |never|don't|do not|won't|will not|cannot|n')|\bn(?:e |')[\w' ]{0,40}(?:pas|jamais|rien)\b"
    r"|\b(?:never|not) ask\b|\bnous (?:avons|n'avons) \w+ (?:retire|supprime)"
)
_GIFT = {
    "fr": Phrases(
        rf"\b(?:contre|en echange d\w*|en contrepartie d\w*|en retour d\w*|en echange|pour tout|pour chaque|moyennant) ?'?(?:une? |votre |de |d')?(?:bon |bonne |\w+ )?{_FR_REVIEW}\b"
        r"(?: (?:\w+ )?(?:positi\w+|favorable\w*))?",
        r"\b(?:avis|commentaire|note|temoignage|etoiles)(?: \w+)? (?:\w+ )?(?:vous )?(?:vaud|rapport|donner|offr|ouvrir|permettr)\w+",
        r"\b(?:laissez|mettez|deposez|donnez|postez|ecrivez|partagez|publiez|racontez) (?:[\w']+ ){0,4}?(?:avis|etoiles|commentaire|note|experience|temoignage) (?:[\w']+ )?(?:et|pour) (?:\w+ )?(?:gagn|recev|obten|benefici|tent)\w+",
    ),
    "en": Phrases(
        rf"\b(?:in exchange for|in return for|for every|for each|against) (?:an? |your |the )?(?:\w+ )?{_EN_REVIEW}\b",
        r"\b(?:review|comment|rating|testimonial|stars?)(?: \w+)? (?:will|can|could|would|may|'ll) (?:\w+ )?(?:earn|get|bring|win|give|unlock|entitle)\b",
        r"\b(?:leave|post|write|give|share|publish) (?:\w+ ){0,3}?(?:review|stars|comment|rating|experience|story|feedback) (?:\w+ )?(?:and|to) (?:\w+ )?(?:win|get|receive|earn|enjoy)\b",
    ),
}
_BENEFIT = re.compile(
    r"\b(?:bon|remise|cadeau|offr\w+|offert\w*|recev\w+|ampoule|gagn\w+|reduction|avoir|euros?|€|%|geste|code|voucher|discount|gift|free|coupon|credit"
    r"|win|get|receive|have a|reward|refund|rembours\w+|points?|lampe|lamp|bulb)\b|[€£%]"
)
_SORRY_IF = {
    "fr": re.compile(
        r"\b(?:desolee?s?|navree?s?|pardon|excusons|excuse|excuses|excuser|regrettons|regrette|confuse?s?)(?: [\w']+){0,3}? ?,? (?:si|s'il|s'ils)"
        r" (?!besoin|vous (?:le|en|y) (?:souhait|voul|avez)|vous plait|cela vous convient|vous voul|vous souhait)"
        r"|\bregrett\w+ que vous ayez (?:pu )?(?:ressenti|ressentir|percu|percevoir|eu l'impression|eu le sentiment|mal (?:vecu|pris|compris))"
        r"|\b(?:desole\w*|navre\w*) (?:que vous (?:vous sentiez|le preniez|le perceviez)|pour la gene eventuelle)|\bpour (?:la|toute) gene (?:eventuelle|occasionnee le cas)"
    ),
    "en": re.compile(
        r"\b(?:sorry|apologi[sz]e|apologies|forgive us|forgive me|regret it|excuse us)(?: \w+){0,3}? ?,? if (?!you (?:like|wish|prefer|would|have a moment|need|want))"
        r"|\bsorry (?:that )?you (?:feel|felt|took|see it|perceive\w*|think|believe)\b|\bfor any (?:inconvenience|offence|upset)\b.{0,20}\b(?:may|might) have"
    ),
}


def find(reading: Reading, sources: Sources) -> Iterator[Finding]:
    """Yields ``reviews.bargain``, ``reviews.gift`` and ``reviews.conditional_apology``."""
    for sentence in reading.sentences:
        low, language = sentence.folded, sentence.language
        span = reading.first(_GIFT[language], sentence)
        if span and _BENEFIT.search(low) and not _INFORMS.search(low):
            yield breach(reading, "reviews.gift", sentence.start + span[0], sentence.start + span[1])
        elif (span := reading.first(_BARGAIN[language], sentence)) and not _INFORMS.search(low):
            yield breach(reading, "reviews.bargain", sentence.start + span[0], sentence.start + span[1])
        match = _SORRY_IF[language].search(low)
        if match and not re.search(r"[,;] (?:et|and) (?:si|if)\b", match.group()):
            yield breach(
                reading,
                "reviews.conditional_apology",
                sentence.start + match.start(),
                sentence.start + match.end(),
            )
