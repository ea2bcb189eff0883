from __future__ import annotations

import pytest

from assistant.domain.charter import Charter
from assistant.drafting.faithful import faults
from assistant.drafting.grammar import each_with, elided, joined, with_a, with_de
from assistant.drafting.moves import content_stems, move_of, transferable
from assistant.drafting.names import greeting_name, signature


@pytest.mark.parametrize(
    ("phrase", "de", "a"),
    [
        ("le retard de votre colis", "du retard de votre colis", "au retard de votre colis"),
        ("les frais", "des frais", "aux frais"),
        ("l'attente", "de l'attente", "à l'attente"),
        ("une panne", "d'une panne", "à une panne"),
        ("votre attente", "de votre attente", "à votre attente"),
        ("cette erreur", "de cette erreur", "à cette erreur"),
    ],
)
def test_french_contractions(phrase: str, de: str, a: str) -> None:
    assert (with_de(phrase), with_a(phrase)) == (de, a)


def test_lists_and_elisions() -> None:
    assert joined(["a", "b", "c"], "fr") == "a, b et c" and joined(["a", "b"], "en") == "a and b"
    assert each_with(["le retard", "une panne"], "de") == "du retard et d'une panne"
    assert elided("Nous regrettons que il, de une, si ils") == "Nous regrettons qu'il, d'une, s'ils"


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Jeanne D.", "Jeanne"),
        ("Jean-Marc Petit", "Jean-Marc"),
        ("Élodie", "Élodie"),
        ("@jeanne_d", None),
        ("LampFan75", None),
        ("Client déçu", None),
        ("Google User", None),
        ("jeanne", None),
        (None, None),
        ("", None),
    ],
)
def test_only_a_name_is_used_as_a_name(author: str | None, name: str | None) -> None:
    assert greeting_name(author) == name


def test_the_signature_names_the_sender_or_the_team(charter: Charter) -> None:
    assert signature(charter, "fr", public=True, sender="Camille Roux").startswith("Camille, ")
    nobody = signature(charter, "fr", public=True, sender=None)
    assert "{" not in nobody and "Maison Lumen" in nobody and nobody[0].isupper()


def test_moves_are_seen_by_their_wording() -> None:
    assert move_of("Nous sommes désolés pour cela.") == "apologise"
    assert move_of("Merci pour votre message.") == "thank"
    assert move_of("Écrivez-nous à bonjour@x.example.") == "private_path"


def test_a_borrowed_sentence_says_nothing_of_its_old_comment() -> None:
    comment = "Ma lampe Filante clignote sur variateur"
    house = frozenset(content_stems("Nous souhaitons comprendre ce qui s'est passé et chercher une solution"))
    assert transferable("Nous souhaitons chercher une solution.", comment, house)
    for sentence in (
        "Est-elle branchée sur un variateur ?",
        "Merci de les avoir écrits.",
        "Nous cherchons avec Thomas une solution.",
        "Rappelez-nous avant 18 h pour une solution.",
        "Nous souhaitons comprendre ce clignotement.",
    ):
        assert not transferable(sentence, comment, house), sentence


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Nous comprenons que votre service soit horrible et lent.", "insult taken over"),
        ("Nous comprenons ma colère devant le colis abîmé.", "speaks as the customer"),
        ("Nous comprenons que vous n'avez pas répondu au colis abîmé.", "roles turned round"),
        ("Nous comprenons votre attente de 3 semaines pour le colis.", "number"),
        ("Nous comprenons votre déception devant le hamac tropical gonflable.", "not in the comment"),
        ("Nous comprenons le colis est arrivé abîmé et vous ne répondez pas.", "copied"),
    ],
)
def test_what_the_model_may_not_say(sentence: str, why: str) -> None:
    comment = (
        "Service horrible, le colis est arrivé abîmé et vous ne répondez pas, vous n'avez jamais répondu"
    )
    found = faults(sentence, comment, "fr", insults=frozenset({"horrible"}))
    assert any(f.startswith(why) for f in found), found


def test_a_good_sentence_of_the_model_stands() -> None:
    comment = "Le vendeur m'a répondu sans lever les yeux de son téléphone, on ne parle pas aux gens comme ça"
    assert faults("Nous comprenons votre agacement devant ce vendeur et son téléphone.", comment, "fr") == []


def test_an_understanding_that_does_not_turn_to_the_customer_is_refused() -> None:
    comment = "What says welcome more than a cage full of rubbish?"
    found = faults("We understand how a cage can be a welcome space.", comment, "en")
    assert "does not turn to the customer" in found
    found = faults("We understand your dismay at a cage full of rubbish.", comment, "en")
    assert "does not turn to the customer" not in found
