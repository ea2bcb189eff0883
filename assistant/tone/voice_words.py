"""What voice is read from: the marks of register, humour, courtesy and warmth in French and English.

Expressions are on folded text (lower case, no accents); a mark that one language does not have is absent there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.tone.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Mark:
    """One countable sign of voice. ``fr`` and ``en`` name it for a person who reads why."""

    name: str
    fr: str
    en: str
    wording: Mapping[Literal["fr", "en"], Phrases]


def _words(*alternatives: str) -> Phrases:
    return Phrases(rf"\b(?:{'|'.join(alternatives)})\b")


MARKS: tuple[Mark, ...] = (
    Mark(
        "ceremony",
        "tournures cérémonieuses",
        "ceremonious wording",
        {
            "fr": _words(
                r"veuillez (?:agreer|croire|recevoir)|(?:vous )?(?:pri\w+|saur\w+ gre|serions oblige\w*) (?:de|d'|bien)",
                r"saurions|bien vouloir|faire parvenir|fass\w+ parvenir|parvenir|l'honneur|immense honneur|distinguee?s?",
                r"permettez-(?:nous|moi)|haute consideration|profonde gratitude|renouvel\w+ nos?|cher monsieur|chere madame",
                r"nous prenons acte|prions|soucieux|aimable clientele|daign\w+|puissi\w+|eussi\w+|fussi\w+|d'ores et deja",
            ),
            "en": _words(
                r"kindly|furnish|most grateful|grateful if|should be grateful|we should|honou?red|graciously|respectfully",
                r"yours (?:faithfully|sincerely)|sincere(?:ly)?|condolences|dear (?:sir|madam)|may we|permit us|commend",
                r"extend our|esteemed|acknowledge|endeavou?r\w*|patrons|privilege|full attention|we remain",
            ),
        },
    ),
    Mark(
        "office",
        "langue d'administration",
        "office language",
        {
            "fr": _words(
                r"conformement|en vigueur|ci-(?:joint\w*|dessus|dessous|apres)|susmentionne\w*|presente? (?:courrier|reponse|module|avis)",
                r"il convient|il (?:vous )?apparten\w+|nonobstant|prealable\w*|toutefois|neanmoins|desormais|instruite?|enregistree?s?",
                r"dossier|reclamation|procedures?|attributions|conditions generales|aux termes|a compter|dans les meilleurs delais",
                r"devront|devra|lesquel\w+|laquelle|lequel|auquel|auxquel\w+|notamment|s'assurer|effectuer|afin (?:de|que|d')|suite a",
                r"accuse de reception|numero de|correspondance|modalites|formulaire",
            ),
            "en": _words(
                r"hereby|henceforth|pursuant|in accordance|prior to|in order (?:that|to)|shall|upon|regarding|therefore|thereof",
                r"notice|clause|procedures?|intervention|requirements?|published|agreement|is to be|are advised|be advised|in respect of",
                r"previously stated|refer you|further (?:action|messages|correspondence)|will not be|must be|lodged|instance|reference",
                r"correspondence|matter|with reference|proof of purchase|application|consulted|personnel|concerning",
            ),
        },
    ),
    Mark(
        "titles",
        "titres de civilité",
        "titles",
        {
            "fr": _words(r"madame|monsieur|mesdames|messieurs|mademoiselle|mme|docteur|maitre"),
            "en": _words(r"mrs?|ms|sir|madam|ladies and gentlemen|doctor|professor"),
        },
    ),
    Mark(
        "greeting",
        "salutation polie",
        "polite greeting",
        {
            "fr": _words(r"bonjour|bonsoir|bienvenue|chere?s? \w+"),
            "en": _words(r"hello|dear|good (?:morning|afternoon|evening)|welcome"),
        },
    ),
    Mark(
        "casual_greeting",
        "salutation familière",
        "casual greeting",
        {
            "fr": _words(
                r"salut|coucou|hello|hey|yo|hola|les (?:amis|copains|gens)|la team|tout le monde|mec|ma belle|bisous?|ciao|bises|he"
            ),
            "en": _words(
                r"hi|hiya|hey|yo|folks|guys|gang|mate|dude|hun|lovely|everybody|everyone|cheers|buddy|hugs?|team|xx?"
            ),
        },
    ),
    Mark(
        "vous",
        "vouvoiement",
        "“vous”",
        {
            "fr": _words(r"vous|votre|vos|vous-memes?|\w+ez-(?:le|la|les|nous|moi|y|en|vous)"),
            "en": _words("thou"),
        },
    ),
    Mark(
        "tu",
        "tutoiement",
        "“tu”",
        {
            "fr": Phrases(
                r"\b(?:tu|te|toi|ton|ta|tes)\b",
                r"\bt'(?:as|es|en|y|a|ai|av|et|inquiete|arriv|attend|envoi|aim|ador)\w*",
            ),
            "en": _words("thee"),
        },
    ),
    Mark("on", "« on » pour nous", "“on” for we", {"fr": _words("on|l'on"), "en": _words("one")}),
    Mark(
        "we",
        "« nous »",
        "“we”",
        {"fr": _words(r"nous|notre|nos"), "en": _words(r"we|our|us|we're|we've|we'd|we'll|ours")},
    ),
    Mark(
        "you",
        "adresse directe",
        "direct address",
        {"fr": _words("vous|tu|t'as|t'es"), "en": _words(r"you\w{0,4}|you'\w+")},
    ),
    Mark(
        "i",
        "« je »",
        "“I”",
        {"fr": _words(r"je|j'\w+|moi|mon|ma|mes"), "en": _words(r"i|i'm|i've|i'll|i'd|me|my")},
    ),
    Mark(
        "contractions",
        "formes relâchées",
        "contractions",
        {
            "fr": Phrases(
                r"\bt'(?:as|es|avais|etais|inquiete|auras|aurais)\b|\by'? ?(?:a|en a|aura|avait)\b|\bj'(?:suis|sais pas|peux)\b",
                r"\bc'est (?:\w+ )?(?:pas|plus|mort)\b|\bca\b|\b(?:fallait|faut|peut|sait|veut|regrette|va|coupe|est|ai) (?:pas|rien|plus|jamais)\b",
                r"\bquelqu'un\b|\bp'tit\w*|\bouais\b|\bnan\b|\bben\b|\bbah\b|\bt'inquiete\b|\bchacun son\b",
            ),
            "en": Phrases(r"\b\w+'(?:re|ve|ll|d|m|t)\b|\b(?:it|that|here|there|what|who|let|how|where)'s\b"),
        },
    ),
    Mark(
        "slang",
        "mots familiers ou argotiques",
        "slang",
        {
            "fr": _words(
                r"truc\w*|machin|bof|kiff\w*|relou|ouf|chelou|stylee?s?|gratos|balaise|baleze|flipp\w+|chope\w*|cale\w*|basta|dingue",
                r"marrant\w*|galere\w*|bosse\w*|bouff\w*|fringue\w*|fric|thunes?|bagnole|mec|meuf|pote\w*|bidule|foutu?e?s?|fout\w*",
                r"claque|dechire|top|cool|super|hyper|trop|carrement|grave bien|chouette|sympa|nickel|boulot|dispo|plus dispo|aprem|appli",
                r"resto|zero|filer|file|balance\w*|passe\w* quand|fonce\w*|bidon|moche|degueu\w*|con|conne|merde|zut|chiale\w*|se taper|chou|potes?",
                r"allez|bon|ok|okay|oups|hop|voila|alors la|la famille|pas sorcier|malade|crash test|game|vibes?|team|spoiler|pov",
            ),
            "en": _words(
                r"yep|yeah|nah|nope|yup|meh|gonna|wanna|gotta|gimme|lemme|kinda|sorta|shoulda|coulda|cos|coz|ya|y'all|ain't|dunno",
                r"cool|awesome|sick|dope|slaps|lit|stuff|guy|guys|dude|mate|mates|bloke|kids|loads|tons|bonkers|insane|crazy|nuts|obsessed",
                r"grab|pop|popping|drop|hit|smashed|chill|ok|okay|pic|pics|fam|nan|mum|footie|arvo|mins|tops|gang|lot|you lot|reckon\w*",
                r"get over it|jog on|job done|hats off|tad|quid|fluff\w*|whack|rips|champ|dead|beast|right|bit|super|totally|pain|massive|daft",
                r"telly|cheeky|brill|gutted|knackered|sorted|no worries|fab|yikes|oops|whoops|damn|hell|crap|shove|real|for real|vibes?|pov|spoiler",
            ),
        },
    ),
    Mark(
        "chat",
        "abréviations de messagerie",
        "chat shorthand",
        {
            "fr": _words(
                r"mdr+|ptdr+|lol|stp|svp|dsl|mp|bcp|pk|pq|tkt|jsp|omg|cc|bjr|slt|dm|pov|rdv|asap|wow|waouh|whaa+t"
            ),
            "en": _words(
                r"lol|lmao+|omg|pls|plz|tbh|imo|dm|btw|thx|ty|idk|fyi|asap|rn|ngl|smh|pov|diy|wow|who?a+|whaa+t|aww+|soo+"
            ),
        },
    ),
    Mark(
        "laughter",
        "rires",
        "laughter",
        {
            "fr": Phrases(
                r"\b(?:mdr+|ptdr+|lol|ha(?:ha)+|hi(?:hi)+|hehe|fou rire|rir\w*|rigol\w*|marr\w+|drole\w*|blagu\w*|humour|plaisant\w*|sourire|souriant\w*|clin d'oeil)\b|[😂🤣😅😆😹😏😜🙃😉]"
            ),
            "en": Phrases(
                r"\b(?:lol|lmao+|ha(?:ha)+|hehe|laugh\w*|funny|jok\w+|kidding|hilarious|humou?r|comic\w*|giggl\w*|pun|banter|grin\w*)\b|[😂🤣😅😆😹😏😜🙃😉]"
            ),
        },
    ),
    Mark(
        "play",
        "marques de jeu et d'exagération",
        "playful exaggeration",
        {
            "fr": _words(
                r"scoop|spoiler|pov|officiellement|promis|avouez|medaille|pour la science|theorie|il parait|a ce qu'il parait|parole de|mission",
                r"regle numero|petit rappel|flagrant delit|suspect\w*|coupable\w*|verdict|enquete exclusive|chef-d'oeuvre|grand art|record|heros",
                r"vacances|fantome\w*|belle-mere|grand-mere|mamie|papi|tonton|ton ex|chien\w*|chat\w*|poule\w*|licorne\w*|chaussettes?|vampire\w*",
                r"lundi|dignite|victime de son|syndicat|sieste|s'est endormi\w*|complot\w*|espion\w*|robots?|dit-on|comite scientifique",
            ),
            "en": _words(
                r"breaking news|spoiler|pov|officially|promise|admit it|medal|for science|theory|rumou?r has it|allegedly|mission|plot twist",
                r"rule one|reminder|culprit|suspect\w*|verdict|exclusive|masterpiece|pure art|a new record|hero\w*|confess\w*|guilty",
                r"on holiday|on strike|ghosts?|mother-in-law|grandma|nan|uncle|your ex|dogs?|cats?|hens?|goose|unicorns?|socks?|vampires?|potato\w*",
                r"mondays?|dignity|union|nap|nodded off|conspir\w*|spying|robots?|scientific committee|nothing to hide|union rep",
            ),
        },
    ),
    Mark(
        "mockery",
        "moquerie ou rudesse",
        "mockery or rudeness",
        {
            "fr": _words(
                r"franchement|inutile|comme deja|deja indique|visiblement|evidemment|clairement|arretez|arrete|calmez\w*|relis|relisez|champion",
                r"pas (?:notre|mon) probleme|tant pis|bah|ben|ouais|fallait|n'avi\w+ qu'a|t'avais qu'a|qu'a|sorcier|serieux|ailleurs|n'engagent que",
                r"n'interessent|guere|surtout pas|depasse\w*|capacites|brillante?|condoleances les plus|drame?|drama|mouchoir|nuls?|nulle",
                r"a vous de|debrouill\w+|on n'y peut|rien pour (?:toi|vous)|vacances|mentez|mens|exager\w+|ridicule\w*|pathetique|pleur\w+|geign\w+|plaindre",
                r"on transmet|apprenez|encore faut-il|vous auriez (?:du|pu)|il suffi\w+|hochet|monsieur je|quel talent|de vos affaires",
            ),
            "en": _words(
                r"honestly|frankly|clearly|obviously|as previously|previously stated|evidently|stop|calm down|champ|for real|are you serious|drama",
                r"not our problem|too bad|tough|whatever|should(?:'ve| have|a)|your fault|rocket science|jog on|go elsewhere|suits us|no wonder",
                r"deserves|none|not interested|can't help|cannot help|we can't help|how generous|brilliant analysis|explain our trade|tissue|disasters?",
                r"mere|stopped trying|had begun to fear|lying|liar|unfair|ridiculous|pathetic|whin\w+|moan\w*|complaining|get over",
                r"learn to|try reading|next time|you could have|bless|what a talent|mind your|bothered|clouds|yell",
            ),
        },
    ),
    Mark(
        "thanks",
        "remerciements",
        "thanks",
        {
            "fr": _words(r"merci\w*|remerci\w+|gratitude|reconnaissan\w+"),
            "en": _words(r"thank\w*|grateful\w*|gratitude|appreciat\w+|thanks|cheers"),
        },
    ),
    Mark(
        "regret",
        "excuses et compréhension",
        "apology and sympathy",
        {
            "fr": _words(
                r"desole\w*|pardon|excuses?|excuser|regrett\w+|navree?s?|compren\w+|condoleances|confus\w*|inquietude|ecoute\w*|attention|aupres de vous|a vos cotes"
            ),
            "en": _words(
                r"sorry|apolog\w+|regret\w*|understand\w*|condolences|sympath\w+|forgive|listen|concern\w*|with you|at your side"
            ),
        },
    ),
    Mark(
        "courtesy",
        "formules de politesse",
        "courtesy",
        {
            "fr": _words(
                r"s'il (?:vous|te) plait|veuillez|merci de|pourriez|voudriez|auriez-vous|souhaitez|je vous en prie|volontiers|avec plaisir",
                r"n'hesitez pas|a votre disposition|aimeri\w+|souhaiteri\w+|voudri\w+|avoir pris le temps|permettez\w*|bien vouloir|d'avoir",
            ),
            "en": _words(
                r"please|would you|could you|would like|kindly|may we|happy to|glad to|at your disposal|feel free|taking the time|so much",
                r"very much|let us know|we would|for telling|for your|be pleased",
            ),
        },
    ),
    Mark(
        "hedges",
        "précautions",
        "hedges",
        {
            "fr": _words(
                r"peut-etre|sans doute|il (?:nous )?semble\w*|plutot|un peu|probablement|semblerait|a notre connaissance|en general|presque|parfois|normalement|disons"
            ),
            "en": _words(
                r"perhaps|maybe|rather|a bit|it seems|seems|probably|as far as we know|quite|generally|almost|sometimes|somewhat|might|appear\w*|nearly"
            ),
        },
    ),
    Mark(
        "intensifiers",
        "intensifs",
        "intensifiers",
        {
            "fr": _words(
                r"tres|vraiment|tellement|absolument|infiniment|profond\w*|extremement|vivement|si|trop|super|hyper|ultra|beaucoup|totalement|completement|jamais vu|juste|enfin|tant|chaleureus\w+|sincere\w*|immense\w*|mille|total"
            ),
            "en": _words(
                r"very|really|so|such|absolutely|infinitely|deep\w*|extremely|truly|simply|totally|utterly|completely|hugely?|a lot|at last|too|beyond|massive\w*|immense\w*|heartfelt|warm\w*|total|every"
            ),
        },
    ),
    Mark(
        "joy",
        "mots d'enthousiasme",
        "words of enthusiasm",
        {
            "fr": _words(
                r"ador\w+|genial\w*|genia\w+|magnifique\w*|incroyable\w*|hate|ravie?s?|heureu\w+|bravo|fiere?s?|fierte|joies?|plaisir|bonheur|merveill\w+",
                r"formidable\w*|fantastique\w*|extraordinaire\w*|exceptionnel\w*|sublime\w*|superbe\w*|excellent\w*|enthousias\w+|passion\w*|coup de coeur",
                r"fan|felicit\w+|touch\w+|emus?|emue?s?|emotion|reve\w*|reviv\w*|fete\w*|celebr\w+|beaux?|belles?|content\w*|aim\w+|waouh|wow|youpi|hourra|top|cool",
                r"mignon\w*|adorable\w*|chaud au coeur|a tres bientot|respect|dingue|ouf|de folie|splendide\w*|delici\w+",
            ),
            "en": _words(
                r"love\w*|loving|amazing\w*|incredible|incredibly|thrilled|delight\w*|overjoyed|proud\w*|joy\w*|happy|happiness|pleas(?:ed|ure)|brilliant|wonderful\w*",
                r"fantastic|extraordinary|exceptional|gorgeous|beautiful\w*|magnificent|excellent|enthusias\w+|passion\w*|excit\w+|can't wait|cannot wait|look forward",
                r"fans?|congrat\w+|touched|moved|dreams?|celebrat\w+|glad|great|wow|hooray|hurray|yay|awesome|cute|star|respect|best|kind|made our day|made my day",
                r"bravo|at last|honou?red|warmed|stunning|superb|marvellous|delicious|huge|beauty|perfect|fun|adore\w*",
            ),
        },
    ),
    Mark(
        "gravity",
        "mots graves",
        "grave words",
        {
            "fr": _words(
                r"danger\w*|graves?|gravite|accident\w*|bless\w+|securite|risques?|incendie\w*|deces|decede\w*|urgen\w+|victimes?|deuil|sante|hopital|hospitali\w+",
                r"tuer|tue|mort\w*|chute|etouff\w+|feu|fumee|brul\w+|malade\w*|condoleances|famille\w* (?:des|endeuil)|inquietude|peur|soutien|eprouv\w+|electrocut\w+",
                r"cessez|coupez|debranchez|n'utilisez plus|ne (?:l'|la |le )?\w+ plus|alert\w+|defaillan\w+|rappel\w* du|anormal|au serieux",
            ),
            "en": _words(
                r"danger\w*|serious\w*|accident\w*|injur\w+|safety|risk\w*|fires?|death|died|dead|urgent\w*|victims?|mourning|health|hospital\w*",
                r"kill\w*|fall|chok\w+|smoke|burn\w*|ill|illness|condolences|bereave\w*|grie\w+|loss|frighten\w*|scary|afraid|shock\w*|harm\w*",
                r"stop using|switch (?:it )?off|unplug\w*|do not (?:use|touch)|keep (?:it|your \w+) away|alerted|fault\w*|recall\w*|treating it|emergency",
            ),
        },
    ),
    Mark(
        "refusal",
        "négations et refus",
        "negation and refusal",
        {
            "fr": Phrases(
                r"\b(?:n'|ne )[\w' ]{0,30}?\b(?:pas|plus|aucun\w*|jamais|rien|que|guere)\b|\bnon\b|\bpas de\b|\binterdit\w*\b|\brefus\w+\b|\bclot\b|\bimpossible\b"
            ),
            "en": _words(
                r"not|no|cannot|never|nothing|closed|unable|refus\w+|out of|none|without|impossible"
            ),
        },
    ),
    Mark(
        "impersonal",
        "tournures passives et impersonnelles",
        "passive and impersonal forms",
        {
            "fr": Phrases(
                r"\b(?:est|sont|sera|seront|a ete|ont ete|etaient|soit|soient) (?:\w+ent )?\w{2,}(?:e|ee|es|ees|ie|is|it|its|ue|us|ert|erte)\b",
                r"\bil (?:convient|faut|est|importe|appartient)\b",
            ),
            "en": Phrases(
                r"\b(?:is|are|was|were|be|been|being) (?:\w+ly |also |hereby )?(?:\w{2,}ed|given|held|made|taken|written|read|shown|found|kept|sent)\b"
            ),
        },
    ),
    Mark(
        "figures",
        "chiffres",
        "figures",
        {"fr": Phrases(r"\b\d[\d.,:h ]*"), "en": Phrases(r"\b\d[\d.,:]*")},
    ),
)
"""Each is counted by :func:`assistant.tone.voice_features.features`; a new one means fitting again."""
