"""Wording that binds a company, by kind, in French and English, on folded text (no accents, lower case).

``VERBS`` bind by themselves: someone will give, do or owe something. ``NOUNS`` bind where nothing in the
sentence (``NOT_OURS``) says that they are the customer's wish, wait or trouble.
"""

from __future__ import annotations

import re

from assistant.tone.phrases import Phrases

KINDS = (
    "refund",
    "compensation",
    "gesture",
    "replacement",
    "deadline",
    "guarantee",
    "admission",
    "threat",
    "accusation",
)

_W2 = r"(?:[\w'-]+ ){0,2}"
_W4 = r"(?:[\w'-]+ ){0,4}"
_P = r"(?:vous |le |la |les |l'|lui |en |y |nous )*"
_GO = (
    r"(?:allons|vais|va|vont|pouvons|peux|peut|devons|decide de|acceptons de|proposons de|engageons a|engage a|pretes? a|prets a"
    r"|comptons|veillerons a|tenons a|tiens a|aimerions|souhaitons|voudrions|sur nous pour|plaisir de|soin de"
    r"|possible de|afin de|heureux de|ravis de|hesiterons pas a|serions (?:heureux|ravis) de|propose de)"
)
_WILL_BE = (
    r"(?:serez|sera|seront|allez etre|va etre|vont etre|va vous etre|vous (?:est|sont|sera|seront)|est en train d'etre"
    r"|doit etre|devrait etre|pourra etre|pourrez etre)"
)


def _er(stem: str) -> str:
    """What a French verb in -er says when we are its subject, or its future passive."""
    return (
        rf"\b{stem}(?:erons|erai|era|eront)\b|\b(?:nous|et|vous) {_P}{stem}(?:ons|eons)\b"
        rf"|\b(?:je|on|j') ?{_P}{stem}e\b|\b{_GO} {_P}{_W2}{stem}er\b|\b{_WILL_BE} {_W4}{stem}ee?s?\b"
    )


_FR_DAY = (
    r"(?:demain|ce soir|midi|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|noel|(?:la )?fin d|la semaine|le \d"
    r"|quelques|peu|une|un)"
)
_FR_N = r"(?:une?|deux|trois|quatre|cinq|six|sept|huit|dix|douze|quinze|vingt|vingt-quatre|quarante-huit|trente|quelques|\d+)"
_FR_TIME = r"(?:jours?|heures?|h\b|semaines?|minutes?|mois|j\b|quinzaine)"

