"""What a letter is about, put in the words that address its reader."""

import re

from services.assistant.engine import french, verbs
from services.assistant.engine.letters import clauses, wording
from services.assistant.engine.letters.clauses import NOTHING, Matter

_END = r"(?=[.\n!?]|$)"
_TELLING = (
    r"(?:informe[rz]?|previens|prevenir|avertir|avertis|alerter|annoncer?|rappele[rz]?|rappelle|confirme[rz]?|signale[rz]?|dire|expliquer"
    r"|preciser|indiquer|informant|annoncant|rappelant|confirmant|precisant|indiquant|disant|faire (?:part|savoir)|faire)"
)


def read(text: str) -> Matter:
    """Read what the letter is about; in `text` the recipient is replaced by the mark §."""
    bare = french.fold(text)
    readers = (
        _relative, _ruled, _told, _said_of, _wanted, _sorry, _acted, _about, _for_noun, _of_purpose, _announced,
    )  # fmt: skip
    return next((matter for reader in readers if (matter := reader(text, bare))), NOTHING)


def _cut(text: str, bare: str, pattern: str) -> str | None:
    """Give the words, accents and all, that a pattern's group `it` captures in the folded text."""
    found = re.search(pattern, bare)
    words = wording.tidy(text[found.start("it") : found.end("it")]) if found else ""
    return words or None


def _told(text: str, bare: str) -> Matter | None:
    """Read "informer § que la mairie sera fermée"."""
    clause = _cut(
        text, bare, rf"{_TELLING} (?:§ |lui |leur |les |l')?(?:que |(?=qu'))(?:qu')?(?P<it>[^\n]+?){_END}"
    )
    return Matter(that=_to_reader(clause)) if clause else None


def _to_reader(clause: str) -> str:
    """Address the reader when the statement begins with what is theirs: "sa demande est acceptée"."""
    first, _, rest = clause.partition(" ")
    return f"{wording.your(f'{first} ').strip()} {rest}" if rest else clause


def _relative(text: str, bare: str) -> Matter | None:
    return clauses.read(text) if "§" in bare else None


def _said_of(text: str, bare: str) -> Matter | None:
    """Read "informer § de la coupure", "remercier § pour son aide", "inviter § à la réunion"."""
    informed = _cut(
        text,
        bare,
        rf"(?:inform\w+|preven\w+|previens|avert\w+|alert\w+) (?:§ )?(?P<it>(?:de |du |des |d')[^\n]+?){_END}",
    )
    if informed:
        noun = wording.your(french.without_de(informed))
        return Matter(noun, headline=noun) if wording.has_determiner(noun) else Matter(headline=noun)
    thanked = _cut(
        text, bare, rf"(?:remerci\w+|felicit\w+) (?:§ )?(?P<it>(?:pour |de |du |des |d')[^\n]+?){_END}"
    )
    if thanked:
        return _deed(thanked)
    invited = _cut(
        text, bare, rf"(?:invit\w+|convi\w+|convoqu\w+) (?:§ )?(?P<it>(?:a |au |aux )[^\n]+?){_END}"
    )
    complained = _cut(text, bare, rf"se plaindre (?:a §)?(?P<it>(?:de |du |des |d')[^\n]+?){_END}")
    if complained:
        return Matter(french.without_de(complained), headline=french.without_de(complained))
    if invited:
        noun = french.without_a(invited)
        return Matter(act=noun) if verbs.is_infinitive(noun.split()[0]) else Matter(noun, headline=noun)
    return None


def _deed(phrase: str) -> Matter:
    """Read what one thanks for: "pour son aide", "d'avoir prêté la salle"."""
    done = re.match(r"(?:d'|pour )(?=avoir |[eê]tre )", phrase)
    if done:
        return Matter(act=wording.your(phrase[done.end() :]))
    noun = wording.your(
        re.sub(r"^pour ", "", phrase) if phrase.startswith("pour ") else french.without_de(phrase)
    )
    return Matter(noun, headline=noun)


def _about(text: str, bare: str) -> Matter | None:
    """Read "au sujet de …", "concernant …", "suite à …"."""
    about_of = _cut(
        text, bare, rf"(?:au sujet|a propos|a l'occasion) (?P<it>(?:de |du |des |d')[^\n]+?){_END}"
    )
    about_to = _cut(
        text,
        bare,
        rf"(?:suite|a la suite|reponse|relative?s?|relatifs?|repondre|face|accord) (?P<it>(?:a |au |aux |du )(?!§)[^\n]+?){_END}",
    )
    about = _cut(text, bare, rf"(?<!\w)(?:concernant|sur|objet :?|quant a|portant sur) (?P<it>[^\n]+?){_END}")
    noun = french.without_de(about_of) if about_of else about
    if noun is None and about_to:
        noun = french.without_de(about_to) if about_to.startswith("du ") else french.without_a(about_to)
    if noun is None or noun == "§":
        return None
    noun = wording.your(noun)
    return Matter(noun, headline=noun)


def _ruled(text: str, bare: str) -> Matter | None:
    """Read "pour refuser sa demande", or "sa demande est refusée"."""
    pattern = rf"(?:refuser|accepter|accorder|decliner|rejeter|autoriser|valider) (?:a )?(?:§ )?(?P<it>[^\n]+?){_END}"
    stated = (
        r"(?<!\w)(?P<it>(?:son|sa|ses|leur|leurs) [^,.\n]+?) (?:est|sont|sera|seront|a ete|ont ete|ne pe\w+|ne pour\w+|n'est|ne sera) "
        r"(?:pas )?(?:etre )?(?:refuse|accepte|accorde|rejete|retenu|possible|impossible|valide)"
    )
    ruled = _cut(text, bare, stated) or _cut(text, bare, pattern)
    if ruled is None:
        return None
    noun = wording.your(ruled)
    is_act = verbs.is_infinitive(french.without_de(noun).split()[0])
    return Matter(act=noun) if is_act else Matter(noun, headline=noun)


