"""Wording of actions done, under way or announced, on folded text."""

from __future__ import annotations

import re

from assistant.tone.phrases import Phrases

_P = r"(?:vous |le |la |les |l'|lui |leur |en |y |nous |immediatement |aussitot |deja |egalement |bien )*"
_ADV = (
    r"(?:(?:bien|deja|aussi|egalement|aussitot|immediatement|depuis|donc|rapidement|actuellement|encore|tout de suite"
    r"|desormais|maintenant|a present|enfin|entre-temps|longuement|personnellement|tous?|toutes?|ensuite|meme) )*"
)
_FR_DONE = (
    r"(?:verifi|transmi|signal|remont|expedi|envoy|trait|resolu|corrig|ouvert|form|sensibilis|contact|examin|etudi"
    r"|analys|transfer|relay|partag|inform|alert|modifi|rembours|credit|repar|fait|lanc|engag|entrepri|identifi|retrouv"
    r"|pris|regl|mis|rectifi|rappel|recadr|sanctionn|licenci|convoqu|saisi|consult|revu|chang|renforc|ameliore|annot"
    r"|enregistr|attribu|recredit|debloqu|activ|reactiv|escalad|prioris|dilig|mobilis|averti|prevenu|adress|achemin"
    r"|confi|communiqu|interrog|entendu|ecart|suspendu|retir|nettoy|desinfect|remplac|rapatri|planifi|programm|valid)"
    r"(?:ees|ee|es|e|is|ise|ises|us|ue|ues|u|s|t|te|ts|tes|i|ie|ies)?"
)
_FR_DOES = (
    r"(?:transmet|verifi|enquet|etudi|examin|analys|relay|signal|remont|trait|contact|relanc|recherch|travaill|men|proced"
    r"|renforc|corrig|alert|inform|interrog|sollicit|inspect|rectifi|rev|occup|partag|escalad)"
)
_ADVERB_EN = (
    r"(?:(?:already|now|also|just|since|immediately|carefully|personally|thoroughly|currently|actively|recently|fully|duly"
    r"|internally|then|all|both|today|promptly|been|indeed|actually|really|certainly|again|of course) )*"
)
_EN_DONE = (
    r"(?:checked|verified|forwarded|passed|shared|sent|dispatched|shipped|fixed|resolved|solved|corrected|updated|escalated"
    r"|investigated|contacted|reported|opened|logged|raised|reviewed|examined|spoken to|spoken with|retrained|trained|taken"
    r"|notified|informed|alerted|refunded|credited|processed|replaced|repaired|identified|found|located|launched|started"
    r"|disciplined|reminded|amended|changed|improved|implemented|transferred|assigned|flagged|referred|relayed|addressed"
    r"|dealt with|handled|looked into|sorted|settled|closed|reopened|traced|restored|rectified|strengthened|put in place"
    r"|cleaned|suspended|removed|withdrawn|booked|scheduled|approved|registered|tested|inspected|consulted)"
)
_EN_PAST = (
    r"(?:checked|verified|forwarded|passed|shared|sent|dispatched|shipped|fixed|resolved|solved|corrected|updated|escalated"
    r"|investigated|contacted|reported|opened|logged|raised|reviewed|examined|spoke|retrained|trained|took|notified|informed"
    r"|alerted|refunded|credited|processed|replaced|repaired|identified|found|located|launched|changed|improved|implemented"
    r"|transferred|assigned|flagged|referred|relayed|addressed|dealt|handled|looked into|sorted|tried|attempted|called|rang"
    r"|e-?mailed|messaged|wrote to you|replied|asked|told|met|discussed|followed up|chased|worked|started|made sure|ensured)"
)
_EN_DOING = (
    r"(?:looking into|investigating|checking|working|reviewing|passing|forwarding|sharing|examining|processing|handling"
    r"|dealing with|contacting|chasing|escalating|taking (?:steps|action|measures)|doing (?:everything|all|our best|what)"
    r"|making sure|raising|speaking (?:to|with)|following up|monitoring|tracking|tracing|fixing|resolving|improving|training"
    r"|retraining|asking|studying|analysing|analyzing|preparing|arranging|searching|trying to (?:reach|find|locate|trace))"
)

