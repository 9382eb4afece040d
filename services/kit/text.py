"""French text made comparable: folded to be searched, keyed to be ordered by a database that only compares bytes."""

import re
import unicodedata

_ACCENTS = re.compile(r"[\u0300-\u036f]+")
_BETWEEN_WORDS = re.compile(r"[^\w\u0300-\u036f]+|[_\u02bc]+")
_SAINTS = re.compile(r"(?<![\w\u0300-\u036f])st(?=e?s?(?![\w\u0300-\u036f]))")
"""A word of its own: an accent set apart from its letter ends no word (« Benoîst »)."""
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
"""Letters that Unicode does not take apart, and that one types without."""

_LEVEL = "\x1f"
"""Between the words and what breaks ties: below the space, so that « Sens » comes before « Sens Beaujeu »."""


def fold(text: str) -> str:
    """Reduce to what a search compares: « L’Œuvre de St-Étienne » is "l oeuvre de saint etienne".

    No case, no accent, no ligature; whatever is not a letter or a digit is one space. "St", "Ste", "Sts" and "Stes" are
    written out rather than "Saint" cut short, so that text being typed (« sai ») already is a beginning of what it
    will find.
    """
    return _bare(_words(text))


def sort_key(text: str) -> str:
    """Give what a byte order (the C collation) must compare for text to come in French order.

    Word by word: « Sens Beaujeu » before « Sensey »; « Écuisses » beside « Ecuelles ». Accents only break ties, read
    from the left; case, punctuation and spelling of "Saint" never count. A leading article counts as the word it is:
    « Le Creusot » is at L. Gazetteers that file it at C also print « Creusot (Le) »; our lists print the name as it is
    said, so the eye looks for its first letter, and a surname such as « Le Goff » belongs at L anyway.
    """
    words = _words(text)
    bare = _bare(words)
    return bare if words == bare else f"{bare}{_LEVEL}{words}"


def _words(text: str) -> str:
    # Taken apart twice: folding the case of some letters makes new ones that come apart in turn.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return _SAINTS.sub("saint", _BETWEEN_WORDS.sub(" ", apart.translate(_LETTERS)).strip())


def _bare(words: str) -> str:
    # An accent that stood alone leaves a hole, and one after "st" hid a saint.
    return _SAINTS.sub("saint", " ".join(_ACCENTS.sub("", words).split()))
