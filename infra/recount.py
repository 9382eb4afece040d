"""Check that the measures' counts follow from the events: `python -m infra.recount`, with `--mend` to count anew."""

import argparse
import asyncio
import sys

from infra import database
from services.kit.db import PLATFORM, connect, session_for
from services.kit.settings import KitSettings
from services.metrics import recounts


def main() -> int:
    """Print the rows that differ in each rollup; fail when any does, unless they were mended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mend", action="store_true", help="empty the rollups and count the events anew")
    asked = parser.parse_args()
    with database.running(KitSettings()) as settings:
        found = asyncio.run(check(settings.database_url, is_mending=asked.mend))
    for table, rows in found.items():
        sys.stdout.write(f"{table:<16} {rows} rows differ\n")
    return 0 if not any(found.values()) or asked.mend else 1


async def check(url: str, *, is_mending: bool) -> dict[str, int]:
    """Compare every rollup with the events, and mend if asked. As the owner, who alone may stop writers meanwhile."""
    engine, sessions = connect(url)
    async with session_for(sessions, PLATFORM) as session, session.begin():
        found = await recounts.differences(session)
        if is_mending and any(found.values()):
            await recounts.rebuild(session)
    await engine.dispose()
    return found


if __name__ == "__main__":
    sys.exit(main())