_FR_VERBS = {
    "refund": (
        r"\b(?:somme|montant|argent|totalite|integralite|prix|paiement) (?:[\w'%]+ ){0,6}?(?:vous (?:revien|ser|parvien|est|sont)\w*|vous etes? rendu|va vous|sera|seront)\b",
        r"\b(?:rends?|rendons|restitue|restituons) (?:tout )?(?:votre|l') ?(?:argent|integralite|somme)",
        r"\bconsiderez(?:-vous| cela| la chose)? (?:comme )?rembourse\w*",
        _er("rembours"),
        _er("recredit"),
        _er("recredi"),
        rf"\b(?:{_WILL_BE}) {_W4}(?:rendue?s?|restituee?s?|creditee?s?|recredites?|reversee?s?)\b",
        r"\bvous (?:le |la |les |l')?(?:rendrons|restituerons|crediterons|reverserons)\b|\b(?:restituerons|crediterons)\b|\bnous vous (?:rendons|restituons)\b",
        rf"\b(?:allons|vais|pouvons) {_P}(?:rendre|restituer|crediter|reverser)\b",
        rf"\b(?:procedons|procede|procederons|procederai|proceder|lancons|lance|effectuons|declenchons|validons|accordons"
        rf"|acceptons|proposons|offrons) (?:a |au |un |le |votre |des maintenant ){_W2}remboursement",
        rf"\b(?:virement|remboursement) {_W4}{_W4}(?:sera|va|vous (?:est|sera|parviendra)|interviendra|arrivera|arrive"
        rf"|est (?:en cours|en route|valide|accorde|acquis|lance|prevu)|apparaitra)\b",
        r"\b(?:recevrez|obtiendrez|aurez|toucherez|avez droit a) (?:un |le |votre )(?:\w+ )?remboursement",
        r"\b(?:recuperer|recupererez|reverrez) (?:tout )?votre argent",
        r"(?:^|[.!?] )remboursement (?:integral|complet|total|partiel|immediat|accord|effectu|assur|garanti)\w*",
        r"\bsatisfait ou rembourse",
    ),
    "compensation": (
        r"\b(?:assum|support|regl|pai|pay|prend|couvr|verser|financ)\w*(?:rons|rai|ra|ons) (?:[\w'%]+ ){0,4}?(?:couts?|frais|factures?|depenses?|degats?|reparations?|note|addition)\b",
        r"\b(?:est|sont|sera|seront|restera|resteront|reste) (?:\w+ )?(?:a notre charge|a nos frais|pour (?:notre compte|nous))\b|\ba nos frais\b|\ba notre charge\b",
        _er("dedommag"),
        _er("indemnis"),
        _er("compens"),
        r"\b(?:prendrons|prenons|prendrai|prends|prendre) (?:[\w']+ ){0,3}?(?:a notre|en) charge\b",
        rf"\b(?:frais|reparations?|couts?|port) (?:[\w']+ ){{0,5}}?(?:{_WILL_BE}|sont|est) {_W2}(?:couvert|pris|prise|regle|paye)\w*",
        rf"\b(?:dedommagement|indemnisation|indemnite|compensation) {_W4}(?:sera|va|vous|est (?:prevu|acquis))",
        r"\b(?:verserons|versons|verserai|payerons|paierons|reglerons) (?:une?|la|les|vos|cette)\b",
    ),
    "gesture": (
        r"\b(?:bon|cheque|avoir|remise|reduction|cadeau|code|ristourne) (?:[\w'%]+ ){0,6}?(?:sera|seront|va (?:vous )?etre|vous (?:ser|est|attend|parvien|vaud)\w*)\b",
        r"\b(?:permettez|laissez)-(?:nous|moi) (?:de )?(?:vous )?(?:offrir|adresser|envoyer|accorder|gater)\b|\bnous vous gat\w+",
        r"\bvous vaudra\b|\bprofitez (?:de|d'|des) (?:[\w%]+ ){0,3}?(?:sur|de remise|de reduction|offert)",
        r"\b(?:ferons|ferai|faisons|fera|faire) (?:\w+ )?un (?:\w+ )?geste\b",
        rf"\b(?:offrirons|offrirai|offrons|offrira)\b|\b(?:je|on) vous offre\b|\b{_GO} {_P}{_W2}offrir\b",
        rf"\b(?:vous (?:est|sera|seront)|sera|seront) {_W2}offerte?s?\b",
        r"\b(?:prochaine?|suivante?|premiere?) (?:[\w']+ ){0,3}?est (?:pour nous|offerte?|gratuite?)",
        r"\best (?:pour nous|offerte? par la maison|cadeau)\b",
        r"\b(?:geste (?:commercial)?|bon d'achat|bon de reduction|code promo|remise|reduction|avoir|cheque) (?:[\w'%]+ ){0,5}?"
        r"(?:vous (?:attend|est|sera|parviendra)|sera|va)\b",
        r"\b(?:beneficierez|beneficiera|profiterez|recevrez|aurez droit) (?:[\w']+ ){0,3}?"
        r"(?:remise|reduction|bon|cadeau|geste|avoir|ristourne|rabais|code|livraison offerte|%)",
        r"\b(?:envoyons|enverrons|envoyer|parvenir|adressons|adresserons|adresser|preparons|reservons|glisserons|accordons"
        r"|accorderons|accorder|accorde|ferons|faisons|faire|consentons|consentir|deduirons|proposons|proposer)"
        r" (?:[\w']+ ){0,4}?(?:cadeau|geste|remise|bon d'achat|avoir|ristourne|rabais|reduction|code promo|surprise|attention)\b",
        r"\b\d+ ?(?:%|pour cent) (?:de (?:remise|reduction)|sur votre)",
    ),
    "replacement": (
        r"\b(?:une?|autre|neufs?|neuves?|nouve\w+) (?:[\w'%]+ ){0,4}?(?:vous )?(?:sera|va etre|est|part|partira) (?:\w+ ){0,2}?(?:envoye|expedie|livre|adresse|poste|remis|remplace|en route)\w*",
        r"\bechange (?:\w+ )?vous (?:est|sera)\b",
        _er("remplac"),
        r"\b(?:echangerons|echangerai)\b(?! avec| sur| ensemble| de vive| a ce| par)",
        rf"\b(?:nous|je|on) {_P}echange(?:ons)?\b (?:votre|cet|ce|la|le|l')",
        rf"\b{_WILL_BE} {_W4}(?:echange|renvoye|reexpedie)e?s?\b",
        rf"\b{_GO} {_P}{_W2}echanger (?:votre|cet|ce|la|le|l')",
        r"\b(?:enverrons|renverrons|renvoyons|renvoie|envoyons|reexpedions|reexpedierons|expedions|expedierons|livrerons"
        r"|renvoyer|envoyer|reexpedier|expedier|fournirons) (?:[\w']+ ){0,2}?(?:une? )?"
        r"(?:neufs?|neuves?|nouve\w+|autres?|(?:second|deuxieme)|exemplaire|piece|remplacement)\b",
        rf"\b(?:nouve(?:l|lle|au)|neuve?|autre|second\w?|piece) {_W4}(?:vous )?(?:sera|va|est|part|arrivera|arrive|partira)"
        rf" {_W4}(?:envoye|expedie|livre|adresse|en route|chez vous)",
        r"\b(?:un|le) (?:remplacement|echange) (?:\w+ ){0,2}?(?:sera|va|vous (?:est|sera)|est (?:prevu|en cours))",
    ),
    "deadline": (
        r"\b(?:comptez|prevoyez|attendez|patientez|accordez-nous) (?:environ |encore )?(?:une?|deux|trois|quatre|cinq|dix|quinze|quelques|\d+) (?:[\w'-]+ )?(?:jours?|heures?|h\b|semaines?|minutes?|mois)",
        r"(?:\b\w+(?:rez|ra|ront|rons|rai)\b|\bva\b|\ballons\b|\bvais\b)(?: [\w']+){0,8}? (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|ce soir|aujourd'hui|cette semaine|dans l'heure|ce mois-ci)\b",
        r"^(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|demain|ce soir)[ ,](?:[\w',]+ ){0,5}?\w+(?:rez|ra|ront|rons|rai)\b",
        rf"\bsous (?:les )?{_FR_N}(?: {_W2}|-?){_FR_TIME}",
        rf"\bd'ici (?:a |au |la |le |les )?{_FR_DAY}",
        rf"\b(?:dans|sous) (?:un delai (?:maximum |maximal )?de |les |la |l'){_W2}?(?:{_FR_N} )?(?:prochaine?s? )?"
        rf"(?:{_FR_TIME}|heure|journee|semaine)",
        rf"\b(?:dans|en) (?:moins de )?{_FR_N} {_W2}?(?:jours?|heures?|h\b|semaines?|minutes?)",
        r"\b(?:avant|au plus tard|pas plus tard que|des) (?:le |la |ce |cette )?(?:demain|ce soir|soir|midi|lundi|mardi"
        r"|mercredi|jeudi|vendredi|samedi|dimanche|noel|fin d|la fin|semaine prochaine|prochaine semaine|\d+)",
        r"\b(?:aujourd'hui meme|dans la (?:journee|foulee)|dans l'heure|(?:des )?demain (?:matin|soir|au plus tard)|demain$)",
        r"\b(?:la semaine prochaine|lundi prochain|mardi prochain|jeudi prochain|vendredi prochain)\b",
    ),
    "guarantee": (
        r"\b(?:mettrons|mettons|mettrai|ferons|faisons|mettre|faire) (?:absolument )?tout (?:en (?:oe|œ)uvre|notre possible|ce qui|pour|le necessaire)",
        r"\btout (?:sera|est) (?:fait|mis en (?:oe|œ)uvre) pour\b|\bvous (?:ne )?serez (?:pas |plus |enfin )?(?:satisfaite?|contente?|dec\w+|rassuree?)\b",
        r"\b(?:cela|ca|ce) ne se (?:re)?produira\b|\bn'aura plus lieu\b|\bnous y veillerons\b",
        r"\b(?:peux|pouvons|tiens a|tenons a) vous (?:assurer|garantir|certifier|promettre) (?:que|qu')",
        r"\b(?:garantissons|garantirons|garantirai)\b|\b(?:je|on) (?:vous )?(?:le )?garantis\b",
        r"\b(?:nous nous|je m'|on s')\s?engage(?:ons|rons|rai)?\b|\bnotre engagement\b|\bnous prenons l'engagement\b",
        r"\b(?:nous|je|on) (?:vous )?(?:le |en )?(?:promet(?:tons|s)|promettrons|jurons|jure|certifions|donnons notre parole)\b",
        r"\b(?:nous|je) (?:vous )?(?:assurons|assure|confirmons|confirme) (?:que|qu')",
        r"\b(?:avez|donne|donnons) (?:notre|ma) parole\b|\bparole d'honneur\b|\bnotre parole\b",
        r"\bne (?:se|s') ?(?:re)?produira (?:plus|pas|jamais)|\bn'arrivera (?:plus|pas)\b|\bplus jamais\b"
        r"|\bne se (?:repetera|renouvellera) (?:plus|pas)",
        r"\bsoyez (?:assuree?s?|certaine?s?|sure?s?|rassuree?s?)\b(?! de (?:notre|toute|nos|tout))",
        r"\b(?:sans faute|a coup sur|quoi qu'il arrive|quoi qu'il en coute)\b",
        r"\b(?:comptez|compter) sur nous pour\b|\bnous veillerons a ce que\b|\bferons en sorte (?:que|de)\b",
        r"\b(?:nous|on) (?:ferons|fera) (?:mieux|tout|le maximum|l'impossible)\b|\bla prochaine fois (?:sera|tout)",
    ),
    "admission": (
        r"\b(?:reconnaissons|admettons|avouons) (?:avoir|etre|que nous)\b|\b(?:nous|notre \w+) qui (?:sommes|est|avons) (?:\w+ )?(?:responsable|fautif|en faute|en tort|commis)\w*",
        r"\b(?:faute|erreur|responsabilite|tort|torts?) (?:nous|m') ?(?:revien|incomb|appartien)\w*|\bla faute est la notre\b",
        r"\bn'avons pas (?:respecte|tenu|honore|rempli|assume)\b|\bnous avons (?:manque a|trahi|enfreint|viole)\b",
        r"\b(?:notre|nos|le|la|l'|un de nos|une de nos) ?(?:vendeu\w+|conseill\w+|equipes?|livreurs?|collegues?|services?|techniciens?|magasins?|boutiques?|preparateurs?|atelier)(?: [\w']+){0,3}? (?:s'est (?:\w+ )?tromp|se sont tromp|a (?:eu tort|commis|failli|menti|faute|mal (?:agi|fait|emball|prepar))|ont (?:eu tort|commis|failli|menti))\w*",
        r"\b(?:c'est|c'etait|il s'agit d'|ceci est) ?(?:[\w']+ ){0,3}?(?:de )?(?:notre|ma) (?:faute|erreur)\b",
        r"\b(?:nous avons|j'ai|on a) (?:[\w']+ ){0,3}?(?:commis|fait|faute|failli|mal agi|ete negligents?|rate)\b"
        r"(?: (?:une?|cette|des|la|l') ?(?:\w+ )?(?:erreur|faute|negligence|betise|impair))?",
        r"\b(?:erreur|faute|negligence|responsabilite|manquement) (?:vient )?(?:de notre part|nous (?:incombe|revient)|est (?:la )?notre|chez nous)",
        r"\bnotre (?:entiere |pleine |propre |seule )?(?:responsabilite (?:est|dans|pour)|faute|negligence|tort|manquement)\b",
        r"\bnous (?:sommes|reconnaissons|assumons|admettons|endossons)(?: [\w']+){0,4}? "
        r"(?:responsables?|fautifs?|faute|erreurs?|torts?|responsabilite|en tort|negligence)\b",
        r"\bpar notre faute\b|\bnous avons (?:eu )?tort\b|\bmea culpa\b|\best a blamer\b",
    ),
    "threat": (
        r"\b(?:releve\w*|passible\w*|tombe\w* sous le coup) (?:du|de|d')\b(?: \w+)? ?(?:penal|loi|justice|delit|sanctions?|poursuites)|\bdu penal\b|\bhuissiers?\b|\bpenalement\b",
        r"\b(?:police|gendarmerie|procureur|tribunal|tribunaux)\b(?: [\w']+){0,4}? (?:sera|seront|saisi|informe|prevenu)\w*|\bnous (?:vous )?(?:retrouverons|savons ou vous)\b",
        r"\b(?:port|depos)(?:er|ons|erons|e|erai) (?:une )?plainte\b|\bpoursuites?\b|\bpoursuivr\w+ (?:[\w']+ ){0,3}?(?:justice|tribuna\w+)",
        r"\b(?:nos|notre|un|mon) (?:avocats?|conseils? juridiques?|huissiers?)\b",
        r"\breserv\w+ (?:[\w']+ ){0,2}?le droit\b|\bactions? (?:en justice|judiciaires?|legales?)\b|\bvoies? (?:judiciaires?|de droit|legales?)\b",
        r"\bmise en demeure\b|\bdevant (?:les tribunaux|la justice|le juge)\b|\bsaisi\w* (?:la justice|les tribunaux|notre avocat)",
        r"\bsous peine de\b|\b(?:vous exposez|vous expose|assumer(?:ez)? les consequences|en subirez les consequences|a vos risques)\b",
        r"\b(?:vous (?:le )?regretterez|vous voila (?:prevenu|averti)|premier et dernier avertissement)\b",
    ),
    "accusation": (
        r"\b(?:n'etes|n'avez|etes) (?:[\w']+ ){0,3}?jamais (?:venue?s?|mis les pieds|achete|commande|entre|passe|eu affaire|visite)\w*",
        r"\b(?:semble|parait|est|a l'air)(?: [\w']+){0,3}? (?:fabrique\w*|invente\w*|peu credible|douteux|suspect)\b|\bvos (?:accusations|propos|allegations) sont (?:\w+ )?(?:fau|infond|mensong|ridicul)\w*",
        r"\binvente\w* de toutes pieces\b|\bmonte de toutes pieces\b|\bpure invention\b|\bvous (?:etes|semblez)(?: \w+)? (?:un|une) (?:menteu\w+|concurrent\w*|troll|affabulat\w+)",
        r"\b(?:eman\w+|vien\w+|provien\w+|issu\w*|signe\w*)(?: [\w']+){0,2}? d'une? (?:rival\w*|concurrent\w*|ancien\w* employe\w*|jaloux|personne malveillante)",
        r"\bvous (?:nous )?(?:mentez|avez menti|inventez|fabulez|affabulez|exagerez|trichez|abusez|calomniez|diffamez|racontez n'importe)\b",
        r"\b(?:mensonges?|mensong\w+|diffam\w+|calomni\w+|affabulation\w*)\b",
        r"\b(?:votre|ce|cet|un) faux (?:avis|commentaire|profil|temoignage)\b",
        r"\b(?:avis|commentaire|temoignage|message|compte|profil) (?:est|semble|parait|serait)(?: [\w']+){0,2}? "
        r"(?:faux|fake|bidon|invente|malveillant|malhonnete|frauduleux)\b",
        r"\b(?:poste|ecrit|redige|publie|laisse|paye|envoye|depose)e? par (?:un |nos |l'un de nos )concurrents?\b",
        r"\bvous (?:travaillez|etes) (?:pour|chez|un|une|envoye\w* par)(?: \w+)? concurrente?s?\b",
        r"\bn'(?:etes|avez)(?: [\w']+){0,2}? (?:jamais|pas)(?: [\w']+){0,2}? client\w*|\bde mauvaise foi\b|\bmauvaise foi\b",
        r"\bvous cherchez (?:a|juste|seulement|simplement)(?: \w+)? (?:nuire|salir|profiter|gratter|obtenir)",
    ),
}
_FR_NOUNS = {
    "refund": (r"\bremboursements?\b", r"\bremboursee?s?\b"),
    "compensation": (r"\b(?:dedommagements?|indemnisations?|indemnites?|compensations?)\b",),
    "gesture": (
        r"\b(?:geste commercial|bons? d'achat|bons? de reduction|codes? promo\w*|cheques? cadeaux?|ristourne|rabais"
        r"|une (?:remise|reduction)|un avoir)\b",
        r"\b(?:gratuitement|gracieusement|a titre gracieux|offerte?s?)\b",
    ),
    "replacement": (r"\b(?:remplacement|echange (?:standard|gratuit|immediat)|piece de rechange)\b",),
}

