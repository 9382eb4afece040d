"""Make the vendored reference file anew, by hand, once a year: `python -m infra.seeds.make_reference UNPACKED_PACKAGE`.

The package is `@etalab/decoupage-administratif`; `reference/README.md` says how to get it and what to write down after.
"""

import csv
import hashlib
import io
import json
import lzma
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NotRequired, TypedDict

from infra.seeds.reference import COLUMNS, FILE, Kind, ReferenceAuthority


class Commune(TypedDict):
    """A commune in `communes.json`, as far as it is read. Overseas collectivities lack some of it."""

    code: str
    nom: str
    type: str
    departement: str
    region: str
    siren: NotRequired[str]
    codesPostaux: NotRequired[list[str]]
    population: NotRequired[int]


class Member(TypedDict):
    """A commune in an intercommunal body."""

    code: str
    populationMunicipale: int


class Epci(TypedDict):
    """An intercommunal body with its own taxation in `epci.json`, as far as it is read."""

    code: str
    nom: str
    type: str
    populationMunicipale: int
    membres: list[Member]


def make(package: Path) -> bytes:
    """Make the file's bytes from the unpacked package: the same input and the same liblzma give the same bytes."""
    communes: list[Commune] = json.loads((package / "data" / "communes.json").read_text("utf-8"))
    bodies: list[Epci] = json.loads((package / "data" / "epci.json").read_text("utf-8"))
    current = {commune["code"]: commune for commune in communes if _is_current(commune)}
    parents = {member["code"]: body["code"] for body in bodies for member in body["membres"]}

    rows = (
        *(_commune(current[code], parents.get(code)) for code in sorted(current)),
        *(_intercommunal(body, current) for body in sorted(bodies, key=lambda body: body["code"])),
    )
    return lzma.compress(_write(rows).encode(), preset=9 | lzma.PRESET_EXTREME)


def _is_current(commune: Commune) -> bool:
    # Delegated and associated communes and the districts of Paris, Lyon and Marseille are parts of a commune.
    # The only "communes" without a population are the Austral districts and Clipperton, which have no local authority.
    return commune["type"] == "commune-actuelle" and "population" in commune


def _commune(commune: Commune, parent: str | None) -> ReferenceAuthority:
    return ReferenceAuthority(
        kind=Kind.COMMUNE, legal_form="", name=_tidy(commune["nom"]),
        siren=commune.get("siren"), insee=commune["code"],
        departments=(commune["departement"],), regions=(commune["region"],),
        postcodes=tuple(commune.get("codesPostaux", ())),
        population=commune.get("population"), parent_siren=parent,
    )  # fmt: skip


def _intercommunal(body: Epci, communes: dict[str, Commune]) -> ReferenceAuthority:
    def most_peopled(place: Callable[[Commune], str]) -> tuple[str, ...]:
        counted: Counter[str] = Counter()
        for member in body["membres"]:
            counted[place(communes[member["code"]])] += member["populationMunicipale"]
        return tuple(sorted(counted, key=lambda code: (-counted[code], code)))

    return ReferenceAuthority(
        kind=Kind.INTERCOMMUNAL, legal_form=body["type"], name=_tidy(body["nom"]), siren=body["code"], insee=None,
        departments=most_peopled(lambda commune: commune["departement"]),
        regions=most_peopled(lambda commune: commune["region"]),
        postcodes=(), population=body["populationMunicipale"], parent_siren=None,
    )  # fmt: skip


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _write(rows: Iterable[ReferenceAuthority]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(row) for row in rows)
    return written.getvalue()


def _cells(row: ReferenceAuthority) -> Iterator[str]:
    for column in COLUMNS:
        value = getattr(row, column)
        yield " ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


def main(package: Path) -> None:
    """Write the file, and say what the README must say of it."""
    packed = make(package)
    FILE.write_bytes(packed)
    plain = lzma.decompress(packed)
    for name, content in ((FILE.name, packed), (FILE.stem, plain)):
        sys.stdout.write(f"{hashlib.sha256(content).hexdigest()}  {name}  {len(content)} bytes\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
