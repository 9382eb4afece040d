"""Fetch the vendored files again, from the packages that VENDOR.json names, and refuse any that has changed.

    python -m infra.vendor            fetch and replace, each file checked against its sha256
    python -m infra.vendor --check    only check what is here

It asks npm (`npm pack`), through whatever registry npm is set up with.
"""

import json
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

VENDOR = Path(__file__).parent.parent / "web" / "static" / "vendor"


class FileChanged(Exception):
    """A file is not the one that was reviewed."""


@dataclass(frozen=True, slots=True)
class Vendored:
    """One file of ours that another project wrote."""

    name: str
    version: str
    package: str
    source: str
    sha256: str

    def check(self, content: bytes) -> bytes:
        """Give the content back when it is the reviewed one.

        Raises: FileChanged.
        """
        if sha256(content).hexdigest() != self.sha256:
            raise FileChanged(
                f"{self.name} is not the file that was reviewed ({self.package} {self.version})."
            )
        return content


def listed(folder: Path = VENDOR) -> Iterator[Vendored]:
    """Read VENDOR.json, one entry for each file, licences included."""
    for package in json.loads((folder / "VENDOR.json").read_text("utf-8")):
        for file in package["files"]:
            yield Vendored(package=package["package"], version=package["version"], **file)


def check(folder: Path = VENDOR) -> None:
    """Compare the files here with VENDOR.json.

    Raises: FileChanged, for the first that differs.
    """
    for file in listed(folder):
        file.check((folder / file.name).read_bytes())


def fetch(folder: Path = VENDOR) -> None:
    """Take each file from its package, and write nothing but the reviewed content."""
    files = list(listed(folder))
    for package, version in sorted({(file.package, file.version) for file in files}):
        wanted = [file for file in files if file.package == package]
        with TemporaryDirectory() as scratch, tarfile.open(_pack(package, version, Path(scratch))) as archive:
            for file in wanted:
                (folder / file.name).write_bytes(file.check(_read(archive, file.source)))


def main(arguments: Sequence[str]) -> int:
    """Run from the command line: 0 when every file is the reviewed one."""
    try:
        check() if "--check" in arguments else fetch()
    except FileChanged as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    return 0


def _pack(package: str, version: str, scratch: Path) -> Path:
    command = ["npm", "pack", "--silent", "--pack-destination", str(scratch), f"{package}@{version}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  # names come from our own VENDOR.json
    return next(scratch.glob("*.tgz"))


def _read(archive: tarfile.TarFile, source: str) -> bytes:
    member = archive.extractfile(f"package/{source}")
    if member is None:
        raise FileChanged(f"{source} is no longer in its package.")
    return member.read()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