_EN_WILL = (
    r"(?:will|'ll|shall|are going to|'re going to|am going to|'m going to|is going to|can|are happy to|'re happy to"
    r"|are glad to|'d be (?:happy|glad|delighted) to|would be (?:happy|glad|delighted) to|would like to|'d like to"
    r"|are prepared to|are willing to|want to|are ready to|am happy to)"
)
_EN_WE = r"(?:we|i|our team|the team|you can count on us to|let us|allow us to)"
_EN_BE = (
    r"(?:will be|'ll be|is going to be|are going to be|shall be|is being|are being|can be|is to be|has to be)"
)
_EN_DAY = (
    r"(?:tomorrow|tonight|noon|monday|tuesday|wednesday|thursday|friday|saturday|sunday|christmas|the end of|the weekend"
    r"|next week|next month|\d+(?:st|nd|rd|th)?)"
)
_EN_N = r"(?:an?|one|two|three|four|five|six|seven|eight|ten|twelve|fourteen|twenty-four|forty-eight|a few|a couple of|the next|\d+)"
_EN_TIME = r"(?:(?:\w+ ){0,2}?(?:days?|hours?|hrs?|weeks?|minutes?|months?|h\b))"


def _en(base: str, participle: str, progressive: str) -> str:
    """What an English verb says when we are its subject, or its future passive."""
    return (
        rf"\b{_EN_WE} ?(?:{_EN_WILL}) {_W2}{base}\b|\b{_EN_WE} {_W2}?{base}\b"
        rf"|\b(?:we are|we're|i am|i'm) {_W2}{progressive}\b|(?:^|\b|'){_EN_BE} {_W4}{participle}\b"
        rf"|\b(?:count on us|allow us|like us) to {_W2}{base}\b"
    )


