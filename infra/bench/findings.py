"""Find personal data in 2 kB, ordinary and dense, against one pass for each kind that looks at form alone."""

import asyncio
import re

from infra.bench.timing import alternate, report
from services.assistant.safeguards.findings import find
from services.assistant.safeguards.masking import mask

_SENTENCES = (
    "Madame la Maire, Mme Sophie Moreau, née le 12 mars 1975, demeurant 12 rue de la Mairie, 89690 Chéroy, demande "
    "une aide. Son numéro est le 06 12 34 56 78, son courriel s.moreau@exemple.fr. Le conseil a délibéré le 3 mai "
    "2023 (délibération n° 2023-12) et l’article L. 2121-29 du code s’applique au dossier n° 2023-1234. La facture "
    "n° 0612345678 de 12 345,67 € reste due. Virement sur FR14 2004 1010 0505 0001 3M02 606. "
)
DENSE = (_SENTENCES * 6)[:2000]
ORDINARY = (
    "Le conseil municipal s’est réuni dans la salle habituelle. Après lecture de l’ordre du jour, les membres présents "
    "ont examiné la demande de subvention présentée par l’association sportive, qui souhaite rénover le terrain et ses "
    "abords. Une discussion s’engage sur le calendrier des travaux et sur le partage des charges avec la communauté de "
    "communes. Rédige un compte rendu clair, avec les décisions prises et les suites à donner. M. Dupont "
    "(06 12 34 56 78) suivra le dossier n° 2024-1234. "
)
ORDINARY = (ORDINARY * 5)[:2000]
NAIVE = [
    re.compile(pattern)
    for pattern in (
        r"\S+@\S+", r"\b0\d(?:[ .-]?\d{2}){4}\b", r"\b[12](?: ?\d){14}\b", r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b",
        r"\b\d{4}(?:[ -]?\d{4}){3}\b", r"\b\d{3} ?\d{3} ?\d{3} ?\d{5}\b", r"\b[A-Z]{2}-\d{3}-[A-Z]{2}\b",
        r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b|\b\d{1,2} \w+ \d{4}\b", r"n° ?\S+", r"\b\d{1,3}(?:\.\d{1,3}){3}\b",
        r"\b\d+,? (?:rue|avenue|place|chemin)[^,.\n]*", r"\b(?:M\.|Mme|Madame|Monsieur) [A-Z]\w+(?: [A-Z]\w+)*",
    )
]  # fmt: skip


async def find_personal_data(*, rounds: int = 300) -> None:
    """Time what finding takes in 2 kB, against twelve plain passes by form, without checksum nor words before."""
    for name, text in (("ordinary", ORDINARY), ("dense", DENSE)):
        await _compare(name, text, rounds=rounds)


async def _compare(name: str, text: str, *, rounds: int) -> None:
    async def found() -> None:
        find(text)

    async def masked() -> None:
        mask(text)

    async def plain() -> None:
        for pattern in NAIVE:
            list(pattern.finditer(text))

    size = f"{name} text of {len(text.encode()) / 1000:.1f} kB, {len(find(text))} findings"
    for label, ours in (("find", found), ("find and mask", masked)):
        one, other = await alternate((label, ours), ("one plain pass for each kind", plain), rounds=rounds)
        report(f"{label.capitalize()} personal data: {size}", one, other)


if __name__ == "__main__":
    asyncio.run(find_personal_data())