DONE = {
    "fr": Phrases(
        rf"\b(?:a|ont|avait|avaient) {_ADV}ete {_ADV}{_FR_DONE}\b(?! a (?:l'epreuve|mal|rude))",
        r"\b(?:venons|viens|vient|viennent) (?:tout juste |juste |a l'instant )?(?:de|d')(?: |')?(?:vous |le |la |les |l')*"
        r"(?:\w+er|\w+ir|faire|mettre|transmettre|prendre|etre)\b",
        r"\b(?:sommes|suis|est|sont) (?:\w+ ){0,2}?en train d",
        r"\b(?:enquete|verification|recherche|investigation|analyse|etude|examen|traitement|correction|resolution|demarche"
        r"|procedure|remboursement|expedition|reparation)s?(?: [\w']+){0,4}? (?:est|sont) (?:\w+ )?(?:en cours|ouverte?s?|lancee?s?|engagee?s?)\b",
        r"\b(?:est|sont) {0}(?:resolu|regle|corrige|repare|cloture|clos|retabli|rectifie|examine|etudie|traite|analyse)e?s?\b".replace(
            "{0}", _ADV
        ),
        r"\b(?:est|sont) {0}(?:remontee?s?|partie?s?|transmise?s?|parvenue?s?|entre les mains)(?: a| au| aux| chez| ce| hier| de nos)".replace(
            "{0}", _ADV
        ),
        rf"\b(?:nous|et) {_P}{_FR_DOES}(?:t?ons|eons)\b",
        rf"\b(?:je|j'|on) ?{_P}(?:transmets?|verifie|enquete|etudie|examine|analyse|relaye|signale|remonte|traite|contacte"
        r"|relance|recherche|m'occupe|me renseigne|me rapproche|me penche|fais (?:le necessaire|suivre|remonter|le point))\b",
        rf"\bnous {_P}(?:faisons (?:le necessaire|tout|notre (?:possible|maximum)|remonter|suivre|le point|appel)"
        r"|mettons (?:tout|en place|en oeuvre)|prenons (?:des|les|toutes|contact|cela en main)|nous (?:occupons|penchons|rapprochons|renseignons))",
        r"\b(?:notre|nos|l'|les|le|la|mes|mon) ?(?:equipes?|collegues?|services?|techniciens?|ingenieurs?|responsables?|direction|atelier|conseillers?"
        r"|logistique|transporteur|qualite)(?: [\w']+){0,3}? (?:travaill|examin|etudi|se pench|verifi|enquet|analys|recherch|trait|s'occup|s'en occup"
        r"|s'activ|planch|suit|suivent|prend|prennent|mene|cherch|enquet|s'emploi|s'affair|est (?:dessus|sur le coup|mobilise)|sont (?:dessus|mobilise))\w*",
        r"\b(?:me suis|nous sommes|s'est|se sont) (?:\w+ )?(?:renseigne|penche|rapproche|assure|entretenu|occupe|saisi|empare|rendu|deplace)e?s?\b",
        r"\b(?:est|sont) (?:desormais |maintenant |bien |deja )*(?:en (?:de )?bonnes? mains|entre (?:de |les )?(?:bonnes )?mains|en place|enregistre\w*"
        r"|pris en compte|prise en compte|note\w* dans|rentre dans l'ordre|sous controle|en bonne voie|a l'etude)\b",
        r"\b(?:suit|suivent|reprend) (?:son|leur) cours\b|\b(?:nous|je|on) (?:vous )?(?:suivons|suis|suit) (?:votre|de pres|l'affaire|le dossier|cela|ce dossier)\b",
        r"\b(?:le|la|les|l'|un|une) ?(?:vendeu\w+|livreu\w+|technicien\w*|conseiller\w*|boutique|magasin|responsable|employe\w*|personne concernee)(?: [\w']+){0,3}?"
        r" (?:a|ont) (?:ete |bien |deja |depuis )*(?:presente|recu (?:vos|votre|un)|repris|fait|reconnu|change|suivi|rappele|quitte|promis|compris|corrige|identifie)\w*\b",
        r"\b(?:a|ont) ete (?:\w+ )?(?:porte\w*|amene\w*|soumis\w*|evoque\w* (?:avec|en)|note\w*|pris\w*|ajoute\w*|mene\w*|effectue\w*|realise\w*|organise\w*|instaure\w*|double\w*) (?:a |en |avec |par |depuis |aupres |pour )",
        r"\b(?:est|sont) (?:\w+ )?(?:effectue|mene|realise|controle|inspecte)e?s? (?:depuis|chaque|par|actuellement|desormais|en ce moment)\b",
        r"\b(?:nous sommes|je suis|notre \w+ est|nos \w+ sont) (?:\w+ )?(?:en (?:discussion|contact|lien|relation|pourparlers|negociation)|sur le coup|dessus|a pied d'(?:oe|œ)uvre)\b",
        r"\b(?:s'en charge|s'en chargent|s'en occupe|s'en occupent|nous en chargeons|prend le relais|prennent le relais)\b|\b(?:le|notre) (?:transporteur|fournisseur|livreur) nous (?:a|assure|confirme|indique)\b",
        r"\bapres (?:verification|examen|analyse|enquete|recherches?|etude|controle|investigation|consultation)s?\b",
        r"\bverifications? faites?\b|\b(?:toutes les|les|des|de nouvelles) (?:mesures|dispositions) (?:\w+ )?(?:necessaires )?(?:ont|sont)\b",
        r"\b(?:prend|prennent|sera|seront|est|sont) (?:\w+ )?pris(?:e|es)? en charge par\b",
    ),
    "en": Phrases(
        rf"\b(?:has|have|had|was|were|is|are) (?:\w+ly )?(?:been |being ){_ADVERB_EN}(?:{_EN_DONE}|asked)\b",
        rf"\b(?:was|were) {_ADVERB_EN}(?:dispatched|shipped|forwarded|escalated|refunded|credited|investigated|passed on|shared with"
        r"|reported to|spoken to|retrained|checked|reviewed|updated|fixed|resolved)\b",
        rf"\b(?:we|i|our team|our \w+|the team|my colleagues?|they|he|she) {_ADVERB_EN}{_EN_PAST}\b",
        rf"\b(?:am|are|is|'re|'m|'s|been) {_ADVERB_EN}{_EN_DOING}\b|\b(?:we|i|who)(?:'re|'m) {_ADVERB_EN}{_EN_DOING}\b",
        rf"\b(?:is|are) {_ADVERB_EN}(?:fixed|resolved|sorted|settled|solved|closed|corrected|restored|back to normal|being looked)\b",
        r"\b(?:is|are) {0}(?:in (?:good|safe|the right) hands|in place|logged|registered|recorded|on file|in hand(?! of)|being|under control|well under|busy|hard at work)\b".replace(
            "{0}", _ADVERB_EN
        ),
        r"\b(?:was|were|has been|have been|is|are) (?:\w+ly )?\w+(?:ed|en|t) (?:by|with|at|to|among|across) (?:our|the) (?:\w+ )?(?:team|quality|staff|meeting|management|workshop|manager|department|director|technician|engineer)s?\b",
        r"\b(?:has|have)(?: just| now| since| already| all)* (?:been )?(?:apologi[sz]ed|received your|restocked|been restocked|learned (?:from|the)|put right|fixed|changed)\b",
        r"\b(?:keeping (?:a|an) (?:\w+ )?(?:close )?(?:eye|watch)|on top of (?:it|this))\b|\b(?:we|i) managed to\b|\b(?:we|i) (?:are |am )?follow(?:ing)? (?:it|this|your \w+) (?:closely|up)\b",
        rf"\b(?:has|have) {_ADVERB_EN}been {_ADVERB_EN}(?:put right|brought|made aware|carried out|conducted|added|introduced|set up|stepped up|drawn|given to|seen to|tightened"
        r"|recalibrated|redesigned|rebooked|rescheduled|recorded|noted)\b",
        r"\b(?:we|i) (?:\w+ly )?(?:carried out|conducted|made sure|made certain|put|set up|looked into|took up|brought|drew|went (?:over|through|back))\b",
        r"\b(?:we are|we're|i am|i'm|team is|teams are) (?:\w+ly )?(?:in (?:talks|contact|touch|discussion|discussions|liaison)|on it|liaising|taking care|studying|assessing|pursuing)\b",
        r"\b(?:the|our) (?:\w+ )?(?:courier|carrier|supplier|shop|store|team|manager|adviser|warehouse|workshop|driver|technician)s? (?:\w+ly )?(?:confirmed|told us|assured us|informed us|explained|checked"
        r"|found|is taking care|are taking care|is handling|are handling|is dealing|takes care|has it)\b|\b(?:is|are) taking care of (?:it|this|your)\b",
        r"\b(?:under ?way|in progress|on the case|under investigation|under review)\b",
        r"\bafter (?:\w+ )?(?:reviewing|checking|investigating|looking into|examining|verifying|speaking|investigation|review|verification)\b",
        r"\b(?:steps|measures|action) (?:have|has|were|was) \b",
        r"\b(?:we|i|our team) (?:hereby )?(?:forward|pass on|escalate|are sending)\b",
    ),
}

