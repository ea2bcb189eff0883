"""The words around a cue that take its meaning back: "aucun retard", "I was afraid of a delay"."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.triage.problem_cues import GAP, Word, read_words

_DENIALS = {
    "fr": frozenset("pas plus jamais aucun aucune aucuns sans ni rien personne zero nul guere".split()),
    "en": frozenset(
        "no not never nothing nobody none neither nor without zero cant wont dont didnt doesnt isnt wasnt"
        " arent werent hasnt havent hadnt couldnt wouldnt shouldnt cant nowhere unable".split()
    ),
}
_LIGHT = {
    "fr": frozenset(
        "de d du des le la les l un une eu ete subi vu connu constate rencontre moindre seul seule souci probleme"
        " problemes petit gros grand avec dans en au a n y ce cette votre vos trouve remarque jamais pas ni"
        " aucun aucune mauvaise mauvais surprise la eue eues".split()
    ),
    "en": frozenset(
        "a an any the had have been was were be at all ever single problem problems isue isues with of in"
        " experienced encountered experience encounter find found see seen got my your one and nor about"
        " bad big worry or".split()
    ),
}
_FEARS = {
    "fr": (
        ("avais", "peur"),
        ("avait", "peur"),
        ("craignais",),
        ("craignait",),
        ("redoutais",),
        ("apprehendais",),
        ("malgre", "mes", "craintes"),
        ("ai", "eu", "peur"),
        ("m", "atendais", "a"),
        ("habituelement",),
        ("contrairement",),
    ),
    "en": (
        ("was", "afraid"),
        ("was", "woried"),
        ("were", "woried"),
        ("feared",),
        ("i", "expected"),
        ("was", "expecting"),
        ("dreaded",),
        ("was", "dreading"),
        ("unlike",),
        ("instead", "of", "the", "usual"),
    ),
}
_SUPPOSITIONS = {
    "fr": (("si",), ("s", "il"), ("s", "ils"), ("en", "cas"), ("au", "cas"), ("lorsque",)),
    "en": (("if",), ("in", "case"), ("should",), ("what", "hapens", "when")),
}
_ENDLESS = (["cesse"], ["arret"], ["fail"], ["only"])
"""After a denial, words that take it back: "sans cesse", "without fail"."""
_LIGHT_REACH = 4
_FEAR_REACH = 8
_SUPPOSED_REACH = 6


def denies(cue: str, language: str) -> bool:
    """Whether the cue says itself that something is missing: "pas livré", "no answer"."""
    forms = [
        w.form for part in cue.replace(GAP, " ").split() for w in read_words(part.split("/")[0], language)
    ]
    return any(form in _DENIALS[language] for form in forms)


def speaks_of_nothing_real(
    text: str, words: Sequence[Word], first: int, last: int, language: str, *, negative: bool
) -> bool:
    """Whether the problem named from word ``first`` to ``last`` is denied, was only feared or supposed.

    ``negative``: the cue holds its own denial, so that one before it does not take it back.
    """
    sentence = words[first].sentence
    before = [w for w in words[max(0, first - _FEAR_REACH) : first] if w.sentence == sentence]
    forms = [w.form for w in before]
    if not negative and (_denied(forms, language) or _denied_within(words[first : last + 1], language)):
        return True
    if any(_holds(forms, fear) for fear in _FEARS[language]):
        return True
    supposed = any(_holds(forms[-_SUPPOSED_REACH:], start) for start in _SUPPOSITIONS[language])
    return supposed and _asks(text, words, last)


def _denied(forms: Sequence[str], language: str) -> bool:
    """A denial before the cue with nothing but light words in between."""
    for form in reversed(forms[-_LIGHT_REACH:]):
        if form in _DENIALS[language]:
            return form != "plus" or language != "fr" or _no_longer(forms)
        if form not in _LIGHT[language]:
            return False
    return False


def _denied_within(matched: Sequence[Word], language: str) -> bool:
    """A denial in a gap of the cue: "livraison sans aucun retard"."""
    forms = [word.form for word in matched]
    return any(
        form in _DENIALS[language] and form != "plus" and forms[at + 1 : at + 2] not in _ENDLESS
        for at, form in enumerate(forms)
    )


def _no_longer(forms: Sequence[str]) -> bool:
    """French "plus" denies only with "ne" or before "de" ("plus de problème"), else it adds."""
    at = len(forms) - 1 - list(reversed(forms)).index("plus")
    following = forms[at + 1 : at + 2]
    return following in (["de"], ["d"], ["aucun"], ["aucune"], ["jamais"]) and (
        forms[at - 1 : at] != ["encore"]
    )


def _asks(text: str, words: Sequence[Word], last: int) -> bool:
    """Whether the sentence that holds word ``last`` ends with a question mark."""
    end = words[last].end
    for at in range(last + 1, len(words)):
        if words[at].sentence != words[last].sentence:
            return "?" in text[end : words[at].start]
        end = words[at].end
    return "?" in text[end : end + 3]


def _holds(forms: Sequence[str], sought: tuple[str, ...]) -> bool:
    size = len(sought)
    return any(tuple(forms[i : i + size]) == sought for i in range(len(forms) - size + 1))
