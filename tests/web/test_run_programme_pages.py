"""A programme is run from its pages: applications, scores, cohort, agreement, calendar; each form keeps what was typed."""

import re

import pytest

HTML = {"accept": "text/html"}
RULES = {
    "name": "Promotion 2027", "starts_on": "2026-09-01", "ends_on": "2027-08-31", "applications_until": "",
    "reviews_wanted": "1", "population_bounds": "500, 2 000, 50000",
}  # fmt: skip
WORDS = {"motivation": "Comprendre avant d’équiper.", "contact_role": "Secrétaire", "themes": "citizens"}
CRITERION = {"label": "Motivation", "weight": "2", **{f"anchor{one}": f"Sens {one}" for one in range(6)}}


@pytest.fixture
async def here(facilitator):
    """The page of a programme, created from its form."""
    answer = await facilitator.post("/programmes/nouveau", data=RULES)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def read(client, page, status=200):
    answer = await client.get(page, headers=HTML)
    assert answer.status_code == status, answer.text
    return answer.text


async def apply(client, here, authority_id):
    answer = await client.post(f"{here}/candidatures", data=WORDS | {"authority_id": str(authority_id)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def test_it_goes_from_the_call_to_the_agreement(facilitator, champion, here, authority):
    assert "Aucune collectivité pour le moment" in await read(facilitator, here)
    assert (await facilitator.post(f"{here}/criteres", data=CRITERION)).status_code == 303
    application = await apply(facilitator, here, authority("Chéroy"))
    await apply(facilitator, here, authority("Le Grand Chalon"))

    page = await read(facilitator, application)
    (criterion,) = set(re.findall(r'name="score-([^"]+)"', page))
    incomplete = await facilitator.post(
        f"{application}/notes", data={f"comment-{criterion}": "?", "rendre": "oui"}
    )
    assert (incomplete.status_code, "Notez chaque critère" in incomplete.text) == (422, True)
    draft = {f"score-{criterion}": "4", f"comment-{criterion}": "Un élu s’engage."}
    assert (await facilitator.post(f"{application}/notes", data=draft)).status_code == 303
    assert "Un élu s’engage." in await read(facilitator, application)
    assert (await facilitator.post(f"{application}/notes", data=draft | {"rendre": "oui"})).status_code == 303
    assert "<strong>4</strong>" in await read(facilitator, application)

    chosen = str(authority("Chéroy"))
    spread = await read(facilitator, f"{here}/cohortes/nouvelle?retenir={chosen}")
    assert "1 choisie sur 2 candidates" in spread.replace("\xa0", " ")
    assert "Département 71" in spread
    missing = await facilitator.post(f"{here}/cohortes/nouvelle", data={"name": "Une", "retenir": chosen})
    assert (missing.status_code, 'value="Une"' in missing.text) == (422, True)
    kept = {"name": "Une", "reason": "La Puisaye d’abord.", "retenir": chosen}
    cohort = (await facilitator.post(f"{here}/cohortes/nouvelle", data=kept)).headers["location"]
    assert "La Puisaye d’abord." in await read(facilitator, cohort)
    assert (await facilitator.post(f"{cohort}/confirmation")).status_code == 303

    way = f"{here}/collectivites/{chosen}"
    assert "retenue" in await read(champion, way)
    agreement = {
        "signed_on": "2026-11-01", "signatory_role": "Maire", "starts_on": "2026-12-01", "ends_on": "2026-01-01",
        "reference": "CONV-1",
    }  # fmt: skip
    wrong = await facilitator.post(f"{way}/convention", data=agreement)
    assert (wrong.status_code, "La fin doit venir après le début" in wrong.text) == (422, True)
    assert (
        await facilitator.post(f"{way}/convention", data=agreement | {"ends_on": "2027-08-31"})
    ).status_code == 303
    assert (await facilitator.post(f"{way}/etapes", data={"to": "active", "on": ""})).status_code == 303
    assert "CONV-1" in await read(champion, way)
    assert (await facilitator.post(f"{way}/etapes/annulation")).status_code == 303
    assert "conventionnée" in await read(champion, way)


async def test_it_lets_an_authority_apply_for_itself(champion, agent, stranger, sign_in, here):
    page = await read(champion, f"{here}/candidatures/nouvelle")
    assert "Chercher une collectivité" not in page
    empty = await champion.post(f"{here}/candidatures", data=WORDS | {"motivation": " "})
    assert (empty.status_code, "Motivation" in empty.text) == (422, True)
    # Another authority's id in the form changes nothing: one applies for one's own.
    application = await apply(champion, here, "0199f2a4-7c1e-7b3a-9d58-3f6a1c2e4b70")
    shown = await read(champion, application)
    assert "Candidature, Chéroy" in shown
    assert "Note de l’équipe projet" not in shown
    assert (
        await champion.post(application, data=WORDS | {"version": "1", "contact_role": "Maire"})
    ).status_code == 303
    assert (await champion.post(f"{application}/retrait")).status_code == 303
    assert "Rétablir la candidature" in await read(champion, application)
    assert (await champion.post(f"{application}/retablissement")).status_code == 303
    await read(stranger, application, 404)
    await read(agent, f"{here}/candidatures/nouvelle", 403)
    await read(champion, f"{here}/cohortes", 403)


async def test_it_finds_any_authority_without_script(facilitator, here):
    found = await facilitator.post(f"{here}/candidatures/nouvelle", data=WORDS | {"q": "Sens 89"})
    assert 'name="authority_id"' in found.text
    assert WORDS["motivation"] in found.text
    lacking = await facilitator.post(f"{here}/candidatures", data=WORDS)
    assert (lacking.status_code, "Choisissez la collectivité" in lacking.text) == (422, True)


async def test_it_warns_that_a_commune_lies_inside(facilitator, here, owner, authority):
    chalon = owner.execute("select id from authority where siren = '217100767'").fetchone()[0]
    ids = [str(chalon), str(authority("Le Grand Chalon"))]
    for one in ids:
        await apply(facilitator, here, one)
    part = await facilitator.get(
        f"{here}/cohortes/equilibre?retenir={ids[0]}&retenir={ids[1]}",
        headers=HTML | {"hx-request-type": "partial"},
    )
    assert "<html" not in part.text
    assert "Chalon-sur-Saône, dans Le Grand Chalon" in part.text
    assert "158" not in part.text  # 45 102 + 113 440 would be 158 542


async def test_it_holds_a_year_and_who_came(facilitator, champion, here, programme_page, authority):
    gathering = {
        "kind": "training", "label": "Écrire une demande", "held_on": "2026-11-10", "starts_at": "10:00",
        "ends_at": "09:00", "place": "Mâcon", "capacity": "",
    }  # fmt: skip
    wrong = await facilitator.post(f"{programme_page}/rendez-vous/nouveau", data=gathering)
    assert (wrong.status_code, "La fin doit venir après le début" in wrong.text) == (422, True)
    page = (
        await facilitator.post(f"{programme_page}/rendez-vous/nouveau", data=gathering | {"ends_at": "12:00"})
    ).headers["location"]
    year = await read(champion, f"{programme_page}/calendrier?depuis=2026-11")
    assert 'href="#jour-2026-11-10"' in year
    assert "Octobre 2027" in year
    assert year.count("<table>") == 12
    assert "Douze mois" in await read(champion, f"{programme_page}/calendrier?depuis=nonsense")

    came = {"authority_id": str(authority("Chéroy")), "people": "3", "hours": "2,5"}
    assert (await facilitator.post(f"{page}/presences", data=came)).status_code == 303
    assert "7,5 heures de formation" in (await read(champion, page)).replace("\xa0", " ")
    assert (await facilitator.post(f"{page}/presences", data=came | {"people": "0"})).status_code == 422
    assert (await facilitator.post(f"{page}/presences", data=came | {"authority_id": "x"})).status_code == 422
    assert (await champion.post(f"{page}/presences", data=came)).status_code == 403
    assert (await facilitator.post(f"{page}/presences/{came['authority_id']}/retrait")).status_code == 303
    assert (await facilitator.post(f"{page}/annulation", data={"annuler": "true"})).status_code == 303
    assert "annulé" in await read(champion, page)
    assert (await facilitator.post(f"{page}/annulation", data={"annuler": "false"})).status_code == 303
    moved = gathering | {"ends_at": "12:00", "label": "Relire une réponse"}
    assert (await facilitator.post(f"{page}/modifier", data=moved)).status_code == 303
    assert "Relire une réponse" in await read(champion, page)


async def test_it_refuses_wrong_rules_and_keeps_them(facilitator, here):
    for wrong, said in (
        ({"name": ""}, "Ce champ est nécessaire"), ({"population_bounds": "beaucoup"}, "Indiquez un nombre entier"),
        ({"population_bounds": "500, 20"}, "croissant"), ({"name": "Promotion 2027"}, "porte déjà ce nom"),
        ({"starts_on": "0001-01-01"}, "entre 2000 et 2100"), ({"ends_on": "2020-01-01"}, "après le début"),
    ):  # fmt: skip
        answer = await facilitator.post("/programmes/nouveau", data=RULES | {"name": "Autre"} | wrong)
        assert answer.status_code == 422, wrong
        assert said in answer.text.replace("\xa0", " "), wrong
    assert (await facilitator.post(f"{here}/modifier", data=RULES | {"name": "Renommé"})).status_code == 303
    assert "Renommé" in await read(facilitator, "/programmes")
    bad = await facilitator.post(f"{here}/criteres", data=CRITERION | {"anchor3": ""})
    assert (bad.status_code, 'id="field-anchor3-error"' in bad.text) == (422, True)
    assert (await facilitator.post(f"{here}/criteres", data=CRITERION)).status_code == 303
    page = await read(facilitator, f"{here}/criteres")
    (one,) = re.findall(r'id="critere-([^"]+)"', page)
    assert "Modifier un critère" in await read(facilitator, f"{here}/criteres?critere={one}")
    assert (
        await facilitator.post(f"{here}/criteres?critere={one}", data=CRITERION | {"weight": "5"})
    ).status_code == 303
    assert (await facilitator.post(f"{here}/criteres/{one}/retrait")).status_code == 303
    assert (await facilitator.post(f"{here}/cloture-notation")).status_code == 303
    assert "close depuis" not in await read(facilitator, f"{here}/criteres")


@pytest.fixture
def programme_page(owner):
    """The page of the programme of the nine."""
    return (
        f"/programmes/{owner.execute('select id from programme where name like %s', ['Exp%']).fetchone()[0]}"
    )
