"""The embedded engine writes a whole letter from what a town clerk types."""

from datetime import date

import pytest

from services.assistant.engine import Message, Reply, ReplyKind, reply

TODAY = date(2026, 11, 24)


def ask(*texts: str) -> Reply:
    return reply([Message("user", text) for text in texts], today=TODAY)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def letter(request: str) -> str:
    answer = ask(request)
    assert answer.kind is ReplyKind.LETTER, request
    return plain(answer.text)


GREETINGS = "l'expression de mes salutations distinguées"
CONSIDERATION = "l'expression de ma considération distinguée"
HIGH = "l'expression de ma haute considération"

SALUTATIONS = [
    ("à Mme Durand", "Madame", GREETINGS),
    ("à mme durand", "Madame", GREETINGS),
    ("A MADAME DURAND", "Madame", GREETINGS),
    ("à M. Martin", "Monsieur", GREETINGS),
    ("à monsieur martin", "Monsieur", GREETINGS),
    ("à M. et Mme Bernard", "Madame, Monsieur", GREETINGS),
    ("à un habitant", "Madame, Monsieur", GREETINGS),
    ("à une administrée", "Madame", GREETINGS),
    ("aux habitants", "Mesdames, Messieurs", GREETINGS),
    ("aux parents d'élèves", "Mesdames, Messieurs", GREETINGS),
    ("à Monsieur le Maire de Lormes", "Monsieur le Maire", CONSIDERATION),
    ("à Madame la Maire de Lormes", "Madame la Maire", CONSIDERATION),
    ("à Madame le Maire de Lormes", "Madame le Maire", CONSIDERATION),
    ("au maire de Lormes", "Monsieur le Maire", CONSIDERATION),
    ("au préfet", "Monsieur le Préfet", HIGH),
    ("au prefet de la Nievre", "Monsieur le Préfet", HIGH),
    ("à la préfète de la Nièvre", "Madame la Préfète", HIGH),
    ("à M. le sous-préfet", "Monsieur le Sous-préfet", HIGH),
    ("à Mme la députée", "Madame la Députée", HIGH),
    ("à M. le Député", "Monsieur le Député", HIGH),
    ("à madame la sénatrice", "Madame la Sénatrice", HIGH),
    ("à Madame la Présidente du conseil départemental de la Nièvre", "Madame la Présidente", HIGH),
    ("à la présidente de la communauté de communes", "Madame la Présidente", CONSIDERATION),
    ("à Monsieur le Président de l'association de chasse", "Monsieur le Président", GREETINGS),
    ("à M. Dupont, maire de Corbigny,", "Monsieur le Maire", CONSIDERATION),
    ("à Mme Renard, présidente du comité des fêtes,", "Madame la Présidente", GREETINGS),
    ("à l'inspectrice d'académie", "Madame l'Inspectrice d'académie", CONSIDERATION),
    ("à M. l'adjoint au maire", "Monsieur l'Adjoint au maire", CONSIDERATION),
    ("à Mme la directrice de l'école", "Madame la Directrice", CONSIDERATION),
    ("à Madame la Ministre", "Madame la Ministre", "l'expression de ma très haute considération"),
    ("à Maître Lambert", "Maître", CONSIDERATION),
    ("aux maires", "Mesdames et Messieurs les Maires", CONSIDERATION),
    ("à l'entreprise Dubois", "Madame, Monsieur", GREETINGS),
    ("à Enedis", "Madame, Monsieur", GREETINGS),
    ("à la DDT", "Madame, Monsieur", GREETINGS),
]


@pytest.mark.parametrize(("whom", "salutation", "regard"), SALUTATIONS)
def test_it_greets_and_takes_leave_in_matching_words(whom: str, salutation: str, regard: str) -> None:
    text = letter(f"Rédige une lettre {whom} au sujet de la fermeture de la trésorerie")
    assert f"\n\n{salutation},\n\n" in text
    assert f"\n\nJe vous prie d'agréer, {salutation}, {regard}.\n\n" in text


