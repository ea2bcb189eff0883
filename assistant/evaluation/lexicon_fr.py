"""What the judge looks for in French drafts. Patterns are read on text folded to small letters without accents.

Written for the judge alone, from the contract of what may support what and from drafts that went wrong; nothing here is taken from the
checker, so that a wording both forgot is not forgotten twice by construction.
"""

from __future__ import annotations

_SUBJECT = r"(?:nous|on)"
_US = r"(?:vous |le |la |les |lui |l'|y |en ){0,2}"
_OUTCOMES = r"(?:rembours|dedommag|indemnis|recredit|compens|remplac|resou[dl]|regl|repar|corrig|retabl|livr|offr|debloqu|reactiv)"
_DONE = (
    r"(?:transmi|trait|signal|resol|ouvert|contact|inform|rembours|verifi|examin|analys|pris en charge|enregistr|expedi|"
    r"corrig|repar|regl|retabl|alert|escalad|remont|effectu|mis en place|lance)"
)

FAULTS: dict[str, tuple[str, ...]] = {
    "commitment": (
        rf"\b{_SUBJECT} {_US}{_OUTCOMES}\w*(?:ons|rons|era|ira)\b(?! (?:de vous|du mieux|nos excuses|toutes nos excuses))",
        rf"\b{_SUBJECT} {_US}(?:garanti|promett|assur|engage)\w*ons\b",
        rf"\b(?:{_SUBJECT} (?:allons|va|pouvons|pourrons|ferons en sorte de|veillerons a|souhaitons|tenons a|voulons|proposons de)|afin de|pour) "
        rf"{_US}(?:rembourser|dedommager|indemniser|recrediter|compenser|remplacer|offrir (?!nos|toutes))\b",
        rf"\b{_SUBJECT} (?:allons|va|ferons en sorte de|veillerons a|nous chargeons de) {_US}(?:resoudre|regler|reparer|corriger|retablir)",
        r"\bje vous (?:assure|garantis|promets)\b",
        r"\bvous (?:serez|allez etre|recevrez|beneficierez|obtiendrez)\b(?! (?:ecoute|entendu|lu\b|le bienvenu|la bienvenue))",
        rf"\b(?:sera|seront|va etre|vont etre) (?:bien |tres vite |rapidement |integralement )*{_OUTCOMES}\w*",
        r"\b(?:un |le |votre |ce )(?:remboursement|remplacement|dedommagement|avoir)\b[^.,;]{0,20}\b(?:sera|est|va|vous attend|interviendra)\b",
        r"\bgestes? commercia|\bbons? d'achat|\bcode promo|\ba titre (?:gracieux|commercial)|\ba nos frais\b|\bremise de\b",
        r"\b(?:sous|dans les|d'ici|dans un delai de|avant)\b (?:\w+ )?(?:\d+|deux|trois|cinq|quarante-huit|vingt-quatre|huit|dix) (?:prochain\w* )?(?:h|heures?|jours?|semaines?|minutes?)\b",
        rf"\b(?:{_SUBJECT}|equipes?|conseill\w+|serons|sera)\b[^.]*\b(?:dans les (?:plus brefs|meilleurs) delais|au plus vite|le plus (?:vite|rapidement) possible|des demain|aujourd'hui meme|dans la journee)",
        r"\bne se (?:reproduira|reproduise) (?:plus|pas)|\btout (?:va rentrer|rentrera|reviendra) dans l'ordre|\bsoyez (?:assure|certain|sur)|\b(?:nous|on) (?:ferons|fera) le necessaire",
        rf"\b{_SUBJECT} {_US}trouverons\b|\bune solution (?:vous )?(?:sera|va)",
        r"\b(?:c'est|est) (?:de |entierement )*notre faute|\bpar notre faute|\berreur de notre part|\bnous (?:sommes|reconnaissons etre) (?:entierement |seuls )*responsables\b|\bnous aurions du\b|\bnous avons (?:commis|fait) (?:une|des) erreur|\bnotre (?:erreur|negligence|responsabilite)\b",
    ),
    "action": (
        rf"\b(?:nous {_US}avons|on {_US}a) (?:tout |bien |deja |immediatement |aussitot |egalement |donc |ensuite ){{0,2}}"
        r"(?!(?:bien|deja|tout)\b)(?!(?:lu|relu|recu|compris|entendu|note|appris|mesure|conscience|besoin|hate|a|ete|su|vu|decouvert|toujours|pu|eu|aime|voulu|souhaite|l|grand|beaucoup|plaisir|trouve|apprecie|savoure|failli|manque|attendu|fait (?:une|des) erreur|commis|souri|ri|le|la|les|un|une|des|deux|trois|pris (?:connaissance|note|acte|conscience|la mesure|le temps))\b)\w+",
        rf"(?<!n')(?<!ne )\b(?:a|ont) (?:bien |deja )?ete {_DONE}\w*",
        r"\b(?:nos|l'|notre|les|le) ?(?:equipes?|techniciens?|conseillers?|services?)\b(?: \w+){0,3} (?:travaill|s'occup|analys|verifi|examin|trait|s'affair|intervienn|enquet)\w*(?:ent|e)\b",
        r"\bnous sommes (?:deja )?en train d|\b(?:est|sont) (?:actuellement |deja )?en cours\b|\b(?:est|sont) (?:pleinement |deja )?mobilis|\bnous (?:travaillons|verifions|enquetons|examinons|analysons|traitons|etudions)\b",
        r"\bj'ai (?:bien |deja )?(?:transmi|verifi|contact|signal|ouvert|fait|trait|rembours|demand|cree)\w*",
        r"\bvotre (?:dossier|demande|message|signalement|reclamation) (?:est|a ete) (?:bien )?(?:transmi|entre les mains|pris|enregistr|trait)",
    ),
    "fact": (
        r"\ben raison d|\bsuite a (?:un|une|des) (?:incident|probleme|panne|erreur|afflux|forte|retard|greve|dysfonctionnement)|\bcela (?:s'explique|vient|est du)\b|\best due? a\b|\bdue? a (?:un|une|des)\b|\bs'explique par\b|\bil y a (?:des|plusieurs) raisons|\bpeu(?:t|vent) etre (?:du|lie)e?s? a\b|\ben effet, (?:nous|nos|notre|le|la|les)\b",
        r"\bnotre politique\b|\bconformement a\b|\bnos conditions\b|\bselon nos\b",
        r"\bnous (?:livrons|fabriquons|acceptons|facturons|utilisons|vendons|collaborons|testons|controlons|selectionnons|reprenons|expedions|produisons|respectons|employons|proposons (?!de\b|d'|que\b|un echange))",
        r"\bnos (?:produits|articles|lampes|magasins|boutiques|tarifs|prix|delais|emballages|livraisons|offres|appareils) (?:sont|ont|restent|respectent|durent|resistent|coutent)\b",
        r"\bnos (?:magasins|boutiques|bureaux) (?:ouvrent|ferment)|\b(?:la|notre) (?:garantie|livraison) (?:est|dure|couvre|coute)\b|\b(?:est|sont) (?:entierement |toujours )?(?:gratuit|offert|compris|inclus|disponibles? (?:en|dans|sur|a partir))\w*",
        r"\bvotre (?:commande|colis|dossier|compte|remboursement|ligne|abonnement|paiement|facture) (?:est|a (?!mis|pris|subi)\w+|sera|partira|arrive\b|arrivera|se trouve)\b",
        r"\bvous (?:trouverez|retrouverez) (?:\w+ )?(?:dans|sur|a)\b|\b(?:il suffit de|cliquez|allez dans|rendez-vous (?:dans|sur)|redemarrez|reinitialisez)\b",
    ),
    "blame_refusal": (
        r"\bvous (?:auriez (?:du|pu)|avez (?:mal|oublie|omis|neglige)|n'avez pas (?:lu|respecte|suivi|verifie|precise|compris))",
        r"\b(?:il (?:fallait|aurait fallu|suffisait)|il vous (?:appartient|incombe|revient)|contrairement a ce que|vous vous (?:trompez|meprenez)|c'est (?:faux|inexact)|(?:votre|de votre) (?:faute|responsabilite|erreur)|erreur de votre part|mauvaise (?:foi|utilisation|manipulation))",
        r"\b(?:nous|je|on) (?:ne (?:\w+ )?(?:pouvons|peux|peut) (?:malheureusement )?(?:pas|rien|plus|aucun\w*|donner suite)|ne (?:sommes|suis) pas (?:en mesure|responsab|concern|tenu|oblig|autoris|habilit)|refusons|regrettons de ne pas pouvoir|declinons)(?! (?:imaginer|ignorer|rester|laisser|vous laisser|en parler ici|en dire plus ici|evoquer|l'evoquer|nous en satisfaire|que))",
        r"\b(?:impossible de|pas (?:en mesure|possible) de|dans l'impossibilite|pas responsables?|aucune responsabilite|rien (?:que nous puissions|a nous reprocher|pu faire)|pas de notre (?:ressort|fait|faute))",
        r"\b(?:calmez-vous|restez (?:poli|correct)|votre (?:comportement|ton|agressivite|impatience)|mensong|mentez|diffam|vous exagerez|soyez plus patient)",
        r"\b(?:assistant (?:virtuel|ia)|modele de langage|intelligence artificielle|en tant qu'ia)\b",
    ),
    "as_customer": (
        r"\b(?:mon|ma|mes) (?:commande|colis|compte|facture|box|connexion|remboursement|abonnement|telephone|argent|ligne|contrat|lampe|livraison|probleme|paiement|experience|achat|internet|technicien|lampadaire|fils|mari|femme)\b",
        r"\b(?:j'ai (?:commande|achete|recu|paye|attendu|appele|ete (?:decu|preleve|debite|facture)|resilie|souscrit|renvoye)|j'attends (?:ma|mon|toujours|depuis)|je (?:veux|voudrais|souhaite|demande|reclame) (?:etre |un |une |mon |le )(?:rembours\w*|remplace\w*|technicien|dedommag\w*)|je (?:suis|reste) (?:client|decu|degoute|furieu|abonne)\w*|je resilie|je n'ai (?:pas|plus|toujours))",
        r"\bnous (?:sommes (?:clients?|abonnes?|decus de (?:votre|vos)|furieux|degoutes)|attendons (?:toujours |encore )?(?:notre|votre (?:livraison|remboursement)|la livraison|le remboursement)|avons (?:commande|achete|paye|resilie|ete (?:preleves|debites|factures|decus)))\b",
        r"\b(?:notre (?:commande|colis|facture|box|remboursement|abonnement)|que faites-vous|quand allez-vous|allez-vous (?:enfin|nous)|rendez-nous)\b",
    ),
    "insult": (
        r"\b(?:horribles?|nul(?:le|s|les)?|nullite|arnaqu\w*|escro\w*|voleurs?|voleuses?|merd\w*|honteu\w*|la honte|incompeten\w*|pourri(?:e|s|es|ture)?|minables?|lamentables?|catastroph\w*|cata\b|scandal\w*|degueu\w*|debiles?|cret\w*|idiots?|stupides?|imbecil\w*|cons?|connard\w*|foutage|foutre|foutu\w*|bordel|daube|torchon|charlatan\w*|bandits?|mafia|ridicules?|pitoyabl\w*|immond\w*|menteu\w*|menteurs?|clowns?|guignols?|camelote|deplorabl\w*|desastr\w*|execrabl\w*|infect\w*)\b",
    ),
    "roles": (
        r"\b(?:votre|vos) (?:service[s]? (?:client\w*|apres-vente|consommateurs?)|sav|hotline|conseill\w+|vendeu\w+|livreurs?|techniciens?|entreprise|societe|boutiques?|magasins?|marque|site (?:internet|web)|publicites?|charte)\b",
        r"\b(?:que )?nous (?:ayons|avons) (?:du |ete )?(?:attend\w*|patient\w*|subi\w*|deconseill\w*|prelev\w*|debit\w*|factur\w*|prive\w*|coupe\w* d'internet|decu\w* par)\b",
        r"\b(?:desoles?|navres?|regrettons)\b[^.]*\bque nous (?:n'?ayons|soyons) (?:pas )?(?:recu|decus?|mecontents?|sans (?:reponse|nouvelles))",
        r"\bvous n'(?:aviez|avez) pas la (?:cloture|resiliation)|\bmerci de nous avoir (?:livre|facture|fait attendre|rembourse)|\b(?:votre|vos) (?:retard\w*|incompetence|manque de (?:serieux|professionnalisme|reactivite))\b",
    ),
    "conditional_apology": (
        r"\b(?:desole\w*|navre\w*|confus\w*|regrett\w+|excus\w+|pardon)\b[^.;:!?\n]*\b(?:si (?!(?:vous (?:le )?(?:souhait|voul|prefer|accept|desir)|longtemps|longue?s?|peu|mal|tard|penible|desagreable|decevant|grand|important|long)\w*)|s'il|au cas ou|dans le cas ou|dans l'hypothese)",
        r"\bsi (?:vous (?:avez|aviez) (?:ete|eu|pu|ressenti|vecu|subi|trouve)|cela (?:vous )?a(?:vait)?|notre|nos|nous (?:vous )?avons)\b[^.;:!?\n]*\b(?:desole|navre|excus|regrett|pardon)",
        r"\b(?:excus\w+|desole\w*|navre\w*|regrett\w+|pardon)\b[^.;:!?\n]*\b(?:eventuel\w*|tout desagrement|toute gene|(?:a|ont|aurait|auraient) pu vous (?:causer|gener|occasionner|deranger))",
    ),
    "address": (
        r"(?<!')\b(?:tu|toi)\b",
        r"\bt'(?:as|es|a|ai|avons|etais|en|inquiete|envoy|aid|ecout)\w*",
        r"\b(?:ta|tes)\b (?=\w)",
        r"(?<!\ble )(?<!\bce )(?<!\bun )(?<!\bdu )(?<!\bnotre )(?<!\bde )(?<!\bson )(?<!\bau )(?<!\bquel )(?<!\bbon )(?<!\bautre )(?<!\bmeme )(?<!\bvotre )\bton (?!(?:de|du|des|sur|employe|de voix|et|est|que|qui|avec)\b)\w",
        r"\b(?:ecris|contacte|appelle|envoie|dis|donne)[ -](?:nous|moi)\b|(?<!-)\bte\b|\bs'il te plait\b",
    ),
}

