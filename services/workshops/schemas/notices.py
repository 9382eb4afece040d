"""What a participant is told before they agree. A changed text is a new version: old consents keep theirs."""

import hashlib

NOTICE_VERSION = 1
NOTICE_TEXT = (
    "Cet atelier observe le travail tel qu’il se fait, pour décider où une aide est utile. Il n’évalue personne.",
    "Vous pouvez accepter ou refuser séparément : les notes, vos mots exacts, les photos, l’enregistrement sonore.",
    "Votre nom est facultatif. Vous êtes désigné par un code, par exemple P1.",
    "Vous pouvez retirer votre accord à tout moment, sans raison et sans conséquence : ce qui s’y rattache "
    "cesse aussitôt d’être montré.",
)


def fingerprint() -> bytes:
    """Give the SHA-256 of the notice as it stands, kept with each consent."""
    return hashlib.sha256("\n".join(NOTICE_TEXT).encode()).digest()
