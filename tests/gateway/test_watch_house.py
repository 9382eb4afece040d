"""What operators watch: real series, about the service, never about people."""

import json
import re
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from tests.conftest import Client

MONITORING = Path(__file__).parents[2] / "infra" / "monitoring"
SERIES = re.compile(r"\b((?:terrain|process)_[a-z_]+)\b")


async def exposed(client: Client, path: str = "/prometheus") -> dict[str, list[dict[str, str]]]:
    """Every series, with its labels."""
    found: dict[str, list[dict[str, str]]] = {}
    for family in text_string_to_metric_families((await client.get(path)).text):
        for sample in family.samples:
            found.setdefault(sample.name, []).append(sample.labels)
    return found


async def test_it_watches_only_what_is_exposed(admin: Client) -> None:
    await admin.post("/api/metrics/v1/events", json=[])
    series = await exposed(admin)
    board = json.loads((MONITORING / "grafana-dashboard.json").read_text())
    asked = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    asked += re.findall(r"expr: (.+)", (MONITORING / "alerts.yml").read_text())

    named = {name for expression in asked for name in SERIES.findall(expression)}

    assert len(named) >= 6
    assert named - series.keys() == set()
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"]) >= 10


async def test_it_counts_events_by_what_became_of_them(admin: Client, visitor: Client) -> None:
    key = await admin.post("/api/identity/v1/keys", json={"name": "Essai", "role": "partner"})
    bearer = {"authorization": f"Bearer {key.json()['key']}"}
    before = await counts(visitor)

    await visitor.post("/api/metrics/v1/events", json=[{"specversion": "1.0"}], headers=bearer)

    assert await counts(visitor) == before | {"refused": before.get("refused", 0) + 1}


async def counts(client: Client) -> dict[str, float]:
    text = (await client.get("/prometheus")).text
    return {
        sample.labels["result"]: sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == "terrain_usage_events_total"
    }


async def test_it_names_nobody(agent: Client, visitor: Client) -> None:
    await agent.get("/compte")
    series = await exposed(visitor)
    labels = {name for all_labels in series.values() for one in all_labels for name in one}

    assert labels <= {
        "room",
        "method",
        "status",
        "le",
        "result",
        "generation",
        "implementation",
        "major",
        "minor",
        "patchlevel",
        "version",
    }


async def test_it_exposes_each_room_for_a_house_in_five_processes(visitor: Client) -> None:
    assert "terrain_database_connections" in await exposed(visitor, "/api/workshops/prometheus")
