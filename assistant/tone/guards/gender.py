"""Gendered forms for a customer whose gender nobody told: "vous êtes déçue", "cher client", "dear Sir".

A warning, not an error: the sentence is a guess, not a promise. It is right where the comment or the
author's first name shows the gender; inclusive and neutral wording always is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from assistant.domain.comment import Comment
from assistant.domain.finding import Finding
from assistant.tone.first_names import first_names
from assistant.tone.guards.messages import breach
from assistant.tone.reading import Reading, SentenceView, folded
from assistant.tone.support import Sources

_SHOWN = (
    "decu satisfait insatisfait mecontent content ravi enchante frustre agace enerve excede surpris pret seul recu servi "
    "accueilli informe prevenu decourage inquiet fache blesse choque gene peine touche confronte oblige "
    "contraint prive plaint livre debite preleve rembourse contacte rappele induit trompe abuse attache tombe "
    "alle venu revenu parti arrive rendu deplace attendu assis mal\\-servi conseille oriente dirige bloque expose lese "
    "penalise impacte incommode interesse epuise attriste desole rassure convaincu patient exigeant comble emballe seduit"
).split()
_ADJECTIVE = rf"(?:(?:{'|'.join(_SHOWN)})(?P<{{0}}>e?)|(?:heur|furi|curi|soucieu|anxi|nombr)eu(?P<{{1}}>x|se)|inquiet(?P<{{2}}>e?))"


def _adjective(tag: str) -> str:
    return _ADJECTIVE.format(f"{tag}a", f"{tag}b", f"{tag}c")


_NOT_INCLUSIVE = r"(?![\w]|s\b|\(e|[·•.]e\b|/)"
_FR = re.compile(
    r"\bvous (?:n'|ne )?(?:vous )?(?:etes|etiez|serez|seriez|soyez|avez ete|aviez ete|ayez ete|auriez ete|sentez|sentiez|semblez"
    r"|sembliez|paraissez|restez|restiez|sortez|repartez)(?: (?:pas|plus|bien|tres|si|aussi|tout|a|fait|fort|vraiment|encore|toujours|donc|visiblement)){0,3} "
    + _adjective("s")
    + _NOT_INCLUSIVE
    + r"|\bvous (?:avons|ai|a|avoir|aurons|ayons)(?: (?:bien|trop|autant|ainsi|tant))? "
    + _adjective("o")
    + _NOT_INCLUSIVE
    + r"|\bvous (?:savoir|trouver|voir|sentir|lire|dire) (?:si |tres |aussi )?"
    + _adjective("i")
    + _NOT_INCLUSIVE
    + r"|(?:^|[.!?] )"
    + _adjective("f")
    + _NOT_INCLUSIVE
    + r" (?:par|de|d'|devant|apres)[^.!?]*\bvous\b|\b(?:comme vous l'etes|tel que vous etes) (?:reste|"
    + "|".join(_SHOWN)
    + r")(?P<l>e?)\b"
)
_FR_NAMED = re.compile(
    r"\b(?:(?P<m>cher (?:client|monsieur|abonne|ami|voisin|visiteur|voyageur)|ce (?:monsieur|client)|un (?:acheteur|client|amateur|voyageur|connaisseur)[\w ]{0,20} comme vous"
    r"|(?<!madame, )(?<!ou )monsieur(?! ou|\w))"
    r"|(?P<f>chere (?:cliente|madame|abonnee|amie|voisine|visiteuse|voyageuse)|cette (?:dame|cliente)|une (?:acheteuse|cliente|voyageuse)[\w ]{0,20} comme vous"
    r"|(?:madame|mademoiselle)(?!, monsieur| ou|\w)))\b(?! (?:le|la) (?:maire|ministre|direct\w+))"
)
_EN_NAMED = re.compile(
    r"\b(?:(?P<m>(?:dear )?(?<!madam or )(?<!dear madam/)sir(?! or|/|\w)|mr\.?(?= [a-z])|young man|busy dad|gentleman|businessman)"
    r"|(?P<f>(?:dear )?(?:madam|ma'am)(?! or|/|\w)|(?:mrs|ms|miss)\.?(?= [a-z])|young lady|busy mum|busy mom|businesswoman))\b"
)
_EN_TOLD = re.compile(
    r"\b(?:(?P<m>he|him|the (?:customer|reviewer|author|guest) [\w ]{0,20}\bhis)|(?P<f>she|the (?:customer|reviewer|author|guest) [\w ]{0,20}\bher))\b"
)
_OTHERS = re.compile(
    r"\b(?:agent|driver|courier|colleague|technician|engineer|assistant|manager|nurse|doctor|waiter|waitress|receptionist|adviser|advisor"
    r"|husband|wife|son|daughter|mother|father|mum|dad|brother|sister|boy|girl|man|woman|child|friend|grand\w+|dog|cat|staff)\b"
)
_WOMAN = re.compile(
    r"\b(?:je (?:suis|reste|serai|repars) [\w ]{0,20}(?:e|euse)\b(?<!fidele)(?<!triste)(?<!sensible)(?<!meme)(?<!de)(?<!le)(?<!une)|(?:decue|ravie|contente|satisfaite|cliente|etonnee|furieuse|enchantee|outree|enceinte)\b"
    r"|mon mari|je suis une (?:femme|maman|mere|cliente)|i'm a (?:woman|mother|mum|mom)|my husband|as a (?:woman|mother|mum))"
)
_MAN = re.compile(
    r"\b(?:je (?:suis|reste) (?:tres |vraiment |plutot )?(?:decu|ravi|content|satisfait|client|etonne|furieux|enchante|outre)\b|ma femme"
    r"|je suis un (?:homme|papa|pere|client)|i'm a (?:man|father|dad)|my wife|as a (?:man|father|dad))"
)


def find(reading: Reading, sources: Sources) -> Iterator[Finding]:
    """Yields ``person.gender`` (warning), in replies."""
    if reading.context.kind in ("script", "post"):
        return
    shown = _gender_of(reading.context.comment)
    for sentence in reading.sentences:
        for start, end, gender in _forms(reading, sentence):
            if gender != shown and not reading.quoted(sentence.start + start):
                yield breach(
                    reading, "person.gender", sentence.start + start, sentence.start + end, "warning"
                )
                break


def _forms(reading: Reading, sentence: SentenceView) -> Iterator[tuple[int, int, str]]:
    low = sentence.folded
    if sentence.language == "fr":
        for match in _FR.finditer(low):
            ending = next((v for v in match.groupdict().values() if v is not None), "")
            yield *match.span(), "f" if ending in ("e", "se") else "m"
        named = _FR_NAMED
    else:
        named = _EN_NAMED
        told = _EN_TOLD.search(low)
        if told and not _OTHERS.search(low):
            about = reading.context.comment
            if about is not None and not _OTHERS.search(folded(about.whole)):
                yield *told.span(), "f" if told["f"] else "m"
    for match in named.finditer(low):
        yield *match.span(), "f" if match["f"] else "m"


def _gender_of(comment: Comment | None) -> Literal["f", "m"] | None:
    """The gender that the comment or the author's first name shows."""
    if comment is None:
        return None
    low = folded(comment.whole)
    author = folded(comment.author or "")
    if re.search(r"\b(?:mme|madame|mrs|ms|miss|mlle)\b", f"{author} {low[-60:]}") or _WOMAN.search(low):
        return "f"
    if re.search(r"\b(?:mr|monsieur|m\.)(?: |$)", f"{author} {low[-60:]}") or _MAN.search(low):
        return "m"
    signed = re.search(r"(?:^|[\n.!?…] ?)([a-z]+(?:-[a-z]+)?)(?: [a-z'-]+){0,2}(?:, [a-z' -]+)?[ .!]*$", low)
    for written in (re.match(r"([a-z]+(?:-[a-z]+)?)", author), signed):
        gender = first_names().get(written[1]) if written else None
        if gender in ("f", "m"):
            return gender
    return None
