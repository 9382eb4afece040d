"""The review of a day and its journal, on pages and without any script."""

import re

import pytest

HTML = {"accept": "text/html"}
ROOM = "/api/workshops/v1"


@pytest.fixture
async def day(facilitator, owner, authority):
    """The address of a day planned in Chéroy."""
    programme = str(owner.execute("select id from programme").fetchone()[0])
    new = {"programme_id": programme, "authority_id": str(authority("Chéroy")), "held_on": "2026-11-24"}
    return "/ateliers/" + (await facilitator.post(f"{ROOM}/workshops", json=new)).json()["id"]


@pytest.fixture
async def note(facilitator, day):
    """A wish of the day, with a name in it; another after it."""
    api = ROOM + day.replace("ateliers", "workshops")
    first, _ = [
        (await facilitator.post(f"{api}/wishes", json={"text": words})).json()
        for words in ("Mme Durand voudrait un seul registre", "Une saisie unique")
    ]
    return first


async def read(client, address, status=200):
    answer = await client.get(address, headers=HTML)
    assert answer.status_code == status, answer.text
    return re.sub(r"\s+", " ", answer.text)


def seen(note, version=1, **more):
    return {"kind": "wish", "note": note["id"], "version": str(version), **more}


async def test_it_says_what_will_be_read_again(facilitator, day):
    assert "Rien à relire" in await read(facilitator, f"{day}/relecture")
    assert "Rien dans le journal" in await read(facilitator, f"{day}/journal")


async def test_it_takes_a_note_to_the_end_of_its_review(facilitator, day, note):
    page = await read(facilitator, f"{day}/relecture")
    assert "1 sur 2" in page
    assert "Relue, à la suivante" in page
    following = re.search(r'rel="next"[^>]*|href="([^"]+)"[^>]*rel="next"', page)[1].partition("note=")[2]
    answer = await facilitator.post(f"{day}/relecture/etape", data=seen(note, step="review", next=following))
    assert answer.headers["location"].endswith(f"?note={following}")

    page = await read(facilitator, f"{day}/relecture?note={note['id']}")
    place = re.search(r'name="place" value="([^"]+)"', page)[1]
    field, start, end = place.split(":")
    assert note["text"][int(start) : int(end)] == "Mme Durand"
    named = seen(note, place=place, role="[une collègue]")
    assert (await facilitator.post(f"{day}/relecture/noms", data=named)).status_code == 303
    assert field == "text"
    page = await read(facilitator, f"{day}/relecture?note={note['id']}")
    assert "[une collègue] voudrait un seul registre" in page
    answer = await facilitator.post(f"{day}/relecture/etape", data=seen(note, 2, step="sharing"))
    assert answer.status_code == 303
    assert "Partageables (1)" in await read(facilitator, f"{day}/relecture")


async def test_it_asks_again_about_a_name_left_undecided(facilitator, day, note):
    await facilitator.post(f"{day}/relecture/etape", data=seen(note, step="review"))
    answer = await facilitator.post(f"{day}/relecture/noms", data=seen(note, place="text:4:10", role=""))
    assert answer.status_code == 422
    assert "Dites pour chaque nom" in answer.text


async def test_it_splits_unites_and_undoes(facilitator, day, note):
    two = seen(note, first="Un seul registre", second="Mme Durand le voudrait")
    assert (await facilitator.post(f"{day}/relecture/separation", data=two)).status_code == 303
    page = await read(facilitator, f"{day}/relecture")
    assert "Une note séparée en deux" in page
    regrouping = re.search(r'name="regrouping" value="([^"]+)"', page)[1]
    await facilitator.post(f"{day}/relecture/retour", data={"regrouping": regrouping})
    page = await read(facilitator, f"{day}/relecture?note={note['id']}")
    assert "Mme Durand voudrait un seul registre" in page

    answer = await facilitator.post(f"{day}/relecture/separation", data=seen(note, 3, first="Un", second=""))
    assert answer.status_code == 422
    assert ">\nUn</textarea>" in answer.text
    answer = await facilitator.post(f"{day}/relecture/reunion", data=seen(note, 3, other="", words="Deux"))
    assert answer.status_code == 422


async def test_it_corrects_and_puts_a_version_back(facilitator, day, note):
    words = seen(note, words="Un seul registre")
    assert (await facilitator.post(f"{day}/relecture/mots", data=words)).status_code == 303
    assert (await facilitator.post(f"{day}/relecture/mots", data=words)).status_code == 303  # said, not done
    assert "a changé entre-temps" in await read(facilitator, f"{day}/relecture")
    page = await read(facilitator, f"{day}/journal")
    assert "<del>Mme Durand voudrait un seul registre</del> <ins>Un seul registre</ins>" in page
    back = {"kind": "wish", "note": note["id"], "present": "2", "version": "1"}
    assert (await facilitator.post(f"{day}/journal", data=back)).status_code == 303
    assert "Version rétablie" in await read(facilitator, f"{day}/journal")
    assert (await facilitator.get(f"{ROOM}/wishes/{note['id']}")).json()["text"] == note["text"]


@pytest.mark.parametrize("page", ["relecture", "journal"])
async def test_it_is_the_project_team_s(agent, champion, day, page):
    for client in (agent, champion):
        assert "équipe projet" in await read(client, f"{day}/{page}", status=403)
