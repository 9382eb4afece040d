"""Accents given back to requests typed without them, for words that can only be read one way."""

import re

from services.assistant.engine import french

# Only words whose bare spelling is no French word by itself: "cote", "marche" or "du" stay as typed.
_WORDS = (
    "accès activité activités agréable agréé allée aménagement année années août après arrêt arrêté arrêtés "
    "assemblée assurée autorité bâche bâtiment bâtiments bénéfice bénéficier bénévole bénévoles bibliothèque café "
    "caméra caméras célébration cérémonie cérémonies chaussée chèque chéquier cimetière clôture clôturer "
    "collectivité collectivités collège comité communauté compétence compétences complémentaire conférence congé "
    "congés contrôle coordonnées création crèche crédit crédits créer décembre décès déchet déchèterie déchets "
    "déchetterie décider décision décisions déclaration défavorable défense dégât dégâts dégradation dégradations "
    "déjà déjections délai délais délégation déléguée délibération délibérations délivrance déménagement "
    "déneigement dépannage département départemental départementale départements dépense dépenses déplacement "
    "dépôt dépôts député députée dernière dérogation désignation désigner détail développement différent "
    "difficulté difficultés éboulement éboulis échéance échelle éclairage école écoles économie également égout "
    "égouts élagage élection élections électoral électorale électricité électrification électrique élévateur "
    "élève élèves élu élue élus émission énergétique énergie enquête entrée éolien éoliennes épicerie équestre "
    "équipe équipement équipements espèces état été étude études événement événements évolution exécution "
    "expérience extérieur fédération félicitations féliciter fermée fête fêtes février financière forêt fossé "
    "général générale gérant goûter grève immédiat impayé impayée impayées impayés impôt impôts indemnité "
    "ingénieur intercommunalité intérêt intérêts légère lumière lycée majorité matériel matériels médecin "
    "médiathèque médical médicale mémoire ménage ménages méthode métier mètre mètres métropole métropolitain "
    "mobilité modèle municipalité musée nécessaire nécessité numérique numéro opération opérations péril "
    "périmètre période périscolaire pièce pièces piéton piétons plénière poésie préau préaux précédent précision "
    "préfecture préfet préfète préjudice prélèvement première prénom prénoms préparation présence présent "
    "présentation président présidente prêt prévention prévoir prévu prévue problème problèmes procédure "
    "propriétaire propriétaires propriété qualité quantité réception réclamation réclamer récupérer rédaction "
    "réduction réduire réélection réfection référence réforme régie région régional régionale réglée règlement "
    "réglementation règlements régler régularisation régulièrement réinscription relèvement rénovation rénover "
    "rentrée réparation réparations réparer répondre réponse réponses représentant réseau réseaux réservation "
    "réserver résidence résiliation responsabilité résultat résultats réunion réunions réussite rivière salarié "
    "santé séance séances sécuriser sécurité sénateur sénatrice sénior séniors société spécial stationnée succès "
    "supplémentaire sûreté système télégramme téléphone témoignage tempête théâtre très trésor trésorerie "
    "trésorier trésorière unité université végétation véhicule véhicules vélo vélos vérification vérifier vétuste "
    "vidéo vidéoprotection complète complètes façade façades façon français française grâce législation reçu reçue reçus remplaçant "
)
_BY_BARE = {french.fold(word): word for word in _WORDS.split()}

# "a" is the verb after these words, the preposition elsewhere.
_SUBJECTS = r"(?:qui|il|elle|on|y|n'|l'|m'|nous|vous|lui|mairie|commune|conseil|maire|monsieur|madame|association|departement)"
_PREPOSITION = re.compile(
    r"(?<!\w)(?<!')a(?= (?:la|l'|m\.|mr|mme|madame|monsieur|une?|tous|toutes|compter|partir|cause|propos|nos|notre|ce|cet"
    r"|cette|\d)\b|\s+(?:l'|d')|\s+\w+(?:er|ir|oir)\b)",
    re.IGNORECASE,
)


def restore(text: str) -> str:
    """Give back the accents that can only be missing; what may be read two ways stays as typed."""
    restored = re.sub(r"[^\W\d_]+", lambda word: _accented(word.group()), text)
    return restored if _has_accents(text) else _with_preposition(restored)


def _accented(word: str) -> str:
    accented = _BY_BARE.get(word.lower())
    if accented is None or word.isupper():
        return word
    return french.capitalise(accented) if word[0].isupper() else accented


def _has_accents(text: str) -> bool:
    return any(letter.isalpha() and french.fold(letter) != letter.lower() for letter in text)


def _with_preposition(text: str) -> str:
    pieces: list[str] = []
    end = 0
    for found in _PREPOSITION.finditer(text):
        before = french.fold(text[: found.start()].rstrip()[-40:])
        is_verb = re.search(rf"(?<!\w)(?:{_SUBJECTS}|(?:m\.|mr|mme|monsieur|madame) [\w-]+)$", before)
        pieces += [
            text[end : found.start()],
            found.group() if is_verb else ("À" if found.group() == "A" else "à"),
        ]
        end = found.end()
    return "".join([*pieces, text[end:]])
