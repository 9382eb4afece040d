"""The README names every setting and every event, and nothing that is not there."""

import re
from importlib import import_module
from pathlib import Path

from gateway.identity import events as identity_events
from gateway.settings import GatewaySettings
from services.assistant import events as assistant_events
from services.assistant.settings import AssistantSettings
from services.kit.events import Event
from services.kit.settings import KitSettings
from services.metrics.settings import MetricsSettings
from services.metrics.statements import events as statement_events
from services.metrics.surveys import events as survey_events
from services.workshops import events as workshops_events
from services.workshops.settings import WorkshopsSettings

README = Path(__file__).parents[2].joinpath("README.md").read_text()


def declared_settings() -> set[str]:
    models: tuple[type[KitSettings], ...] = (
        GatewaySettings,
        AssistantSettings,
        MetricsSettings,
        WorkshopsSettings,
    )
    return {
        str(field.validation_alias or f"TERRAIN_{name.upper()}")
        for model in models
        for name, field in model.model_fields.items()
    }


def declared_events() -> set[str]:
    modules = (identity_events, workshops_events, assistant_events, statement_events, survey_events)
    return {
        one.name
        for module in modules
        for one in vars(import_module(module.__name__)).values()
        if isinstance(one, type) and issubclass(one, Event) and one is not Event
    }


def test_it_names_every_setting() -> None:
    table = README.split("## Configuration")[1].split("\n## ")[0]
    named = set(re.findall(r"^\| `((?:TERRAIN_)?[A-Z_]+)`", table, re.MULTILINE))

    assert named == declared_settings()


def test_it_names_every_event() -> None:
    table = README.split("## Events")[1].split("\n## ")[0]
    named = set(re.findall(r"^\| `([a-z]+\.[a-z_]+)`", table, re.MULTILINE))

    assert named == declared_events()


def test_it_shows_pictures_that_exist() -> None:
    root = Path(__file__).parents[2]
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", README)

    assert len(pictures) == 4
    assert [picture for picture in pictures if not (root / picture).is_file()] == []
