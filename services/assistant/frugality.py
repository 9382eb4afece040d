"""Before a model: what an agent already has that answers the need, by use of the catalogue."""

from services.assistant.use_cases import UseCase

_HINTS = {
    "RED-DEL": "Une délibération ressemble souvent à une autre : repartez de la dernière sur le même sujet.",
    "RED-CR": "Un modèle de compte rendu, avec ses rubriques, se remplit pendant la réunion.",
    "RED-COU": "Un courrier qui revient tient dans un modèle de votre traitement de texte.",
    "RED-DIS": "Le discours ou le bulletin de l’an passé donne déjà le plan : reprenez-le.",
    "REL-USA": "Une réponse type, relue une fois, sert à toutes les demandes semblables.",
    "SYN-DOC": "Le sommaire et la conclusion du document disent souvent l’essentiel.",
    "REC-JUR": "Légifrance répond gratuitement, à jour, et se cite : cherchez-y d’abord.",
    "REC-INT": "La recherche de votre messagerie ou de vos dossiers partagés trouve le document lui-même.",
    "CLA-DOC": "Un plan de classement commun et des noms de fichiers réguliers évitent ce travail.",
    "MAR-PUB": "Les modèles de votre profil d’acheteur et vos marchés passés sont déjà vérifiés.",
    "SUB-DOS": "Le dossier déposé l’an passé se met à jour plus vite qu’il ne se réécrit.",
    "TAB-BRD": "Un tableau croisé dans votre tableur fait ce compte, et se recalcule tout seul.",
    "TAB-XLS": "Une formule de tableur fait ce calcul sans se tromper, et se vérifie.",
    "FIN-BUD": "Votre logiciel financier ou un tableur donne ces chiffres exacts.",
    "VEI-BEN": "Une recherche dans la presse locale ou un appel à une collectivité voisine est plus sûr.",
}  # fmt: skip


def hint(use_case: UseCase | None) -> str:
    """Give a simpler way to the same end, in one sentence; nothing when none is known."""
    return _HINTS.get(use_case.code, "") if use_case else ""
