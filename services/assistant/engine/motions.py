"""What a council is asked to resolve, read from a request."""

import re
from dataclasses import dataclass
from enum import Enum

from services.assistant.engine import accents, french, verbs
from services.assistant.engine.letters import wording


class Council(Enum):
    """The deliberating bodies of local authorities: name, "of what", chair, and the article that empowers them."""

    MUNICIPAL = ("conseil municipal", "commune", "le maire", "notamment son article L. 2121-29")
    COMMUNITY = (
        "conseil communautaire",
        "communauté",
        "le président",
        "notamment son article [à compléter : article applicable]",
    )
    UNION = (
        "comité syndical",
        "syndicat",
        "le président",
        "notamment son article [à compléter : article applicable]",
    )

    @property
    def label(self) -> str:
        """Name the council, without article."""
        return self.value[0]

    @property
    def kind(self) -> str:
        """Name the kind of authority."""
        return self.value[1]

    @property
    def chair(self) -> str:
        """Name who chairs and carries out."""
        return self.value[2]

    @property
    def article(self) -> str:
        """Name the article of the general code that gives the council its power."""
        return self.value[3]


@dataclass(frozen=True, slots=True)
class Motion:
    """A resolution to write: its articles begin with their verb; `grounds` follow "Considérant"."""

    council: Council
    authority: str | None
    subject: str | None
    articles: tuple[str, ...]
    grounds: tuple[str, ...]
    spends: bool


_READ = 4000  # characters: what is to be resolved stands in the first lines, and reading must stay quick


def read(text: str) -> Motion:
    """Understand a request for a resolution."""
    text = accents.restore(_quiet(french.clean(text[:_READ])))
    bare = french.fold(text)
    council = _council(bare)
    authority, text = _authority(text, council)
    grounds, text = _grounds(french.clean(text))
    act = _act(text)
    subject, articles = _resolved(act) if act else (None, ())
    return Motion(
        council,
        authority,
        subject,
        articles,
        grounds,
        bool(_SPENDING.search(bare)) and not _EARNING.search(bare),
    )


def _quiet(text: str) -> str:
    letters = [letter for letter in text if letter.isalpha()]
    return (
        text.lower() if letters and sum(letter.isupper() for letter in letters) > 0.8 * len(letters) else text
    )


_SPENDING = re.compile(
    r"(?<!\w)(?:attribu|achat|achet|acqui|verse|octroi|octroy|financ|cotis|recrut|renov|refai|refection|travaux)\w*"
)
_EARNING = re.compile(r"(?<!\w)(?:demander|demandant|sollicit|vendre|vente|ceder|cession)\w*")


_COUNCIL_SIGNS = {
    Council.UNION: r"syndical|(?<!au )(?<!un )(?<!aux )syndicat",
    Council.COMMUNITY: r"communautaire|communaute d|agglomeration|\bepci\b|intercommunal",
    Council.MUNICIPAL: r"municipal|\bcommune\b|\bmairie\b|\bmaire\b",
}


def _council(bare: str) -> Council:
    """Tell which council resolves: the first one named, else a commune's."""
    signs = ((re.search(sign, bare), council) for council, sign in _COUNCIL_SIGNS.items())
    named = [(sign.start(), council) for sign, council in signs if sign]
    return min(named, key=lambda place: place[0])[1] if named else Council.MUNICIPAL


_NAMED = re.compile(
    r",? ?(?<!\w)(?:(?:pour|de|par|a|au nom de) )?(?:(?:le conseil municipal|le conseil communautaire|le comite syndical|du conseil municipal"
    r"|du conseil communautaire|du comite syndical|conseil municipal|conseil communautaire) )?"
    r"(?:(?:de |d')?(?P<body>(?:la |le )?(?:communaute (?:de communes|d'agglomeration|urbaine)|syndicat(?: mixte| intercommunal)?|commune|ville|mairie))"
    r" (?:de |du |des |d')?|(?<=municipal )(?:de |du |des |d'))(?P<place>(?:l[ea]s? |l')?[A-ZÀ-Ý][\wÀ-ÿ'-]+(?:[ -](?:[A-ZÀ-Ý][\wÀ-ÿ'-]+|sur|sous|en|et|le|la|les|de|du|des|d'[A-ZÀ-Ý]\w+)(?=[ -][A-ZÀ-Ý]|\b))*)"
)


def _authority(text: str, council: Council) -> tuple[str | None, str]:
    """Read whose council it is: "la commune de Lormes"; places are known by their capital."""
    found = _NAMED.search(_unaccented(text))
    if found is None:
        return None, re.sub(
            r"(?:,? (?:pour|par|de|du) )(?:le |la )?(?:conseil municipal|conseil communautaire|comité syndical)",
            " ",
            text,
        )
    place = re.sub(
        r" (?:sur|sous|en|et|le|la|les|de|du|des)$", "", text[found.start("place") : found.end("place")]
    )
    body = text[found.start("body") : found.end("body")] if found["body"] else council.kind
    body = re.sub(r"^(?:la|le) ", "", body)
    body = "commune" if french.fold(body) in {"mairie", "ville"} else body
    joined = body + (
        " " + french.with_de(place)
        if body == "commune"
        else text[found.end("body") : found.start("place")] + place
    )
    return joined, f"{text[: found.start()]} {text[found.start('place') + len(place) :]}"