_ASKING = (
    r"(?:demander|demandant|(?<!votre )(?<!sa )(?<!la )(?<!leur )demande(?= d[e'])|solliciter?|sollicitant|reclamer|obtenir|recevoir"
    r"|connaitre|avoir)"
)


def _wanted(text: str, bare: str) -> Matter | None:
    """Read "pour demander une subvention", "pour lui demander de tailler sa haie"."""
    asked = _cut(text, bare, rf"(?<!\w){_ASKING} (?:a )?(?:§ )?(?P<it>[^\n]+?){_END}")
    return _asking(wording.your(asked)) if asked and "§ qui" not in bare else None


def _sorry(text: str, bare: str) -> Matter | None:
    """Read "excuses pour le retard"."""
    pattern = rf"(?:excuser|excuses|excuse) (?:a )?(?:§ )?(?P<it>(?:pour |de |du |des |d')[^\n]+?){_END}"
    sorry = _cut(text, bare, pattern)
    return _deed(sorry) if sorry else None


def _acted(text: str, bare: str) -> Matter | None:
    """Read "pour annuler la réunion"."""
    clitic = r"(?:lui |leur |les |l'|nous |en |se )?"
    pattern = (
        rf"(?<!\w)(?:pour|afin de|afin d'|en vue de) ?(?P<it>{clitic}[\w-]+(?:er|ir|re)(?: [^\n]+?)?){_END}"
    )
    acted = _cut(text, bare, pattern)
    return _acting(acted) if acted and not _READ_ELSEWHERE.match(french.fold(acted)) else None


_READ_ELSEWHERE = re.compile(
    r"(?:lui |leur |les |l'|le |la )?(?:inform|preven|avert|alert|remerci|invit|convi|convoqu|repond|relanc|felicit|faire part|accus|se plaind)\w*"
)


def _asking(asked: str) -> Matter:
    first = asked.split(maxsplit=1)[0]
    if re.match(r"(?:si|quand|comment|pourquoi|combien|o[uù]) |s'", asked):
        return Matter(act=f"savoir {asked}", headline="demande de renseignement")
    inner = (
        french.without_de(french.without_a(asked))
        if first in {"de", "à", "a"} or asked.startswith("d'")
        else asked
    )
    if verbs.is_infinitive(inner.split()[0]):
        return Matter(act=inner, headline=verbs.noun_of(inner))
    if not wording.has_determiner(inner):
        return Matter(headline=f"demande {french.elide('de', inner)}")
    named = wording.demand(inner)
    is_plain = named.startswith("votre demande d")
    return Matter(
        inner, headline=named.removeprefix("votre ") if is_plain else f"demande {french.with_de(inner)}"
    )


def _acting(acted: str) -> Matter | None:
    words = re.sub(r"^(?:lui|leur|les) |^l'", "vous ", acted)
    verb = words.removeprefix("vous ").split()[0]
    if not verbs.is_infinitive(verb):
        return None
    act = wording.your(words)
    spoken = act.removeprefix("vous ")
    announced = re.match(r"(?:annoncer|souhaiter|expos|expliqu|present)\w* (?=\S)", french.fold(spoken))
    return Matter(act=act, headline=spoken[announced.end() :] if announced else verbs.noun_of(spoken))


_THIS_LETTER = re.compile(r"(?:ce|cet|cette) (?:mail|e-?mail|courriel|courrier|lettre|message|demande)")


def _for_noun(text: str, bare: str) -> Matter | None:
    """Read "pour sa facture impayée", "pour l'inauguration de l'école"."""
    # "a" with a figure is where a time ends: "de 9 h à 12 h", "du 3 au 14 mai".
    leads = (r"(?:pour|a propos de|(?:a|aux?)(?! \d))" if "§" in bare else "pour", "pour")
    found = (_cut(text, bare, rf"(?<!\w){lead} (?P<it>(?!§)[^\n]+?){_END}") for lead in leads)
    noun = wording.your(next((words for words in found if words), ""))
    if not wording.has_determiner(noun) or _THIS_LETTER.match(french.fold(noun)):
        return None
    return Matter(noun, headline=noun)


def _of_purpose(text: str, bare: str) -> Matter | None:
    """Read "un refus de subvention", "une invitation aux vœux", "accusé de réception de la demande"."""
    noun = _cut(
        text,
        bare,
        r"(?:refus|demande|relance|annulation|report|reception|rappel) (?P<it>(?:(?:de |du |des |d')(?!§)|(?<=refus )(?=[a-z]{5}))[^\n§]+?)(?= §|[.\n!?]|$)",
    )
    if noun:
        thing = wording.your(french.without_de(noun))
        return Matter(thing, headline=thing)
    invited = _cut(
        text, bare, rf"(?:invitation|convocation) (?:a |au |aux |§ )*?(?P<it>(?:a |au |aux )[^\n]+?){_END}"
    )
    return Matter(french.without_a(invited), headline=french.without_a(invited)) if invited else None


_STATED = re.compile(r"(?<!\w)(?:sera|seront|est|sont|a ete|ont ete|aura|auront) ")


def _announced(text: str, bare: str) -> Matter | None:
    """Read what follows a colon: "courrier aux habitants : coupure d'eau de 9 h à 12 h"."""
    said = _cut(text, bare, rf"§ ?: (?P<it>[^\n§]+?){_END}")
    if not said:
        return None
    if _STATED.search(french.fold(said)):
        return Matter(that=said)
    return Matter(said, headline=said) if wording.has_determiner(said) else Matter(headline=said)