_EN_VERBS = {
    "refund": (
        r"\b(?:sum|amount|money|payment|total|price|cost|postage) (?:\w+ ){0,4}?(?:will|'ll|is going to|shall) (?:\w+ ){0,2}?(?:go|come|be|return|find its way)\w* (?:\w+ ){0,2}?(?:back|returned|repaid|to you)\b",
        r"\bconsider (?:it|that|this|yourself) (?:\w+ )?(?:refunded|done|reimbursed)\b|\byou(?:'ll| will) (?:not |n't )?(?:be out of pocket|lose (?:a penny|anything))",
        r"\b(?:start|begin|launch|trigger|lodg|rais|request)(?:s|ing|ed)? (?:your|the|a) (?:\w+ )?refund\b",
        _en("refund", "(?:fully )?refunded", "refunding"),
        _en("reimburse", "reimbursed", "reimbursing"),
        r"\b(?:get|have|receive|see) (?:all )?(?:of )?your money back\b|\bmoney[- ]back\b",
        rf"\b(?:amount|money|payment|sum|price|charge) {_W4}{_W2}(?:will|'ll|is going to|is) {_W2}(?:be )?"
        r"(?:returned|credited|refunded|paid back|repaid|reversed|on its way)",
        r"\b(?:process|issue|arrange|approve|give|offer|authorise|make|send|grant)(?:ing|es|s)? (?:\w+ ){0,2}?(?:a|the|your|this) (?:\w+ )?refund",
        r"\brefund (?:\w+ ){0,2}?(?:is on its way|will|is being|should (?:reach|arrive)|is coming|is guaranteed)",
        r"\b(?:will|'ll) (?:get|receive|have) (?:a|your|the) (?:\w+ )?refund",
        r"(?:^|[.!?] )(?:full|complete|immediate) refund\b",
        r"\b(?:return|give|pay) (?:you |back )(?:your|the) (?:money|payment)",
    ),
    "compensation": (
        r"\b(?:on our account|at our (?:expense|cost)|out of our pocket)\b|\bmak(?:e|ing) good (?:the|your|any|all|this)\b",
        r"\b(?:we|i)(?:'ll| will| shall) (?:\w+ )?(?:foot|pick up|pay|cover|settle|shoulder) (?:the|your|all|any)\b",
        _en("compensate", "compensated", "compensating"),
        r"\b(?:we|i) ?(?:will|'ll|are going to|shall)? ?(?:\w+ )?(?:cover|pay|bear|meet|settle|absorb) (?:for )?(?:all )?(?:the|your|any) "
        r"(?:\w+ )?(?:costs?|repairs?|expenses|charges?|postage|bill|damage|fees?)",
        rf"\b(?:compensation|damages|indemnity) {_W2}{_EN_BE}",
        rf"\b(?:costs?|expenses|repairs?|fees?|postage|charges?) {_W2}{_EN_BE} {_W2}(?:covered|met|borne|settled|waived|paid(?: by| for)?\b(?! back))",
        r"\bmake (?:it|this) up to you\b",
    ),
    "gesture": (
        r"\b(?:let us|allow us to|(?:like|love|happy|glad|delighted) to) (?:\w+ ){0,2}?(?:treat|knock|spoil|thank you with|take [\w%£€]+ off|make a gesture)\b",
        r"\b(?:treat you to|knock (?:[\w%£€]+ ){1,3}off)\b|\b(?:voucher|discount|gift|coupon|credit) (?:\w+ ){0,5}?(?:will be|'ll be|is yours|awaits)\b",
        r"\b(?:accept|enjoy|receive|have|get|offer|offering|send|sending|give|giving|grant|apply|add|include)(?:s)? (?:\w+ ){0,3}?"
        r"(?:an? |your |this |some )(?:[\w%€£-]+ ){0,3}?(?:discount|voucher|gift|coupon|credit|free \w+|goodwill gesture|gesture|complimentary \w+)",
        r"\b(?:discount|voucher|gift|coupon|credit|gesture) (?:\w+ ){0,2}?(?:is waiting|awaits|will|is on its way|has been added|is yours)",
        r"\b(?:is|are|will be|'ll be) (?:on us|on the house|free of charge|complimentary)\b",
        r"\b\d+ ?(?:%|per ?cent) (?:off|discount)",
    ),
    "replacement": (
        r"\b(?:another|new|brand-?new|replacement|spare)(?: \w+){0,3}? (?:will be|is being|is|'s|will) (?:\w+ ){0,2}?(?:sent|posted|shipped|dispatched|delivered|on (?:its|the) way|winging|yours|heading)\b",
        r"\b(?:we|i)(?:'ll| will) (?:\w+ )?(?:swap|exchange|replace|switch)\b",
        r"\b(?:we|i)(?: will|'ll| are going to| shall| can|'d be \w+ to| would be \w+ to| are happy to)? (?:\w+ )?(?:replace|swap|exchange) "
        r"(?:your|the|it|this|that|any)",
        r"\b(?:we are|we're|i am|i'm) (?:\w+ )?(?:replacing|swapping|exchanging|resending|sending you)\b",
        rf"\b{_EN_BE} {_W2}(?:replaced|exchanged|swapped|resent|reshipped)\b",
        r"\b(?:send|ship|dispatch|post|deliver|provide|arrange)(?:ing|s)? (?:\w+ ){0,3}?(?:a|an|another|the) (?:\w+ )?"
        r"(?:replacement|new \w+|spare|brand[- ]new)",
        rf"\b(?:new|replacement|spare|second) (?:\w+ ){{0,2}}?(?:{_EN_BE}|is on its way|is on the way|ships|will (?:arrive|reach))",
    ),
    "deadline": (
        r"\b(?:allow|expect|give us|please wait) (?:\w+ )?(?:up to )?(?:an?|one|two|three|four|five|ten|a few|\d+) (?:\w+ )?(?:days?|hours?|weeks?|minutes?|months?)\b",
        r"\b(?:will|'ll|shall|going to)(?: \w+){1,8}? (?:on |by |this |next |before )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|tonight|today|this week|next week|this month)\b",
        r"\bwithin the (?:hour|day|week|month)\b|\bbefore the (?:day|week|month|year) is out\b|\bbefore the end of\b",
        rf"\b(?:within|in under|in less than|in no more than) (?:the )?(?:next )?(?:{_EN_N} )?{_EN_TIME}",
        rf"\b(?:no later than|by) (?:the )?{_EN_DAY}\b",
        rf"\bin (?:the )?(?:next )?{_EN_N} {_EN_TIME}",
        r"\b(?:before|until) (?:tomorrow|tonight|noon|monday|tuesday|wednesday|thursday|friday|saturday|sunday|the end of)",
        r"\b(?:arrive|reply|hear from us|call|ring|resolved|fixed|shipped|sent|delivered|done|contact you) (?:\w+ ){0,3}?(?:today|tomorrow|tonight|next week|this week)\b",
    ),
    "guarantee": (
        r"\b(?:do|doing|give|giving) (?:our|my) (?:utmost|very best|level best)\b|\beverything (?:in our power|we can|possible)\b|\ball we can\b|\bspare no effort\b",
        r"\byou (?:will|won't|'ll) (?:not |never )?(?:be (?:satisfied|disappointed|delighted)|regret)\b|\b(?:it|this|that) (?:won't|will not|shall not) (?:happen|occur|be repeated|recur)\b|\bno repeat of\b",
        r"\b(?:we|i) (?:can |will |hereby |do |fully )*(?:guarantee|promise|vow|swear|pledge|assure you|undertake)\b",
        r"\b(?:we are|we're|i am|i'm) (?:\w+ )?committed to\b|\bour (?:commitment|promise|pledge) (?:to|is)\b|\bwe commit (?:to|ourselves)\b",
        r"\byou have (?:our|my) word\b|\b(?:rest|be) assured\b|\bcount on us to\b",
        r"\b(?:will|won't|shall) (?:never|not)? ?(?:ever )?(?:happen|occur|be repeated|recur) ?(?:again)?\b|\bnever again\b",
        r"\b(?:we will|we'll) (?:make sure|ensure|do better|do everything|do whatever|put (?:this|it|things) right|make (?:this|it|things) right|see to it)\b",
        r"\bwithout fail\b|\bno matter what\b|\bis guaranteed\b",
    ),
    "admission": (
        r"\bwe (?:admit|concede|confess|acknowledge) (?:that )?(?:we|our|having|to)\b|\bwe are the ones (?:\w+ )?(?:responsible|to blame|at fault)\b|\bwe failed in our\b",
        r"\b(?:blame|fault|error|mistake|responsibility) (?:is|was|lies|rests) (?:\w+ ){0,2}?(?:ours|with us|on our side)\b",
        r"\bwe (?:\w+ )?failed to (?:meet|honour|honor|respect|deliver|keep|fulfil|comply|protect|check)\b|\bwe (?:broke|breached|violated) (?:our|the)\b",
        r"\b(?:our|the|one of our) (?:\w+ )?(?:assistants?|staff|team|driver|couriers?|advisers?|advisors?|colleagues?|shop|workshop|packers?|technicians?) (?:\w+ )?(?:was|were) (?:\w+ )?(?:wrong|at fault|to blame|mistaken|negligent|careless)\b|\b(?:our|the) (?:\w+ )?(?:assistant|team|staff|adviser|driver) (?:\w+ )?(?:made a mistake|lied|got it wrong)\b",
        r"\b(?:this|it|that)(?:'s| is| was) (?:\w+ ){0,2}?(?:our|my) (?:own )?(?:fault|mistake|error|doing)\b|\b(?:entirely|all|completely) our fault\b",
        r"\b(?:we|i)(?:'ve| have)? (?:\w+ )?(?:made|committed) (?:an?|this|the|some) (?:\w+ )?(?:mistakes?|errors?|blunder)\b",
        r"\b(?:we|i) (?:\w+ )?(?:accept|take|bear|admit|acknowledge|assume)(?: \w+){0,3}? (?:responsibility|liability|blame|fault|negligence)\b",
        r"\b(?:we|i)(?:'re| are| am|'m| were| was) (?:\w+ )?(?:to blame|at fault|liable|responsible for (?:this|the|your)|negligent|in the wrong)\b",
        r"\bour (?:negligence|carelessness|fault|liability)\b|\berror on our (?:part|side)\b|\bwe (?:messed|screwed|slipped) up\b|\bwe got (?:it|this) wrong\b"
        r"|\bwe (?:let you down|failed you)\b",
    ),
    "threat": (
        r"\b(?:matter|one|question) for (?:the )?(?:courts?|police|our lawyers|our solicitors)\b|\bcriminal (?:offence|offense|matter|proceedings)\b|\bbailiffs?\b|\blegal team\b",
        r"\b(?:report|hand|refer)(?:ing|ed)? (?:you|your name|this|it) (?:\w+ )?(?:over )?to the (?:police|authorities|courts)\b|\bwe know (?:who you are|where you)\b",
        r"\b(?:legal|court) (?:action|proceedings)\b|\b(?:sue|suing|prosecute|prosecuted|prosecution)\b|\b(?:take|taking) (?:you|this|the matter) to court\b",
        r"\b(?:our|my) (?:solicitors?|lawyers?|attorneys?|legal team|legal counsel|legal department)\b",
        r"\breserves? (?:\w+ )?the right\b|\b(?:face|suffer|bear) the consequences\b|\bcease and desist\b|\bpress charges\b",
        r"\b(?:will|'ll) regret (?:it|this)\b|\bat your own risk\b|\bbe warned\b|\bfinal warning\b",
    ),
    "accusation": (
        r"\b(?:you|you've|you have)(?: \w+)? never (?:\w+ )?(?:set foot|been|bought|visited|ordered|shopped|dealt|stayed|eaten)\b",
        r"\b(?:allegations?|claims?|accusations?|words|statements?|story|account) (?:is|are) (?:\w+ )?(?:lies|a lie|false|untrue|baseless|unfounded|ridiculous)\b",
        r"\b(?:seems?|looks?|appears?|sounds?)(?: \w+){0,4}? (?:fabricated|invented|fake|made up|suspicious|not credible|hardly credible)\b",
        r"\b(?:is|are|was|were) (?:\w+ )?(?:made up|invented|fabricated|a fabrication|pure invention|untrue and)\b|\byou(?:'re| are) (?:\w+ )?(?:a troll|a rival|a liar|jealous)\b",
        r"\b(?:comes|came|stems|originates|coming) from (?:a|one of our|our) (?:\w+ )?(?:rivals?|competitors?|ex-?employees?|former employees?)\b",
        r"\b(?:you are|you're|you were|you have been) (?:\w+ )?(?:lying|making (?:this|it|things) up|exaggerating|dishonest|deceitful|a liar|cheating|a competitor|abusive)\b",
        r"\byou (?:\w+ )?(?:lied|made (?:this|it) up|invented|fabricated|cheated)\b|\b(?:a lie|telling lies|these lies|pack of lies|liar|defamat\w+|libel\w*|slander\w*)\b",
        r"\b(?:is|looks|seems|appears to be|clearly) (?:\w+ )?(?:an? )?(?:fake|fabricated|bogus|fraudulent|malicious)\b|\b(?:this|your|a) (?:clearly )?fake (?:review|comment|profile)\b",
        r"\b(?:posted|written|paid|left|sent) (?:for )?by (?:a|one of our) (?:competitors?|rivals?)\b|\byou work for (?:a|one of)\b|\bin bad faith\b",
        r"\byou(?:'re| are| were|'ve| have) (?:never|not) (?:been |actually )?(?:a |our )?(?:\w+ )?customer",
        r"\byou(?:'re| are) (?:just|only|simply) (?:after|trying to|looking for)\b",
    ),
}
_EN_NOUNS = {
    "refund": (r"\brefund(?:s|ed)?\b", r"\breimburse(?:d|ment)\b"),
    "compensation": (r"\bcompensation\b",),
    "gesture": (r"\b(?:voucher|discount|coupon|goodwill gesture|gift card|free of charge|store credit)\b",),
    "replacement": (r"\breplacement\b",),
}