BODIES = [
    (
        "Rédige une lettre à M. Martin pour refuser sa demande de subvention",
        "Votre demande de subvention",
        "J'ai le regret de vous informer qu'il ne m'est pas possible d'y donner une suite favorable. "
        "[à compléter : motif du refus]",
    ),
    (
        "Rédige un refus de subvention à l'association des parents d'élèves car le budget est déjà voté",
        "Votre demande de subvention",
        "En effet, le budget est déjà voté.",
    ),
    (
        "Courrier au Président de l'association de chasse pour refuser le prêt du tracteur parce qu'il est en panne",
        "Votre demande de prêt du tracteur",
        "En effet, il est en panne.",
    ),
    (
        "rédige un courrier à mme durand qui demande une place en crèche",
        "Votre demande de place en crèche",
        "vous demandez une place en crèche.",
    ),
    (
        "redige un courrier a mme durand qui demande une place en creche pour lui dire que c'est complet",
        "Votre demande de place en crèche",
        "En réponse, je vous informe que c'est complet.",
    ),
    (
        "Réponds à Mme Lefèvre qui se plaint du bruit de la salle des fêtes",
        "Votre réclamation concernant le bruit de la salle des fêtes",
        "vous avez appelé mon attention sur le bruit de la salle des fêtes.",
    ),
    (
        "Rédige une réponse à Mme Caron qui souhaite inscrire son fils à l'école",
        "Votre demande en vue d'inscrire votre fils à l'école",
        "vous souhaitez inscrire votre fils à l'école.",
    ),
    (
        "Réponds à M. Leroy qui signale un nid-de-poule devant chez lui, dis-lui que les travaux sont prévus en avril",
        "Votre signalement concernant un nid-de-poule devant chez vous",
        "En réponse, je vous informe que les travaux sont prévus en avril.",
    ),
    (
        "Fais un courrier à Mme Dubois: sa demande d'inscription à la garderie est refusée, il n'y a plus de place",
        "Votre demande d'inscription à la garderie",
        "En effet, il n'y a plus de place.",
    ),
    (
        "Courrier à M. Blanc qui n'a pas payé la cantine",
        "[à compléter : objet]",
        "Sauf erreur de ma part, vous n'avez pas payé la cantine.",
    ),
    (
        "Rédige une réponse favorable à la demande de M. Girard concernant le prêt de la salle des fêtes",
        "Votre demande de prêt de la salle des fêtes",
        "J'ai le plaisir de vous informer que j'y donne une suite favorable.",
    ),
    (
        "Rédige un accusé de réception de la demande de subvention de l'association La Boule lormoise",
        "Votre demande de subvention",
        "votre demande de subvention et j'en accuse réception.",
    ),
    (
        "Courrier pour informer les habitants de la coupure d'eau du 12 mars",
        "Coupure d'eau du 12 mars",
        "Je vous informe de la coupure d'eau du 12 mars.",
    ),
    (
        "Rédige un courrier pour informer les habitants que la mairie sera fermée le 24 décembre",
        "Fermeture de la mairie le 24 décembre",
        "Je vous informe que la mairie sera fermée le 24 décembre.",
    ),
    (
        "Courrier aux habitants de la rue des Lilas : coupure d'eau de 9 h à 12 h le 3 mai",
        "Coupure d'eau de 9 h à 12 h le 3 mai",
        "Je vous écris au sujet de ce qui suit : coupure d'eau de 9 h à 12 h le 3 mai.",
    ),
    (
        "Courrier aux parents : la cantine sera fermée du 3 au 7 mars",
        "Fermeture de la cantine du 3 au 7 mars",
        "Je vous informe que la cantine sera fermée du 3 au 7 mars.",
    ),
    (
        "Lettre aux riverains, travaux de 8 h au 15 mai",
        "[à compléter : objet]",
        "Je vous écris au sujet de [à compléter : objet].",
    ),
    (
        "Rédige une lettre aux riverains de la rue du Moulin pour les prévenir des travaux d'enrobé",
        "Travaux d'enrobé",
        "Je vous informe des travaux d'enrobé.",
    ),
    (
        "Courrier pour rappeler aux habitants l'interdiction de brûler les déchets verts",
        "Rappel de l'interdiction de brûler les déchets verts",
        "Je vous rappelle l'interdiction de brûler les déchets verts.",
    ),
    (
        "lettre de remerciement à M. le Député pour son soutien au projet de maison de santé",
        "Remerciements pour votre soutien au projet de maison de santé",
        "Je tiens à vous remercier pour votre soutien au projet de maison de santé.",
    ),
    (
        "Rédige une lettre à M. Dupont, maire de Corbigny, pour le remercier d'avoir prêté la salle",
        "Remerciements",
        "Je tiens à vous remercier d'avoir prêté la salle.",
    ),
    (
        "Rédige une invitation à M. le sous-préfet pour l'inauguration de l'école le 5 septembre 2026",
        "Invitation à l'inauguration de l'école le 5 septembre 2026",
        "J'ai l'honneur de vous inviter à l'inauguration de l'école le 5 septembre 2026.",
    ),
    (
        "Lettre pour inviter les habitants de la rue Pasteur à la réunion publique du 3 mars 2027 à 18 h 30",
        "Invitation à la réunion publique du 3 mars 2027 à 18 h 30",
        "J'ai le plaisir de vous inviter à la réunion publique du 3 mars 2027 à 18 h 30.",
    ),
    (
        "convie le maire de Lormes au repas des aînés",
        "Invitation au repas des aînés",
        "J'ai l'honneur de vous inviter au repas des aînés.",
    ),
    (
        "Invite l'association La Boule à l'assemblée générale",
        "Invitation à l'assemblée générale",
        "J'ai le plaisir de vous inviter à l'assemblée générale.",
    ),
    (
        "Invitation aux vœux du maire pour les habitants",
        "Invitation aux vœux du maire",
        "J'ai le plaisir de vous inviter aux vœux du maire.",
    ),
    (
        "Fais une lettre de relance à M. Petit pour sa facture de cantine impayée",
        "Relance concernant votre facture de cantine impayée",
        "Je me permets de revenir vers vous au sujet de votre facture de cantine impayée.",
    ),
    (
        "Rédige une lettre d'excuses à une administrée pour le retard de traitement de son dossier",
        "Excuses pour le retard de traitement de votre dossier",
        "Je vous présente mes excuses pour le retard de traitement de votre dossier.",
    ),
    (
        "Ecris une lettre au préfet pour demander une subvention DETR pour la toiture de l'école",
        "Demande de subvention DETR pour la toiture de l'école",
        "J'ai l'honneur de solliciter une subvention DETR pour la toiture de l'école.",
    ),
    (
        "Rédige une lettre à Mme Noël pour lui demander de tailler sa haie",
        "Taille de votre haie",
        "Je vous saurais gré de bien vouloir tailler votre haie.",
    ),
    (
        "Rédige un courrier à Enedis concernant l'éclairage de la rue Pasteur",
        "Éclairage de la rue Pasteur",
        "Je vous écris au sujet de l'éclairage de la rue Pasteur.",
    ),
    (
        "Courrier à la société Colas pour signaler un affaissement de chaussée rue Victor-Hugo",
        "Signalement d'un affaissement de chaussée rue Victor-Hugo",
        "Je vous signale un affaissement de chaussée rue Victor-Hugo.",
    ),
    (
        "Réponds au courrier du 3 mars de Mme Petit au sujet de sa facture d'eau",
        "Votre facture d'eau",
        "J'ai bien reçu votre courrier du 3 mars au sujet de votre facture d'eau.",
    ),
    (
        "lettre refus subvention mme durand",
        "Votre demande de subvention",
        "J'ai bien reçu votre demande de subvention",
    ),
]


@pytest.mark.parametrize(("request_", "headline", "words"), BODIES)
def test_it_says_what_the_request_gave(request_: str, headline: str, words: str) -> None:
    text = letter(request_)
    assert f"**Objet :** {headline}\n" in text
    assert words in text