def _unaccented(text: str) -> str:
    """Drop the accents and keep the capitals, which tell a place."""
    return "".join(
        french.fold(letter).upper() if letter.isupper() else french.fold(letter) for letter in text
    )


_GROUND = re.compile(
    r"[,.]? ?(?<!\w)(?P<lead>considerant(?: que| qu')?|car|parce que|parce qu'|puisque|puisqu'|etant donne que|etant donne qu'|vu que|vu qu'"
    r"|en raison|compte tenu|suite a|a la suite|faute)(?P<it>[ a-z'][^\n]*?)(?=[,.;]? (?:considerant|et que)\b|[.;\n]|$)"
)


def _grounds(text: str) -> tuple[tuple[str, ...], str]:
    """Take the reasons given, each ready to follow "Considérant"."""
    bare = french.fold(text)
    found = list(_GROUND.finditer(bare))
    grounds = tuple(
        _ground(reason["lead"], wording.tidy(text[reason.start("it") : reason.end("it")])) for reason in found
    )
    for reason in reversed(found):
        text = text[: reason.start()] + text[reason.end() :]
    return tuple(ground for ground in grounds if ground), text


def _ground(lead: str, reason: str) -> str:
    if lead.startswith(("en raison", "compte tenu")):
        return french.without_de(reason)
    if lead.startswith(("suite", "a la suite")):
        return (
            french.without_a(reason)
            if not lead.endswith("suite")
            else french.without_de(french.without_a(reason))
        )
    if lead == "considerant":
        return reason
    return "" if lead == "faute" or not reason else french.elide("que", reason)


_NOUN = r"(?:deliberations?|delib)\b"


def _act(text: str) -> str | None:
    """Find what is to be resolved, as an infinitive, a participle or a noun phrase."""
    bare = french.fold(text)
    found = re.search(
        rf"{_NOUN}(?: type)?,? ?(?:(?:pour|afin de|afin d'|en vue de|sur|concernant|relative a|relative au|relative aux|au sujet de|au sujet du"
        rf"|portant sur|portant|visant a|qui|objet :|:) ?)?(?P<it>[^\n]+?)(?=[.\n!?]|$)",
        bare,
    )
    if found is None:
        return None
    act = wording.tidy(text[found.start("it") : found.end("it")])
    return (
        re.sub(r"^(?:de|d'|du|pour|à) ?(?=\w+ )(?!la\b)", "", act)
        if re.match(r"(?:pour|à) ", act)
        else act or None
    )


_OWN_VERBS = {
    "autoriser": "AUTORISE",
    "approuver": "APPROUVE",
    "adopter": "ADOPTE",
    "fixer": "FIXE",
    "donner": "DONNE",
}
_DECIDING = re.compile(r"(?:decidant|decider|decide) (?:de |d')")


def _resolved(act: str) -> tuple[str, tuple[str, ...]]:
    """Turn what is to be resolved into an object line and articles."""
    decided = _DECIDING.match(french.fold(act))
    act = act[decided.end() :] if decided else act
    acts = [part for part in re.split(r" et (?=\w+(?:er|ir|re|ant) )", act) if part]
    parsed = [_infinitive(part) for part in acts]
    articles = [_article(*one) if one else _approved(part) for one, part in zip(parsed, acts, strict=True)]
    return french.capitalise(_subject(acts[0], parsed[0])), tuple(articles)


def _subject(act: str, parsed: tuple[str, str] | None) -> str:
    """Name what is resolved: "fixer les tarifs" gives "fixation des tarifs"."""
    if parsed is None:
        return re.sub(r"^(?:(?:la|le|les) |l')(?=\S)", "", act)
    verb, rest = parsed
    signed = re.match(
        r"(?:m\. |mme |monsieur |madame )?(?:l[ea] )?(?:maire|president\w*) a signer (?=\S)",
        french.fold(rest),
    )
    if signed:
        return f"signature {french.with_de(rest[signed.end() :])}"
    return verbs.noun_of(f"{verb} {rest}") or f"{verb} {rest}"


def _infinitive(act: str) -> tuple[str, str] | None:
    """Split an act into its infinitive and object: from "fixant les tarifs", "création d'un poste", "acheter un tracteur"."""
    first, _, rest = act.partition(" ")
    if rest and verbs.is_infinitive(first):
        return first, rest
    participle = verbs.infinitive_of(first)
    if rest and participle:
        return participle, rest
    named = verbs.verb_of(act)
    if named is None:
        return None
    thing = french.without_de(named[1])
    if wording.has_determiner(thing):
        return named[0], thing
    return (named[0], f"des {thing}") if thing.split()[0].endswith("s") else None


def _article(verb: str, rest: str) -> str:
    own = _OWN_VERBS.get(french.fold(verb))
    return f"**{own}** {rest}" if own else f"**DÉCIDE** {french.elide('de', f'{verb} {rest}')}"


def _approved(act: str) -> str:
    """Approve what cannot be turned into a verb: "achat de matériel" gives "APPROUVE l'opération suivante : …"."""
    return f"**APPROUVE** {act}" if wording.has_determiner(act) else f"**APPROUVE** l'objet suivant : {act}"