SELLING = r"\b(?:decouvrez|profitez|nouvelle collection|code promo|n'hesitez pas a (?:laisser|partager|recommander|noter)|laissez(?:-nous)? (?:un|votre) avis|parlez-en|(?:cinq|5) etoiles|recommandez|notre boutique en ligne|en cadeau)\b"

MOVES: dict[str, str] = {
    "greet": r"^\W*(?:bonjour|bonsoir|cher\b|chere\b|madame|monsieur|salut|hello)\b",
    "thank": r"\b(?:merci|remerci\w*|gratitude|reconnaissan\w*)\b",
    "apologise": r"\b(?:desole\w*|navre\w*|excus\w*|pardon(?!nez-moi de vous demander)|regrett\w*|regret|confus)\b",
    "acknowledge": r"\b(?:compren\w*|compris|mesur\w*|imagin\w*|concev\w*|conscien\w*|entend\w*|lu (?:avec|votre)|bien (?:lu|recu)|touch\w*|attriste\w*|decept\w*|agac\w*|lassitude|mecontent\w*|colere|impatience|frustr\w*|inquietude)\b",
    "private_path": r"\b(?:en prive|message prive|messages prives|par mp|en mp|ecrivez|ecrire|ecriv\w*|contactez|contacter|appelez|appeler|joignez|joindre|joignable|messagerie|racontez|confiez|envoyez|transmettez|parlons-en|de vive voix|directement|coordonnees|par (?:telephone|courriel|mail|e-mail))\b",
    "invite": r"\?|\b(?:ecrivez|dites|racontez|precisez|expliquez|confiez|appelez|contactez|envoyez|repondez|indiquez|partagez|n'hesitez)\b",
    "next_step": r"\b(?:allons|pourrons|reprendrons|chercherons|regarderons|reviendrons|reprendre|avancer|etape|ensuite|suite|comprendre ce qui|prochain\w*|nous (?:souhaitons|aimerions|tenons|voulons|voudrions)|une personne|ensemble)\b",
    "explain": r"\b(?:car|parce que|en effet|explique\w*|raison)\b",
    "close": r"\b(?:a bientot|bonne (?:journee|soiree|continuation|semaine)|belle (?:journee|soiree)|au plaisir|cordialement|bien a vous|restons|a votre (?:ecoute|disposition)|a tres vite|au revoir|hate de|en espera\w*|salutations|reste\w* ouverte?|revoir|retrouver|accueillir|prochain\w*|bel\b|beaux?)\b",
}

