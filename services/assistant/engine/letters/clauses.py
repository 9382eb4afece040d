"""What the reader of a letter asked, wrote or did, told back to them."""

import re
from dataclasses import dataclass

from services.assistant.engine import french, verbs
from services.assistant.engine.letters import wording


@dataclass(frozen=True, slots=True)
class Matter:
    """What the request gave to write with; each part may be missing.

    `noun` a noun phrase ("votre demande de subvention"), `you` what the reader did or asked ("vous demandez …"),
    `fact` what the reader did otherwise, `that` a statement, `act` an infinitive phrase, `headline` the object line.
    """

    noun: str | None = None
    you: str | None = None
    that: str | None = None
    fact: str | None = None
    act: str | None = None
    headline: str | None = None


NOTHING = Matter()

_END = r"(?=[.\n!?]|$)"
_TELLING = (
    r"(?:informe[rz]?|previens|prevenir|avertir|avertis|alerter|annoncer?|rappele[rz]?|rappelle|confirme[rz]?|signale[rz]?|dire|expliquer"
    r"|preciser|indiquer|informant|annoncant|rappelant|confirmant|precisant|indiquant|disant|faire (?:part|savoir)|faire)"
)


_RELATIVE = re.compile(
    r"§,? (?:qui|laquelle|lequel) (?:nous |m'|vous |me |lui )?(?P<not>ne |n')?(?P<verb>(?:se |s')?[\w-]+)(?P<it>[^\n]*?)"
    r"(?=, (?:il|elle|nous|on|mais|malheureusement|je|c'est|dis|cela|ce|en|pour|afin)\b|[.\n!?]|$)"
)


def read(text: str) -> Matter | None:
    """Read "§ qui demande une place en crèche", where § stands for the reader."""
    found = _RELATIVE.search(french.fold(text))
    if found is None:
        return None
    rest = wording.your(wording.tidy(text[found.start("it") : found.end("it")]))
    verb = text[found.start("verb") : found.end("verb")]
    if found["not"]:
        return _denied(verb, rest)
    if re.match(r"(?:a|ont) (?:demande|sollicite|souhaite|reclame)\b", f"{verb} {french.fold(rest)}"):
        verb, _, rest = rest.partition(" ")
        verb = french.fold(verb)
    return _complained(verb, rest) or _written(verb, rest)


def _complained(verb: str, rest: str) -> Matter | None:
    bare = french.fold(verb)
    if re.fullmatch(r"se plai\w+", bare) and rest:
        thing = french.without_de(rest)
        told = f"vous avez appelé mon attention sur {thing}"
        return Matter(thing, told, headline=f"votre réclamation concernant {thing}")
    if re.fullmatch(r"signale(?:nt)?", bare) and rest:
        return Matter(rest, f"vous signalez {rest}", headline=f"votre signalement concernant {rest}")
    return None


_WISHING = re.compile(r"(?:demand|sollicit|souhait|reclam|veut|veul|voud|voul|aimer|desir)\w*")
_WRITING = re.compile(
    r"(?:s'inquiet|s'interrog|contest|propos|s'oppos|s'etonn|inform|accept|annonc|rappel|ecri)\w*"
)


def _written(verb: str, rest: str) -> Matter:
    """Tell what the reader wrote, or what they did when the verb is not one of writing."""
    you = verbs.to_you(verb)
    if you is None or not rest:
        return Matter(headline="votre courrier") if _WRITING.fullmatch(french.fold(verb)) else Matter()
    told = f"vous {you} {rest}"
    if _WISHING.fullmatch(french.fold(verb)):
        return Matter(you=told, headline=wording.wish(rest))
    return (
        Matter(you=told, headline="votre courrier")
        if _WRITING.fullmatch(french.fold(verb))
        else Matter(fact=told)
    )


def _denied(verb: str, rest: str) -> Matter:
    """Tell what the reader has not done: "vous n'avez pas payé la cantine"."""
    you = verbs.to_you(verb)
    return Matter(fact=f"vous {french.elide('ne', you)} {rest}") if you and rest else Matter()
