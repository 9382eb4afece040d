"""Thousands of calls made from our own document, good and bad: none breaks a room, none gets an undocumented answer."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from gateway.identity import keys
from gateway.identity.schemas import KeyIn, KeyRole
from gateway.settings import GatewaySettings
from services.kit.db import PLATFORM, Sessions, session_for
from tests.servers import serving

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


@pytest.mark.timeout(450)
async def test_it_answers_generated_calls_as_documented(
    settings: GatewaySettings, sessions: Sessions, authority: Callable[[str], UUID], tmp_path: Path
) -> None:
    async with session_for(sessions, PLATFORM) as session, session.begin():
        new = KeyIn(name="Essais", role=KeyRole.ADMIN, authority_id=authority("ARNia"))
        key, _ = await keys.create(session, new, by=None)
    with serving(settings, is_split=False) as origin:
        # The same seed each time: a failure here is about a change, not about luck.
        done = subprocess.run(
            [
                sys.executable, "-m", "schemathesis.cli", "run", f"{origin}/openapi.json",
                "-H", f"Authorization: Bearer {key}", "--checks", CHECKS, "--seed", "20261124",
                "--max-examples", "3", "--phases", "examples,coverage,fuzzing", "--continue-on-failure",
            ],
            cwd=tmp_path, capture_output=True, text=True, timeout=400, check=False,
        )  # fmt: skip

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert " passed" in done.stdout.rsplit("Test cases:", 1)[1]
