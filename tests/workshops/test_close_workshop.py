"""Starting a day, ending it, cancelling it, and each of these undone."""

WISH = {"text": "Un seul registre"}


async def test_it_starts_by_its_first_capture(facilitator, day):
    await facilitator.post(f"{day}/wishes", json=WISH)
    workshop = (await facilitator.get(day)).json()
    assert workshop["state"] == "running"
    assert workshop["version"] == 1  # a note must not stop whoever edits the place


async def test_it_starts_and_ends_when_told_and_refuses_notes_after(facilitator, day):
    assert (await facilitator.post(f"{day}/opening")).json()["state"] == "running"
    assert (await facilitator.post(f"{day}/closure")).json()["state"] == "to_review"
    refused = await facilitator.post(f"{day}/wishes", json=WISH)
    assert (refused.status_code, refused.json()["code"]) == (409, "workshop_closed")
    assert (await facilitator.delete(f"{day}/closure")).json()["state"] == "running"
    assert (await facilitator.post(f"{day}/wishes", json=WISH)).status_code == 201


async def test_it_still_takes_in_what_was_seen_before_the_end(facilitator, day):
    await facilitator.post(f"{day}/opening")
    await facilitator.post(f"{day}/closure")
    late = await facilitator.post(f"{day}/wishes", json={**WISH, "seen_at": "2024-05-03T10:00:00+02:00"})
    assert late.status_code == 201


async def test_it_does_not_end_what_has_not_started(facilitator, day):
    refused = await facilitator.post(f"{day}/closure")
    assert (refused.status_code, refused.json()["code"]) == (409, "workshop_not_started")


async def test_it_cancels_with_a_reason_and_can_be_reinstated(facilitator, day):
    assert (await facilitator.post(f"{day}/cancellation", json={"reason": " "})).status_code == 422
    cancelled = (await facilitator.post(f"{day}/cancellation", json={"reason": "Neige"})).json()
    assert (cancelled["state"], cancelled["cancellation_reason"]) == ("cancelled", "Neige")
    refused = await facilitator.post(f"{day}/wishes", json=WISH)
    assert (refused.status_code, refused.json()["code"]) == (409, "workshop_cancelled")
    assert (await facilitator.delete(f"{day}/cancellation")).json()["state"] == "planned"


async def test_it_cannot_cancel_a_day_that_took_place(facilitator, day):
    await facilitator.post(f"{day}/opening")
    await facilitator.post(f"{day}/closure")
    refused = await facilitator.post(f"{day}/cancellation", json={"reason": "Trop tard"})
    assert refused.status_code == 409


async def test_it_is_not_for_the_authoritys_own_people(agent, champion, stranger, day):
    for person in (agent, champion):
        assert (await person.post(f"{day}/cancellation", json={"reason": "Non"})).status_code == 403
    assert (await stranger.post(f"{day}/opening")).status_code in {403, 404}
    assert (await champion.get(day)).json()["state"] == "planned"