VERBS = {
    "fr": {kind: Phrases(*patterns) for kind, patterns in _FR_VERBS.items()},
    "en": {kind: Phrases(*patterns) for kind, patterns in _EN_VERBS.items()},
}
NOUNS = {
    "fr": {kind: Phrases(*patterns) for kind, patterns in _FR_NOUNS.items()},
    "en": {kind: Phrases(*patterns) for kind, patterns in _EN_NOUNS.items()},
}

NOT_OURS = {
    "fr": Phrases(
        r"\b(?:desole\w*|navre\w*|regrett\w+|pardon|excus\w+|comprenons|comprends|comprend\w*|deception|decu\w*|frustr\w+"
        r"|agace\w*|colere|retards?|absence|manque|refus\w*|demandes?|demandiez|attent\w+|attend\w*|esper\w+|lenteur|silence"
        r"|question|sujet|litige|difficultes?|faute de|sans|merci|remerci\w+|pour voir si|ce que vous|auriez|aurait|promis|promesse"
        r"|tard\w*|inquiet\w*|repare\w*|parlez|evoqu\w+|conditions|politique|double|prelevement)\b|\bpas\b|\bvotre (?:histoire|recit|avis)"
    ),
    "en": Phrases(
        r"\b(?:sorry|apolog\w+|regret\w*|understand\w*|disappoint\w+|frustrat\w+|anger|angry|delays?|missing|lack|absence|refus\w+"
        r"|requests?|requested|asked|asking|wait\w*|await\w*|hop(?:e|ed|ing)|slow\w*|silence|question|dispute|trouble|difficult\w*"
        r"|without|thank\w*|see if|whether|you were told|you had|policy|terms|twice|chas\w+|drag\w*|worr\w+|confus\w+|annoy\w*|pity|unable|cannot|not)\b"
    ),
}
"""Words that make a noun the customer's: what they ask, await, lack, or what we are sorry for."""

