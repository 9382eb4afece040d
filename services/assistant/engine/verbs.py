"""The few verb forms that turn a request into a letter or a resolution."""

import re

from services.assistant.engine import french

_TO_YOU = {
    "a": "avez", "ont": "avez", "est": "êtes", "sont": "êtes", "avait": "aviez", "etait": "étiez",
    "veut": "voulez", "veulent": "voulez", "peut": "pouvez", "peuvent": "pouvez", "doit": "devez",
    "doivent": "devez", "fait": "faites", "font": "faites", "va": "allez", "vont": "allez", "vit": "vivez",
    "voudrait": "souhaitez", "voudraient": "souhaitez", "souhaiterait": "souhaitez", "aimerait": "souhaitez",
    "souhaiteraient": "souhaitez", "aimeraient": "souhaitez", "dit": "dites", "ecrit": "écrivez",
    "attend": "attendez", "attendent": "attendez", "construit": "construisez", "met": "mettez",
    "prend": "prenez", "refait": "refaites", "tient": "tenez", "vient": "venez", "sait": "savez",
    "s'inquiete": "vous inquiétez", "s'interroge": "vous interrogez", "s'oppose": "vous opposez",
    "se plaint": "vous plaignez", "se plaignent": "vous plaignez", "s'etonne": "vous étonnez",
    "reclame": "réclamez", "prefere": "préférez", "espere": "espérez",
}  # fmt: skip


def to_you(verb: str) -> str | None:
    """Turn a verb of the third person into the polite second one: "demande" gives "demandez"; None when unsure."""
    bare = french.fold(verb)
    if bare in _TO_YOU:
        return _TO_YOU[bare]
    if re.fullmatch(r"[\w-]{3,}ent", bare):
        return re.sub(r"ent$", "ez", verb)
    return f"{verb}z" if re.fullmatch(r"[\w-]{3,}e", bare) and not verb.endswith("é") else None


_PARTICIPLES = {
    "mettant": "mettre", "vendant": "vendre", "prenant": "prendre", "acquerant": "acquérir", "cedant": "céder",
    "reprenant": "reprendre", "souscrivant": "souscrire", "inscrivant": "inscrire", "concluant": "conclure",
    "construisant": "construire", "ouvrant": "ouvrir", "definissant": "définir", "procedant": "procéder",
}  # fmt: skip


def infinitive_of(participle: str) -> str | None:
    """Give the infinitive of a present participle: "fixant" gives "fixer"; None for what is not one."""
    bare = french.fold(participle)
    if bare in _PARTICIPLES:
        return _PARTICIPLES[bare]
    if not re.fullmatch(r"[\w-]{2,}ant", bare):
        return None
    for ending, verb_ending in (("issant", "ir"), ("geant", "ger"), ("çant", "cer"), ("ant", "er")):
        if participle.lower().endswith(ending):
            return participle[: -len(ending)] + verb_ending
    return None


def is_infinitive(word: str) -> bool:
    """Tell whether a word looks like an infinitive."""
    bare = french.fold(word)
    return bool(re.fullmatch(r"[a-zœ-]{2,}(?:er|ir|oir|re)", bare)) and bare not in _NOT_INFINITIVES


_NOT_INFINITIVES_LIST = (
    "hiver mer fer ver cher hier avenir plaisir loisir souvenir desir soir espoir trottoir couloir "
    "notre votre lettre autre entre contre titre livre centre nombre registre ministre arbre cadre metre octobre "
    "novembre decembre septembre cimetiere matiere maniere premiere derniere frontiere lumiere riviere salaire "
    "maire affaire dossier courrier escalier quartier chantier papier janvier fevrier dernier premier particulier "
    "financiere financier materiel scolaire periscolaire territoire histoire memoire laboratoire offre ordre genre "
    "verre terre pierre guerre theatre fenetre maitre chambre membre propre autre quatre manoir miroir tir "
    "atelier loyer foyer danger panier hiver mobilier immobilier foncier routiere routier voirie cantonniere "
    "cuisiniere infirmiere sanitaire secretaire notaire commentaire vestiaire anniversaire horaire partenaire"
)
_NOT_INFINITIVES = frozenset(_NOT_INFINITIVES_LIST.split())

# Nouns of action and their verbs, in the order a resolution or an object line needs them.
NOUN_TO_VERB = {
    "création": "créer", "attribution": "attribuer", "modification": "modifier", "acquisition": "acquérir",
    "achat": "acheter", "vente": "vendre", "cession": "céder", "location": "louer", "suppression": "supprimer",
    "fixation": "fixer", "désignation": "désigner", "versement": "verser", "ouverture": "ouvrir",
    "fermeture": "fermer", "renouvellement": "renouveler", "instauration": "instaurer",
    "réalisation": "réaliser", "octroi": "octroyer", "constitution": "constituer", "révision": "réviser",
    "dénomination": "dénommer", "transfert": "transférer", "adoption": "adopter", "institution": "instituer",
    "rénovation": "rénover", "réfection": "refaire", "construction": "construire", "extension": "étendre",
    "annulation": "annuler", "résiliation": "résilier", "lancement": "lancer", "remplacement": "remplacer",
    "installation": "installer", "souscription": "souscrire", "report": "reporter", "organisation": "organiser",
    "confirmation": "confirmer", "transmission": "transmettre", "signalement": "signaler",
    "proposition": "proposer", "contestation": "contester", "mise à jour": "mettre à jour",
    "mise en place": "mettre en place", "prise en charge": "prendre en charge", "envoi": "envoyer",
    "convocation": "convoquer", "rappel": "rappeler", "demande": "demander", "déclaration": "déclarer", "taille": "tailler", "réparation": "réparer", "nettoyage": "nettoyer", "présentation": "présenter", "approbation": "approuver", "vote": "voter",
}  # fmt: skip
_FOLDED_NOUNS = {french.fold(noun): verb for noun, verb in NOUN_TO_VERB.items()}
_VERB_TO_NOUN = {french.fold(verb): noun for noun, verb in NOUN_TO_VERB.items()}


def verb_of(phrase: str) -> tuple[str, str] | None:
    """Split "création d'un poste" into its verb and its object: ("créer", "un poste")."""
    bare = french.fold(phrase)
    bare_start = re.match(r"(?:l'|la |le |les )?", bare)
    skipped = bare_start.end() if bare_start else 0
    for noun, verb in _FOLDED_NOUNS.items():
        matched = re.match(rf"{noun}(?= de |  ?d'| du | des )", bare[skipped:])
        if matched:
            return verb, phrase[skipped + matched.end() :].strip()
    return None


_NOUNS_WITH_A = {"adherer": "adhésion", "participer": "participation", "renoncer": "renonciation"}


def noun_of(phrase: str) -> str | None:
    """Turn an infinitive phrase into an object line: "reporter la réunion" gives "report de la réunion"."""
    verb, _, rest = phrase.partition(" ")
    with_a = _NOUNS_WITH_A.get(french.fold(verb))
    if with_a and rest:
        return f"{with_a} {rest}"
    noun = _VERB_TO_NOUN.get(french.fold(verb))
    return f"{noun} {french.with_de(rest)}" if noun and rest else None
