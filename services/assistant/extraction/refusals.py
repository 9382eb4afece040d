"""Why a document is not taken, in sentences that say what to do instead."""

from services.assistant.extraction.parts import Why
from services.kit.errors import DomainError

_SENTENCES = {
    Why.UNKNOWN: "Ce fichier n’est pas d’un format lu ici. Joignez un PDF, DOCX, ODT, XLSX, ODS, CSV ou un texte simple.",
    Why.OLD: "Ce fichier est d’un ancien format de bureautique. Enregistrez-le en DOCX, XLSX ou ODT, puis joignez-le.",
    Why.BROKEN: "Ce fichier est abîmé ou n’est pas ce que son nom annonce : il n’a pas pu être ouvert.",
    Why.ENCRYPTED: "Ce fichier est protégé par un mot de passe. Enregistrez-en une copie sans protection, puis joignez-la.",
    Why.IMAGES: "Ce PDF ne contient que des images, sans texte à lire. Passez-le d’abord à la reconnaissance de caractères.",
    Why.EMPTY: "Ce fichier ne contient aucun texte.",
    Why.SWOLLEN: "Ce fichier compressé se déploie au-delà de ce qui peut être ouvert sans danger.",
    Why.ENTITIES: "Ce fichier contient des définitions interdites (type de document ou entités XML) : il n’a pas été lu.",
    Why.TOO_MANY_PAGES: "Ce document dépasse 500 pages. Découpez-le et joignez les pages utiles.",
    Why.TOO_LONG: "Ce document dépasse 600 000 caractères. Découpez-le et joignez les parties utiles.",
    Why.TOO_HEAVY: "La lecture de ce document demande trop de temps ou de mémoire. Simplifiez-le ou découpez-le.",
}


class DocumentTooLarge(DomainError):
    """The file is over ten megabytes."""

    status = 413
    sentence = "Ce fichier dépasse 10 Mo. Découpez-le et joignez la partie utile."


class DocumentUnreadable(DomainError):
    """The document gives no text: `why` is unknown, old, broken, encrypted, images, empty, swollen, entities,
    too_many_pages, too_long or too_heavy.
    """

    status = 422
    sentence = "Ce document n’a pas pu être lu."

    def __init__(self, why: Why) -> None:
        super().__init__(_SENTENCES[why], why=why.value)