SAID_BY_NEGATION = {
    "fr": Phrases(
        r"produira|arrivera|plus jamais|repetera|renouvellera|jamais|client|sans faute|faute|respecte|tenu|honore|rempli|assume"
    ),
    "en": Phrases(
        r"never|again|without fail|happen|repeated|recur|not .*customer|customer|fault|failed to|won't|unable"
    ),
}
"""Wording whose negation is part of what it says."""

VAGUE_DEADLINE = {
    "fr": Phrases(
        r"\b(?:dans les (?:plus brefs|meilleurs) delais|au plus vite|le plus (?:vite|rapidement) possible|tres (?:rapidement|prochainement))\b"
    ),
    "en": Phrases(
        r"\b(?:as soon as possible|as quickly as possible|very shortly|without delay|asap|in no time)\b"
    ),
}

FORETOLD = {
    "fr": Phrases(
        r"\bvous (?:ne |n'|y |en |le |la |les |l')*[a-z]{2,}rez\b(?: [\w'-]+){0,2}",
        r"\b(?:nous|je|j'|on) (?:ne |n'|vous |y |en |le |la |les |l')*[a-z]{2,}(?:rons|rai)\b",
        r"\b(?:votre|vos|un|une|le|la|les|l'|ce|cette|tout|tous|aucun|aucune|chaque)(?: [\w'-]+){1,4}? (?:ne |n'|se |s'|vous |y |en )*[a-z]{2,}(?:ra|ront)\b",
    ),
    "en": Phrases(
        r"\b(?:we|i|you|it|they|this|that|he|she|everything|everyone|nobody|no \w+|(?:your|our|the|a|an|every|each|no)(?: \w+){1,3}?)"
        r"(?:'ll| will| won't| shall| is going to| are going to)(?: \w+){1,3}",
    ),
}
"""What is foretold, of any verb: a promise unless ``HARMLESS``."""