WE_HAVE = {
    "fr": re.compile(
        rf"\b(?:nous|on|j'|je|(?:notre|nos|mes|mon|la|le|l'|les) ?(?:equipe|equipes|collegues?|service|services?|direction|atelier|vendeurs?|vendeuses?|techniciens?|boutiques?|magasins?|conseiller\w*|livreurs?|preparateurs?|logistique|qualite|sav|transporteurs?|personnel|hotes?|managers?"
        rf"|responsables?)(?: [\w']+){{0,3}}?) ?{_P}(?:avons|ai|a|ont|avions) {_ADV}(?P<verb>[a-z]{{2,}})\b"
    ),
    "en": re.compile(
        rf"\b(?:we|i|our team|our \w+|the team|the \w+ team|my colleagues)(?:'ve| have| has|'s) {_ADVERB_EN}"
        r"(?P<verb>[a-z]+ed|taken|spoken|sent|made|put|done|begun|brought|told|met|found|set|dealt|given|gone|rung|written|held"
        r"|run|drawn|got (?:in touch|back|hold)|tried|kept|paid|built|chosen)\b"
    ),
}
"""A company that has done something; ``verb`` is the participle, of any verb."""

NO_ACTION = {
    "fr": re.compile(
        r"(?:lue?s?|recue?s?|notee?s?|comprise?s?|conscience|entendue?s?|regrettee?s?|besoin|hate|envie|tort|raison|ete|eue?s?"
        r"|appreciee?s?|aimee?s?|voulue?s?|souhaitee?s?|pensee?s?|decouverte?s?|apprise?|vue?s?|due?s?|pue?s?|sue?s?|crue?s?"
        r"|pris (?:connaissance|note|bonne note|le temps|plaisir|a coeur)|pris bonne|mal compris|mis du temps|failli|tarde"
        r"|manque|decue?s?|blessee?s?|laissee?s?|oubliee?s?|mesuree?s?|touchee?s?|tenu a|choisi|parcouru|senti|ressenti|su"
        r"|saisi (?:votre|le sens|combien|a quel|l')|relu|bien|ici|aussi|ainsi|plusieurs|toujours|tous|depuis|jamais|parfois"
        r"|fait attendre|fait defaut|fait (?:de la|vivre|perdre|subir|passer)|ri|souri|perdu|demerite|merite|reussi a vous)\b"
    ),
    "en": re.compile(
        r"(?:noted|disappointed|missed|failed|learned|learnt|enjoyed|loved|appreciated|wanted|wished|hoped|needed|valued|noticed"
        r"|understood|realised|realized|received|struggled|earned|disappointed|caused|fallen|used to|kept you waiting|made you"
        r"|given you (?:reason|cause|the|a)|let you|put you through|taken (?:note|the time|your words|pleasure|it in|in|to heart)|tired)\b"
    ),
}
"""Reading, feeling, failing: what a reply may say of the company without a fact."""

