"""Steps of a review, asked over HTTP."""

ROOM = "/api/workshops/v1"
PATHS = {"wish": "wishes", "pain_point": "pain-points", "observation": "observations", "task": "tasks"}


async def noted(client, day, nature="wish", /, **body):
    """Note something; give it as it was answered."""
    answer = await client.post(f"{day}/{PATHS[nature]}", json=body or {"text": "Un seul registre"})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def ask(client, note, what, *, kind="wish", version=None, method="POST", **body):
    """Ask for one step on a note, from the version given, or from that of the note as it was read."""
    headers = {"if-match": f'"{version or note["version"]}"'}
    return await client.request(
        method, f"{ROOM}/notes/{kind}/{note['id']}/{what}", json=body or None, headers=headers
    )


async def state(client, note, kind="wish"):
    """Read how far a note has come."""
    return (await client.get(f"{ROOM}/notes/{kind}/{note['id']}/review")).json()["state"]


async def read(client, note, kind="wish"):
    """Read a note as it stands."""
    return (await client.get(f"{ROOM}/{PATHS[kind]}/{note['id']}")).json()