HARMLESS = {
    "fr": re.compile(
        r"\b(?:vous (?:ne |n'|y |en |le |la |les |l')*(?:pour|trouve|retrouve|sau|voud|ver|comprend|juge|souhaite|prefere|note|constate|remarque|pourr|verr|saur|voudr)rez"
        r"|(?:nous|je|j'|on) (?:ne |n'|vous |y |en |le |la |les |l')*(?:pour|ver|sau|se|au|li|ecoute|repond|reviend|reste|contacte|rappelle|ecri|echange|reprend|parle"
        r"|communique|publie|donne|tiend|accueille|pense|demande|explique|redi|di)r(?:ons|ai)"
        r"|(?:aide|permett|plai|eclaire|faud|vaud|suffi|conviend|guide|oriente|semble|inspire|intéresse|nour+i|reste|repond|publie|repondr|parait|apprecie|touche"
        r"|remplace|dissipe|pour|ecri|parle|rejoui|contacte|reviend|rappelle|entend|ecoute|reprend|accueille|envoie|enver)r?(?:ra|ront)"
        r"|se(?:ra|ront|rons|rai) (?:\w+ ){0,2}?(?:utiles?|precieu\w+|heureu\w+|ravi\w*|bienvenu\w*|touche\w*|lue?s?|la\b|present\w*|attenti\w+|necessaires?|possible|important\w*|fier\w*|content\w*"
        r"|sensibles?|toujours|ecoute|ecoutee?|entendue?|publie\w*|verifie\w*|suffisan\w+)|au(?:ra|ront|rons|rez) (?:\w+ ){0,2}?(?:plaisir|besoin|un moment|l'occasion|le temps|envie))\b"
        r"|\b\w*(?:esper|mesur|prefer|deplor|ignor|consider|admir|assur|desir|prepar|repar|separ|compar|\bretir|\btir|adher|recuper|ger|oper|liber|entour|demeur|jur|honor|ador|savour"
        r"|declar|explor|inspir|respir|endur|ouvr|couvr|souffr|offr|entr|montr|rencontr|enregistr|livr|eclair|celebr|integr|attir)(?:ons|ez)\b"
        r"|\b(?:fe(?:ra|ront) (?:\w+ )?(?:plaisir|sourire|chaud|du bien)|suiv(?:ra|ront)|(?:re)?lirons|rendrons publi\w*|rendrons (?:\w+ )?publi\w*|les rendrons|le rendrons)\b"
        r"|\b(?:vos|votre|ces|leurs?) (?:avis|mots?|messages?|compliments?|remarques?|retours?|photos?|recits?|precisions?|encouragements?) (?:[\w']+ ){0,3}?\w+(?:ra|ront)\b"
        r"|\b(?:quand|lorsque|lorsqu'\w+|des que|des qu'\w+|aussitot que|tant que|si)\b|\bjamais (?:vos|votre|de)\b"
    ),
    "en": re.compile(
        r"(?:'ll|will|won't|shall|going to) (?:\w+ )?(?:be (?:glad|happy|able|useful|here|there|delighted|helpful|pleased|listening|read|heard|welcome|waiting for you|precious|in touch|needed|published|verified|posted|enough)"
        r"|help|read|listen|find|hear|answer|reply|get back|come back|write|let you know|give (?:it|them|you)|send (?:it|them) to you|make (?:it|them|no)|contact|see|know|need|want|understand|remain|stay|make it easier|speak|talk|call|ring|get in touch|respond"
        r"|reach out|think|remember|tell|ask|keep your|publish|never ask|always|also find|follow up with|pick up|recognise|notice|have (?:a|the) (?:chance|pleasure|moment)|look forward|welcome|like|love|agree|enjoy|have noticed|do (?:us|you) good|come as|surely|matter|mean|only take|take (?:only )?a (?:minute|moment))\b"
        r"|\b(?:your|these|their) (?:reviews?|words?|messages?|compliments?|remarks?|feedback|photos?|account|details) (?:\w+ ){0,3}?(?:will|'ll)\b"
        r"|\b(?:when|once|if|whenever|until|as soon as|unless)\b"
    ),
}
