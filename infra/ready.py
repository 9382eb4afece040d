"""Make the database ready for a house that is about to open: `python -m infra.ready`.

A process of its own does it: what migrations read would stay in the memory of one that serves, thirty megabytes of it.
"""

from infra import database
from infra.seeds import load
from services.kit.settings import KitSettings


def main(settings: KitSettings) -> None:
    """Bring the schema to the code's version, and load the reference data into a new database."""
    database.migrate(settings)
    load.reference_if_missing(settings)


if __name__ == "__main__":
    main(KitSettings())
