"""The journal tells sign-ins and administrative acts in sentences, to administrators alone."""

from collections.abc import Callable
from uuid import UUID

from tests.conftest import Client
from tests.gateway.invitations import API

PAGE = {"accept": "text/html"}
DOMINIQUE = {"name": "Dominique Petit", "email": "dominique@example.org", "roles": ["agent"]}

Authority = Callable[[str], UUID]


async def test_it_tells_the_journal_in_sentences(
    admin: Client, champion: Client, visitor: Client, authority: Authority
) -> None:
    await admin.post("/personnes", data=DOMINIQUE | {"authority_id": str(authority("Héry"))}, headers=PAGE)
    await admin.post(f"{API}/keys", json={"name": "Entrepôt", "role": "partner"})
    await visitor.post(f"{API}/sessions", json={"token": "x"}, headers={"sec-fetch-site": "same-origin"})

    page = (await admin.get("/journal", headers=PAGE)).text

    for sentence in (
        "admin ARNia a inscrit Dominique Petit (agent)",
        "admin ARNia a fait un lien de connexion pour Dominique Petit",
        "admin ARNia a créé la clé «\u00a0Entrepôt\u00a0» (partenaire)",
        "Connexion refusée\u00a0: lien déjà utilisé, expiré ou inconnu",
        "Connexion de champion Chéroy, par lien",
        "La ligne de commande a inscrit champion Chéroy (référent IA)",
    ):
        assert sentence in page
    assert page.index("Connexion refusée") < page.index("a créé la clé") < page.index("a inscrit Dominique")
    assert "@" not in page.partition("<main")[2]
    assert (await champion.get("/journal", headers=PAGE)).status_code == 403
