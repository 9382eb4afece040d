"""The charter, version by version. A word that changes makes a new version, which everybody is asked to accept again."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Article:
    """One undertaking: its title, and what it says."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Charter:
    """One version, and the day it began."""

    version: int
    since: date
    articles: tuple[Article, ...]

    @property
    def fingerprint(self) -> str:
        """Give the SHA-256 of the text, that proves which words were accepted."""
        written = "\n".join(f"{article.title}\n{article.text}" for article in self.articles)
        return sha256(written.encode()).hexdigest()


VERSIONS: tuple[Charter, ...] = (
    Charter(
        1,
        date(2026, 11, 24),
        (
            Article(
                "Vous restez l’auteur",
                "L’assistant propose une première version. Vous la relisez, la corrigez et en répondez. Vous dites à vos"
                " interlocuteurs que vous vous êtes fait aider quand cela compte pour eux.",
            ),
            Article(
                "Les données personnelles restent ici",
                "Vous n’écrivez que ce qui est nécessaire. Ce qui est repéré est masqué avant de partir chez un"
                " fournisseur. Le repérage en manque : vous relisez. Si vous envoyez tel quel, vous dites pourquoi.",
            ),
            Article(
                "Certains usages sont interdits ou surveillés",
                "L’action sociale est interdite par défaut : elle touche des personnes fragiles et leurs droits. L’état"
                " civil est à éviter. L’urbanisme, les ressources humaines, les marchés publics et l’agent"
                " conversationnel public sont surveillés : les données personnelles n’y partent jamais telles quelles.",
            ),
            Article(
                "Aucune décision n’est laissée à la machine",
                "Vous n’employez pas l’assistant pour décider du droit d’une personne. Lorsqu’il a aidé à préparer une"
                " décision individuelle, la décision le mentionne (article L. 311-3-1 du code des relations entre le"
                " public et l’administration).",
            ),
            Article(
                "Le droit se vérifie à la source",
                "Une réponse qui touche au droit cite ses sources. Sans source, vous ne vous en servez pas avant de"
                " l’avoir vérifiée sur Légifrance ou auprès d’un juriste.",
            ),
            Article(
                "Le plus simple d’abord",
                "Un modèle de document, un tableur ou une recherche répondent souvent mieux et à moindre coût. Vous les"
                " essayez d’abord.",
            ),
        ),
    ),
)
CURRENT = VERSIONS[-1]
