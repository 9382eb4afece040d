"""A masked text comes back letter for letter, in whatever pieces it arrives."""

from hypothesis import example, given, settings, strategies as st

from services.assistant.safeguards.masking import Masked, Names, Unmasking, mask, unmasked
from tests.assistant.labelled import development, held_out

SENTENCES = st.sampled_from([one.text for one in (*development, *held_out)])
TRAPS = st.sampled_from(
    [
        "\\",
        "\\[PERSONNE\\_1\\]",
        "[personne_1]",
        "[",
        "]",
        "[PERSONNE_",
        "[PERSONNE_1]",
        "[TÉLÉPHONE_1]",
        "1]",
        " ",
        "[[",
        "[IP_1",
    ]
)
TEXTS = st.lists(SENTENCES | TRAPS | st.text(max_size=20), max_size=8).map("".join)


def respelt(text: str, masked: Masked) -> str:
    """Write each value as it was first written: two spellings of one number have one placeholder."""
    parts, done = [], 0
    for place, placeholder in masked.findings:
        parts += [text[done : place.start], masked.originals[placeholder]]
        done = place.end
    return "".join([*parts, text[done:]])


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_it_gives_the_text_back(text: str) -> None:
    masked = mask(text)

    assert unmasked(masked.text, masked.originals) == respelt(text, masked)
    ends = [0, *(one.end for one, _ in masked.findings)]
    assert all(end <= one.start < one.end for end, (one, _) in zip(ends, masked.findings, strict=False))


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.lists(st.integers(min_value=1, max_value=9), max_size=80))
@example("\\Océane Benali a appelé ce matin.", [])
def test_it_gives_the_same_text_however_it_is_cut(text: str, sizes: list[int]) -> None:
    masked = mask(text)
    pieces, at = [], 0
    for size in sizes:
        pieces.append(masked.text[at : at + size])
        at += size
    stream = Unmasking(masked.originals).over(iter([*pieces, masked.text[at:]]))

    assert "".join(stream) == respelt(text, masked)


def test_it_holds_back_no_more_than_a_placeholder() -> None:
    unmasking = Unmasking({"[PERSONNE_1]": "Durand"})

    assert unmasking.feed("Mme [PERS") == "Mme "
    assert unmasking.feed("ONNE_1] et [note") == "Durand et [note"
    assert unmasking.feed(" [P") == " "
    assert unmasking.end() == "[P"


def test_it_names_the_same_words_the_same() -> None:
    masked = mask("Appeler le 06 12 34 56 78, sinon le 06 12 34 56 78 ou le 03 86 12 34 56.")

    assert masked.text == "Appeler le [TÉLÉPHONE_1], sinon le [TÉLÉPHONE_1] ou le [TÉLÉPHONE_2]."


def test_it_never_names_with_what_the_text_already_says() -> None:
    assert mask("[COURRIEL_1] : a@exemple.fr").text == "[COURRIEL_1] : [COURRIEL_2]"


def test_it_names_two_spellings_of_one_value_the_same() -> None:
    masked = mask("Tél. 06 12 34 56 78, soit 0612345678 ou +33 6 12 34 56 78. Mme DURAND, Mme Durand.")

    assert masked.text == (
        "Tél. [TÉLÉPHONE_1], soit [TÉLÉPHONE_1] ou [TÉLÉPHONE_1]. Mme [PERSONNE_1], Mme [PERSONNE_1]."
    )


def test_it_keeps_its_names_from_one_text_to_the_next() -> None:
    texts = ("Mme Durand a écrit.", "[PERSONNE_2] ? M. Petit et Mme Durand.")
    names = Names("\n".join(texts))

    assert [mask(text, names=names).text for text in texts] == [
        "Mme [PERSONNE_1] a écrit.", "[PERSONNE_2] ? M. [PERSONNE_3] et Mme [PERSONNE_1].",
    ]  # fmt: skip


def test_it_reads_a_placeholder_as_models_write_it() -> None:
    originals = {"[PERSONNE_1]": "Durand"}

    for written in ("[personne_1]", "[Personne_1]", "\\[PERSONNE\\_1\\]", "[PERSONNE\\_1]"):
        assert unmasked(f"**{written}** dit", originals) == "**Durand** dit", written
        unmasking = Unmasking(originals)
        assert "".join([*(unmasking.feed(sign) for sign in written), unmasking.end()]) == "Durand", written
    assert unmasked("[PERSONNE_12]", originals) == "[PERSONNE_12]"