THINGS: tuple[tuple[str, str], ...] = (
    (
        r"\b(?:colis|livreur|livraison|expedition)\b",
        r"retard|semaine|attend|colis|paquet|livr|expedi|commande|recu|recevoir|arriv|poste|carton|relais|transport|coursier",
    ),
    (r"\bremboursements?\b", r"rembours|argent|retour|renvoy|rendu|avoir\b|credit"),
    (
        r"\b(?:factur\w+|prelevement\w*|debit\w* (?:deux|double)|double (?:debit|prelevement))\b",
        r"factur|prelev|debit|pay|euros?|€|prix|tarif|forfait|compte|frais",
    ),
    (
        r"\b(?:technicien\w*|rendez-vous|intervention)\b",
        r"technicien|rendez|rdv|interven|install|raccord|repar|passage|venu",
    ),
    (r"\b(?:vol|bagages?|valise|embarquement)\b", r"\bvol\b|vols\b|avion|aeroport|bagage|valise|embarq"),
    (r"\b(?:chambre|hotel|sejour)\b", r"chambre|hotel|sejour|\blit\b|nuit|reserv"),
    (r"\b(?:repas|plat|nourriture)\b", r"repas|plat|mang|gout|restau|menu|pizza|burger|froid"),
    (
        r"\b(?:internet|box|fibre|wi-?fi|reseau|connexion)\b",
        r"internet|box|fibre|wi-?fi|reseau|connex|connect|debit|ligne|coup|adsl|tele|serveur|ping|mega|panne|4g|5g|site",
    ),
    (r"\b(?:vendeu\w+|boutique|magasin)\b", r"vend|boutique|magasin|accueil|caisse|rayon"),
    (r"\b(?:batterie|autonomie)\b", r"batterie|autonom|charg"),
)
"""What a reply to a complaint may speak of only when the comment does: (what the reply says, what the comment must say)."""
