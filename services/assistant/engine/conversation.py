"""Follow-ups: "plus court", "refais-la pour Mme Durand", "plutôt un refus" adjust what was asked before."""

import re
from dataclasses import replace

from services.assistant.engine import accents, french
from services.assistant.engine.letters import purposes, recipients, requests, senders
from services.assistant.engine.letters.requests import LetterRequest

_FOLLOWING = re.compile(
    r"(?:(?:ok|merci|bien|parfait|super|d'accord|oui|non|bon|et|mais|alors|tres bien)[ ,.!]+)*"
    r"(?:(?:en |un peu |fais |fait )*(?:plus|moins) (?:court|bref|breve|long|detaill|ferme|chaleureu|formel|simple|poli|direct|amical|sec)"
    r"|trop (?:court|long)|(?:raccourci|rallonge|abrege|allonge)"
    r"|refai[st]|recommence|reecri|reprend|(?:fais |fait )?(?:la|le) meme|(?:fais |fait )?pareil|idem|adapte|change|modifie|remplace|ajoute|enleve|retire|supprime"
    r"|plutot|maintenant|finalement|en fait|signe[erz]?\b|signee?\b|adresse[- ]|et (?:pour|a)\b|pour (?:m|mme|madame|monsieur)\b|meme (?:lettre|courrier|chose)"
    r"|en \d+ phrases|en (?:un |une |deux|trois|quatre|cinq|six|dix)|tutoie|en mail|en courriel|version (?:courte|longue|mail))"
)


def is_following(text: str) -> bool:
    """Tell whether a message only makes sense after another."""
    return len(text) < 300 and bool(_FOLLOWING.match(french.fold(french.clean(text))))


def adjust(request: LetterRequest, text: str) -> tuple[LetterRequest, str | None]:
    """Apply a follow-up to a letter; the second value says in French what could not be done."""
    text = accents.restore(french.clean(text))
    bare = french.fold(text)
    if re.search(r"plus court|plus bref|trop long|raccourci|abrege|version courte", bare):
        return replace(request, is_short=True), None
    if re.search(r"\b(?:en|version) (?:un )?(?:e-?mail|mail|courriel|mel)\b", bare):
        return replace(request, is_email=True), None
    added = re.match(r".{0,20}?ajoute[rz]?(?:-y| aussi)? (?:que |(?=qu'))(?:qu')?(?P<it>[^\n]+)", bare)
    if added:
        addition = text[added.start("it") : added.end("it")]
        return replace(request, additions=(*request.additions, addition)), None
    return _readdress(request, text) or _repurpose(request, text) or (request, _cannot(bare))


def _readdress(request: LetterRequest, text: str) -> tuple[LetterRequest, None] | None:
    """Change who signs or who reads: "signée par la maire", "la même pour M. Petit"."""
    sender, rest = senders.take(text)
    changed = replace(
        request,
        sender=replace(
            sender, body=sender.body or request.sender.body, place=sender.place or request.sender.place
        ),
    )
    if sender is senders.UNKNOWN:
        changed = request
    lead = re.search(r"(?<!\w)(?:pour|a|au|aux|par) ", french.fold(rest))
    article = {"au ": "le", "aux ": "les"}.get(lead.group(), "") if lead else ""
    found = recipients.read(rest, lead.end(), article=article) if lead else None
    if found:
        changed = replace(changed, recipient=found.recipient)
    purpose = purposes.read_change(french.fold(rest)) if changed != request else None
    return (replace(changed, purpose=purpose or changed.purpose), None) if changed != request else None


def _repurpose(request: LetterRequest, text: str) -> tuple[LetterRequest, None] | None:
    """Change yes to no: "plutôt un refus, car la salle est prise"."""
    purpose = purposes.read_change(french.fold(text))
    if purpose is None:
        return None
    reason = (
        requests.read(f"réponse : {text}").reason
        if purpose in {purposes.Purpose.REFUSAL, purposes.Purpose.ACCEPTANCE}
        else None
    )
    return replace(request, purpose=purpose, reason=reason or request.reason), None


def _cannot(bare: str) -> str:
    if re.search(r"plus (?:long|detaill)|trop court|rallonge|allonge", bare):
        return "Je ne sais pas allonger ce texte : je n'écris que ce que votre demande contient. Donnez-moi d'autres éléments."
    if re.search(r"ferme|chaleureu|formel|simple|poli|amical|sec\b|ton\b|tutoie|direct", bare):
        return "Je ne sais pas changer le ton : modifiez les phrases vous-même."
    return "Je n'ai pas su appliquer ce changement : reformulez la demande entière, ou modifiez le texte vous-même."
