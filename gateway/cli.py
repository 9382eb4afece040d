"""The `terrain` command: serve, migrate, seed, digest, person, key."""

import argparse
import sys
import warnings
from collections.abc import Callable, Sequence

from gateway.settings import GatewaySettings
from infra import database
from services.kit.errors import DomainError

Command = Callable[[argparse.Namespace, GatewaySettings], None]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; a refusal is one sentence on standard error and exit code 1."""
    asked = _parser().parse_args(arguments)
    # The embedded server's wheel warns about its runtime directory; nobody can act on it here.
    warnings.filterwarnings("ignore", module="platformdirs")
    command: Command = asked.command
    try:
        with database.running(_settings()) as settings:
            command(asked, settings)
    except DomainError as refusal:
        sys.exit(refusal.message)


def _settings() -> GatewaySettings:
    return GatewaySettings()


def _serve(asked: argparse.Namespace, settings: GatewaySettings) -> None:
    from gateway import cli_serve

    cli_serve.serve(settings, port=asked.port, workers=asked.workers, is_split=asked.split)


def _migrate(_: argparse.Namespace, settings: GatewaySettings) -> None:
    database.migrate(settings)


def _seed(asked: argparse.Namespace, settings: GatewaySettings) -> None:
    from infra.seeds import load

    database.migrate(settings)
    counts = load.reference(settings)
    print(", ".join(f"{number} {noun}" for noun, number in counts.items()), file=sys.stderr)
    if asked.what == "demo":
        from infra.seeds.demo import load as load_sample

        load_sample(settings)
    if asked.what == "sample":
        from infra.seeds import sample

        print(f"{sample.load(settings)} events of a sample programme", file=sys.stderr)


def _remove_sample(_: argparse.Namespace, settings: GatewaySettings) -> None:
    from infra.seeds import sample

    print(f"{sample.remove(settings)} events of the sample programme removed", file=sys.stderr)


def _person_add(asked: argparse.Namespace, settings: GatewaySettings) -> None:
    from gateway import cli_people

    print(cli_people.add(settings, asked))


def _person_link(asked: argparse.Namespace, settings: GatewaySettings) -> None:
    from gateway import cli_people

    print(cli_people.link(settings, asked.email))


def _key_create(asked: argparse.Namespace, settings: GatewaySettings) -> None:
    from gateway import cli_people

    print(cli_people.create_key(settings, asked))


def _digest_send(asked: argparse.Namespace, settings: GatewaySettings) -> None:
    from gateway import cli_digest
    from gateway.mail import BadMailServer, NoMailServer

    try:
        cli_digest.send(settings, asked)
    except (BadMailServer, NoMailServer, cli_digest.MonthNotOver) as refusal:
        sys.exit(str(refusal))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="terrain", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = verbs.add_parser("serve", help="migrate, load the reference data if they are missing, and serve")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--workers", type=int, default=1, help="processes that answer (default: 1)")
    serve.add_argument("--split", action="store_true", help="gateway, services and pages as five processes")
    serve.set_defaults(command=_serve)

    verbs.add_parser("migrate", help="bring the schema to this version").set_defaults(command=_migrate)

    seed = verbs.add_parser("seed", help="load the reference data, and with `demo` or `sample` invented ones")
    seed.add_argument("what", nargs="?", choices=["reference", "demo", "sample"], default="reference")
    seed.set_defaults(command=_seed)
    verb = verbs.add_parser("sample", help="remove the sample programme").add_subparsers(required=True)
    verb.add_parser("remove", help="remove every invented event").set_defaults(command=_remove_sample)

    digest = verbs.add_parser("digest", help="the monthly digest by e-mail").add_subparsers(required=True)
    sending = digest.add_parser("send", help="send it once to each address; needs TERRAIN_SMTP_URL")
    sending.add_argument("--month", metavar="YYYY-MM", help="left out: the month that is just over")
    sending.set_defaults(command=_digest_send)
    _add_person_verbs(verbs)
    _add_key_verbs(verbs)
    return parser


def _add_person_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    person = verbs.add_parser("person", help="add people, make sign-in links").add_subparsers(required=True)
    add = person.add_parser("add", help="add a person; print a one-time sign-in address")
    add.add_argument("email")
    add.add_argument("--name", required=True)
    add.add_argument("--role", required=True, action="append", help="may be given several times")
    add.add_argument("--authority", metavar="SIREN", help="left out: the operator")
    add.set_defaults(command=_person_add)
    link = person.add_parser("link", help="print a one-time sign-in address")
    link.add_argument("email")
    link.set_defaults(command=_person_link)


def _add_key_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    key = verbs.add_parser("key", help="create API keys").add_subparsers(required=True)
    create = key.add_parser("create", help="print a new key, alone on standard output")
    create.add_argument("--name", required=True)
    create.add_argument("--role", required=True)
    create.add_argument("--authority", metavar="SIREN", help="left out: the operator, across authorities")
    create.add_argument("--scopes", nargs="+", metavar="SCOPE", help="left out: all the role may have")
    create.add_argument("--days", type=int, default=365)
    create.set_defaults(command=_key_create)


if __name__ == "__main__":
    main()
