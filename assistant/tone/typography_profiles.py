"""How each locale sets its type: the habits that :mod:`assistant.tone.typography` looks for.

Sources: for France, the "Lexique des règles typographiques en usage à l'Imprimerie nationale"; for Quebec, the
"Banque de dépannage linguistique" of the Office québécois de la langue française (no space before ; ! and ?);
for French-speaking Switzerland, the "Guide du typographe" (thin spaces, guillemets close to the word accepted);
Belgium follows France. English: "New Hart's Rules" (spaced en dash) and the "Chicago Manual of Style" (closed em dash).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

NO_BREAK = "\u00a0"
NARROW = "\u202f"


@dataclass(frozen=True, slots=True)
class Habits:
    """One locale. ``before``: what stands before each mark, "" for nothing. ``quotes``: the opening and
    closing marks with the space inside. ``close_quotes``: guillemets without a space are accepted too.
    ``dash``: what an aside's hyphen becomes, with its spaces. ``units``: what parts a number from its
    unit; None: units are left alone."""

    language: str
    before: Mapping[str, str] = field(default_factory=dict)
    quotes: tuple[str, str] = ("“", "”")
    close_quotes: bool = False
    dash: str = " – "
    units: str | None = None


_FRANCE = {";": NARROW, "!": NARROW, "?": NARROW, ":": NO_BREAK}
_ENGLISH = dict.fromkeys(";!?:", "")

PROFILES: dict[str, Habits] = {
    "fr-FR": Habits("fr", _FRANCE, (f"«{NO_BREAK}", f"{NO_BREAK}»"), units=NO_BREAK),
    "fr-BE": Habits("fr", _FRANCE, (f"«{NO_BREAK}", f"{NO_BREAK}»"), units=NO_BREAK),
    "fr-CH": Habits(
        "fr", dict.fromkeys(";!?:", NARROW), (f"«{NARROW}", f"{NARROW}»"), close_quotes=True, units=NO_BREAK
    ),
    "fr-CA": Habits("fr", {**_ENGLISH, ":": NO_BREAK}, (f"«{NO_BREAK}", f"{NO_BREAK}»"), units=NO_BREAK),
    "en-GB": Habits("en", _ENGLISH),
    "en-US": Habits("en", _ENGLISH, dash="—"),
}

ACCENTED = frozenset(
    (
        "échange échanges échangez échéance éclairage éclairages éclairer éclat école écoles économie économies"
        " économique écoute écouter écoutez écran écrans écrire écrit écrite écrivez écrivons édition également"
        " égal église électricité élégant élégante élément éléments émotion énergie énorme époque équipe équipes"
        " équipement équipements établi étage étages étant étape étapes état états été éteignez éteindre étiquette"
        " étiquettes étoile étoiles étonnant étrange étude études évaluation évaluations évidemment évident évitez"
        " éviter événement événements évolution être êtes"
    ).split()
)
"""French words that begin with an accented capital when they begin a sentence."""
AFTER_A = (
    "bientôt très votre vos notre nos la ce cet cette ces chaque partir propos noter défaut titre moins savoir"
    " tout toute toutes tous quel quelle quels quelles nouveau réception suivre demain plus vous nous mon ma mes"
    " son sa leur leurs un une deux"
).split()
"""What follows when "A" at the head of a sentence is the preposition "À"."""
