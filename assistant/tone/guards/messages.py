"""What the guards tell the writer: what is wrong, why, and what to write instead, in both languages."""

from __future__ import annotations

from assistant.domain.finding import Finding, Level
from assistant.tone.reading import Reading

MESSAGES: dict[str, tuple[str, str]] = {
    "claims.commitment.refund": (
        "Un remboursement est annoncé ou suggéré, et rien ne l'autorise ici. Invitez plutôt la personne à en parler en privé.",
        "A refund is announced or hinted at, and nothing here allows it. Invite the person to talk in private instead.",
    ),
    "claims.commitment.compensation": (
        "Un dédommagement est annoncé, et rien ne l'autorise ici. Proposez d'en parler en privé.",
        "Compensation is announced, and nothing here allows it. Offer to talk in private.",
    ),
    "claims.commitment.gesture": (
        "Un geste commercial ne se promet pas ici : en privé seulement, par le catalogue et dans la limite de vos pouvoirs.",
        "A gesture of goodwill is not promised here: only in private, from the catalogue and within your authority.",
    ),
    "claims.commitment.replacement": (
        "Un remplacement est annoncé, et rien ne l'autorise ici. Dites que vous souhaitez chercher une solution avec la personne.",
        "A replacement is announced, and nothing here allows it. Say that you would like to look for a solution together.",
    ),
    "claims.commitment.deadline": (
        "Ce délai engage l'entreprise et n'est pas dans la charte. Retirez-le, ou reprenez un engagement permanent tel quel.",
        "This deadline binds the company and is not in the charter. Take it out, or use a standing commitment as it is written.",
    ),
    "claims.commitment.guarantee": (
        "C'est une promesse que personne ne peut tenir à coup sûr. Dites ce que vous souhaitez, pas ce que vous garantissez.",
        "This is a promise nobody can be sure to keep. Say what you would like to do, not what you guarantee.",
    ),
    "claims.commitment.admission": (
        "Cette phrase reconnaît une faute au nom de l'entreprise. Excusez-vous pour ce que la personne a vécu, sans juger des torts.",
        "This sentence admits fault in the company's name. Apologise for what the person went through, without judging who was wrong.",
    ),
    "claims.commitment.threat": (
        "Cela se lit comme une menace. Restez sur les faits ; les suites juridiques se traitent ailleurs.",
        "This reads as a threat. Keep to the facts; legal matters are dealt with elsewhere.",
    ),
    "claims.commitment.accusation": (
        "Cela met en cause l'honnêteté de la personne. Demandez des précisions, ou donnez le fait et sa source.",
        "This questions the person's honesty. Ask for details, or give the fact and its source.",
    ),
    "claims.commitment.implied": (
        "Cette phrase semble promettre, reconnaître une faute, menacer ou mettre en cause : rien ne l'autorise ici. Dites plutôt ce que vous souhaitez.",
        "This sentence seems to promise, to admit fault, to threaten or to accuse: nothing here allows it. Say what you would like to do instead.",
    ),
    "claims.refusal": (
        "C'est un refus public. Vérifiez qu'il est exact et courtois, ou poursuivez en privé.",
        "This is a refusal in public. Make sure that it is right and courteous, or continue in private.",
    ),
    "claims.action": (
        "Cette action n'est attestée par aucun fait du dossier. Ajoutez le fait si elle a eu lieu, sinon dites ce que vous souhaitez faire.",
        "No case fact says that this was done. Add the fact if it happened; otherwise say what you would like to do.",
    ),
    "claims.action.promised": (
        "Vous annoncez une action : assurez-vous que quelqu'un la fera.",
        "You announce an action: make sure that someone will do it.",
    ),
    "claims.fact.amount": (
        "Ce montant ne figure dans aucun fait utilisable ici. Retirez-le ou ajoutez le fait à la charte.",
        "This amount is in no fact that may be used here. Take it out or add the fact to the charter.",
    ),
    "claims.fact.number": (
        "Ce nombre ne figure dans aucun fait utilisable ici. Retirez-le ou ajoutez le fait.",
        "This number is in no fact that may be used here. Take it out or add the fact.",
    ),
    "claims.fact.date": (
        "Cette date ne figure dans aucun fait utilisable ici. Retirez-la ou ajoutez le fait.",
        "This date is in no fact that may be used here. Take it out or add the fact.",
    ),
    "claims.fact.delay": (
        "Cette durée ne figure dans aucun fait utilisable ici. Retirez-la ou ajoutez le fait.",
        "This length of time is in no fact that may be used here. Take it out or add the fact.",
    ),
    "claims.fact.hours": (
        "Ces horaires ne figurent dans aucun fait utilisable ici. Reprenez ceux de la charte.",
        "These hours are in no fact that may be used here. Use those of the charter.",
    ),
    "claims.fact.link": (
        "Ce lien n'est pas connu de la charte. Utilisez une adresse de la charte.",
        "The charter does not know this link. Use an address of the charter.",
    ),
    "claims.fact.email": (
        "Cette adresse n'est pas connue de la charte. Utilisez le contact de la charte.",
        "The charter does not know this e-mail address. Use the charter's contact.",
    ),
    "claims.fact.phone": (
        "Ce numéro n'est pas connu de la charte. Utilisez le contact de la charte.",
        "The charter does not know this telephone number. Use the charter's contact.",
    ),
    "claims.fact.address": (
        "Cette adresse postale ne figure dans aucun fait utilisable ici. Retirez-la ou ajoutez le fait.",
        "This postal address is in no fact that may be used here. Take it out or add the fact.",
    ),
    "claims.fact.policy": (
        "Cette règle de la maison ne figure dans aucun fait utilisable ici. Reprenez le texte d'un fait.",
        "This house policy is in no fact that may be used here. Use the wording of a fact.",
    ),
    "claims.fact.product": (
        "Ce nom ne figure pas parmi les produits de la charte. Vérifiez-le ou retirez-le.",
        "This name is not among the charter's products. Check it or take it out.",
    ),
    "privacy.order_number": (
        "Un numéro de commande ou de dossier ne se publie pas. Demandez-le en privé.",
        "An order or case number is never published. Ask for it in private.",
    ),
    "privacy.phone": (
        "Le téléphone d'une personne ne se publie pas. Retirez-le.",
        "A person's telephone number is never published. Take it out.",
    ),
    "privacy.email": (
        "L'adresse électronique d'une personne ne se publie pas. Retirez-la.",
        "A person's e-mail address is never published. Take it out.",
    ),
    "privacy.iban": (
        "Des coordonnées bancaires ne s'écrivent jamais dans une réponse. Retirez-les.",
        "Bank or card details never go into a reply. Take them out.",
    ),
    "privacy.nir": (
        "Un numéro de sécurité sociale ne s'écrit jamais dans une réponse. Retirez-le.",
        "A social security number never goes into a reply. Take it out.",
    ),
    "privacy.health": (
        "La santé de la personne ne s'évoque pas ici. Restez sur les faits et passez en privé.",
        "The person's health is not mentioned here. Keep to the facts and continue in private.",
    ),
    "privacy.plate": (
        "Une plaque d'immatriculation désigne une personne : elle ne se publie pas. Retirez-la.",
        "A number plate points to a person: it is never published. Take it out.",
    ),
    "privacy.company_id": (
        "Le numéro SIREN ou SIRET d'un client ne se publie pas. Retirez-le.",
        "A customer's company number is never published. Take it out.",
    ),
    "privacy.address": (
        "L'adresse de la personne ne se publie pas. Retirez-la.",
        "The person's address is never published. Take it out.",
    ),
    "privacy.customer_confirmed": (
        "Cette phrase confirme en public que la personne est cliente, ou le détail de son achat. Parlez de ce qu'elle écrit.",
        "This sentence confirms in public that the person is a customer, or details of the purchase. Speak of what they write.",
    ),
    "privacy.confidential": (
        "Cette information est interne et ne sort jamais. Retirez-la.",
        "This information is internal and never goes out. Take it out.",
    ),
    "privacy.canary": (
        "Ce mot témoin signale une fuite d'un document interne. Retirez-le et prévenez le responsable de la charte.",
        "This marker shows that an internal document has leaked. Take it out and tell the owner of the charter.",
    ),
    "reviews.bargain": (
        "On ne demande jamais de changer ou de retirer un avis, ni rien en échange. Supprimez cette phrase.",
        "Never ask for a review to be changed or removed, nor offer anything for one. Delete this sentence.",
    ),
    "reviews.gift": (
        "Un avantage contre un avis est interdit. Supprimez cette phrase.",
        "A benefit in return for a review is forbidden. Delete this sentence.",
    ),
    "reviews.conditional_apology": (
        "Des excuses avec un « si » n'en sont pas. Nommez le problème : « Nous sommes désolés pour … ».",
        "An apology with an “if” is none. Name the problem: “We are sorry about …”.",
    ),
    "person.address": (
        "Ce n'est pas la forme d'adresse de la charte (tu pour vous, ou trop familier). Reprenez la phrase.",
        "This is not the charter's way of addressing people (or it is too familiar). Rewrite the sentence.",
    ),
    "person.gender": (
        "Rien ne dit si la personne est une femme ou un homme. Tournez la phrase autrement : « votre déception » plutôt que « vous êtes déçue ».",
        "Nothing says whether this person is a woman or a man. Put it another way: “you”, “the author”, a plain greeting.",
    ),
    "person.role": (
        "La phrase parle à la place du client. Écrivez au nom de l'entreprise.",
        "This sentence speaks as the customer. Write in the company's name.",
    ),
    "person.name": (
        "Rien ne dit que la personne s'appelle ainsi. Saluez-la sans la nommer.",
        "Nothing says that this is the person's name. Greet them without a name.",
    ),
    "person.sender": (
        "Ce nom n'est pas celui de la personne qui signe. Mettez le vôtre.",
        "This is not the name of the person who signs. Use your own.",
    ),
    "person.insult": (
        "Ce mot est blessant, même repris du commentaire. Nommez le problème sans lui.",
        "This word hurts, even when taken from the comment. Name the problem without it.",
    ),
    "person.blame": (
        "Cela rejette la faute sur la personne. Dites ce qu'il est possible de faire maintenant.",
        "This puts the blame on the person. Say what can be done now.",
    ),
    "person.placeholder": (
        "Un espace à remplir est resté dans le texte. Complétez-le ou retirez-le.",
        "A blank to fill in was left in the text. Complete it or take it out.",
    ),
    "person.machine": (
        "Cette phrase est celle d'un logiciel, pas d'une équipe. Supprimez-la.",
        "This is a program speaking, not a team. Delete this sentence.",
    ),
    "sameness.repeats": (
        "Une réponse récente disait déjà cette phrase. Dites-le autrement : les réponses toutes faites se remarquent.",
        "A recent reply already said this sentence. Put it another way: ready-made replies are noticed.",
    ),
    "language.wrong": (
        "Le texte n'est pas dans la langue du commentaire. Répondez dans sa langue.",
        "The text is not in the language of the comment. Answer in that language.",
    ),
}
"""Rule id → the message in French, in English."""


def breach(reading: Reading, rule: str, start: int, end: int, level: Level = "error") -> Finding:
    """A finding of a guard, in the reader's language."""
    french, english = MESSAGES[rule]
    message = french if reading.reader == "fr" else english
    return Finding(rule, level, start, end, reading.text[start:end], message)