_FR_WILL = (
    r"(?:verifi|examin|etudi|enquet|analys|transmet|contact|relanc|corrig|renforc|interrog|inform|signal|remont|trait|recherch"
    r"|form|sensibilis|alert|partag|rectifi|amelior)"
)
PROMISED = {
    "fr": Phrases(
        rf"\b(?:nous|je|on|notre equipe|nos equipes) {_P}(?:allons|vais|va|vont) (?:[\w']+ ){{0,3}}?(?:{_FR_WILL}(?:er|re)|faire le necessaire"
        r"|nous pencher|mener|proceder|prendre (?:des|les|contact avec))\b",
        rf"\b(?:nous|je|on) {_P}{_FR_WILL}(?:erons|erai|era|trons|trai|tra)\b",
        r"\b(?:nous|je|on) (?:ferons|ferai|fera) (?:le necessaire|remonter|suivre|le point)\b",
        r"\b(?:sera|seront) (?:\w+ )?(?:transmis|verifie|examine|etudie|traite|signale|corrige|partage|analyse)\w*\b",
    ),
    "en": Phrases(
        r"\b(?:we|i|our team|the team)(?: will| shall|'ll| are going to|'re going to) (?:\w+ ){0,2}?(?:look into|investigate|check|review"
        r"|forward|pass|share|escalate|examine|raise|contact|chase|speak|discuss|fix|resolve|sort|improve|retrain|train|take (?:steps|action|this up))\b",
        r"\bwill be (?:\w+ )?(?:forwarded|passed|shared|investigated|reviewed|checked|escalated|examined|fixed|resolved|looked into)\b",
    ),
}
