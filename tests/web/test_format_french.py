"""Numbers, dates and sentences as French writes them; `_` stands for U+00A0 and `~` for U+202F in what is expected."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from web import french


def shown(text: str) -> str:
    return text.replace("\u00a0", "_").replace("\u202f", "~")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (french.number(1234.5), "1~234,5"),
        (french.number(1_234_567), "1~234~567"),
        (french.number(12.0), "12"),
        (french.number(0.25, 2), "0,25"),
        (french.number(2.5, 0), "3"),
        (french.number(-4), "−4"),
        (french.number(-0.01), "0"),
        (french.number(Decimal(1000)), "1~000"),
        (french.signed(11), "+_11"),
        (french.signed(-4), "−_4"),
        (french.signed(0), "0"),
        (french.percent(0.63), "63_%"),
        (french.percent(0.125, 1), "12,5_%"),
        (french.euros(2.4), "2,40_€"),
        (french.euros(1200), "1~200_€"),
        (french.interval(0.9, 3.1, "kg"), "0,9–3,1_kg"),
        (french.interval(2, 2.0, "h"), "2_h"),
        (french.between(35, 70, "h"), "de_35 à_70_h"),
    ],
)
def test_it_writes_numbers(written: str, expected: str) -> None:
    assert shown(written) == expected


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (45, "45_min"),
        (60, "1_h"),
        (80, "1_h_20"),
        (65, "1_h_05"),
        (0, "0_min"),
        (-75, "−_1_h_15"),
        (59.5, "1_h"),
    ],
)
def test_it_writes_durations(minutes: float, expected: str) -> None:
    assert shown(french.duration(minutes)) == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, "0_atelier"), (1, "1_atelier"), (1.5, "1,5_atelier"), (2, "2_ateliers"), (1234, "1~234_ateliers")],
)
def test_it_agrees_in_number(count: float, expected: str) -> None:
    assert shown(french.plural(count, "atelier", "ateliers")) == expected


def test_it_writes_dates_in_words() -> None:
    assert shown(french.day(date(2026, 11, 24))) == "24_novembre 2026"
    assert shown(french.day(date(2027, 3, 1))) == "1er_mars 2027"
    assert shown(french.full_day(date(2026, 11, 24))) == "mardi 24_novembre 2026"
    assert french.short_day(date(2026, 3, 1)) == "01/03/2026"
    assert french.month(date(2026, 8, 3)) == "août 2026"


def test_it_shows_the_time_in_paris_in_summer_and_in_winter() -> None:
    summer = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    winter = datetime(2026, 11, 24, 8, 40, tzinfo=UTC)

    assert shown(french.moment(summer)) == "jeudi 2_juillet 2026 à_0_h_30"
    assert shown(french.moment(winter)) == "mardi 24_novembre 2026 à_9_h_40"
    assert shown(french.clock(datetime(2026, 11, 24, 8, 0, tzinfo=UTC))) == "9_h"
    assert french.machine(winter) == "2026-11-24T09:40+01:00"


def test_it_refuses_a_time_whose_zone_is_unknown() -> None:
    with pytest.raises(ValueError, match="zone"):
        french.clock(datetime(2026, 11, 24, 9, 40))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 3, 3), date(2026, 3, 3), "le 3_mars 2026"),
        (date(2026, 3, 3), date(2026, 3, 7), "du 3 au 7_mars 2026"),
        (date(2026, 2, 28), date(2026, 3, 3), "du 28_février au 3_mars 2026"),
        (date(2026, 12, 30), date(2027, 1, 2), "du 30_décembre 2026 au 2_janvier 2027"),
    ],
)
def test_it_does_not_repeat_what_both_ends_of_a_period_share(start: date, end: date, expected: str) -> None:
    assert shown(french.period(start, end)) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (24, "aujourd’hui"),
        (23, "hier"),
        (25, "demain"),
        (21, "il y a trois jours"),
        (26, "dans deux jours"),
        (10, "le 10_novembre 2026"),
    ],
)
def test_it_tells_near_days_by_their_distance(day: int, expected: str) -> None:
    assert shown(french.relative_day(date(2026, 11, day), date(2026, 11, 24))) == expected


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([], ""),
        (["Lormes"], "Lormes"),
        (["Lormes", "Héry"], "Lormes et_Héry"),
        (["a", "b", "c"], "a, b et_c"),
    ],
)
def test_it_lists_in_words(items: list[str], expected: str) -> None:
    assert shown(french.listed(items)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Qui ? Quoi ! Ainsi : oui ; non", "Qui_? Quoi_! Ainsi_: oui_; non"),
        ("Vraiment?", "Vraiment_?"),
        ("Vraiment?!", "Vraiment_?!"),
        ("Objet: un acte", "Objet_: un acte"),
        ("«vis ma vie»", "«_vis ma vie_»"),
        ("« vis ma vie »", "«_vis ma vie_»"),
        ("18% et 2€", "18_% et 2_€"),
        ("https://exemple.fr/a?b=c;d et 9:40", "https://exemple.fr/a?b=c;d et 9:40"),
    ],
)
def test_it_sets_the_spaces_that_french_wants(text: str, expected: str) -> None:
    assert shown(french.typography(text)) == expected


@given(st.text(alphabet="aé1 :;?!%€«».’\u00a0"))
def test_it_sets_a_text_once_and_for_all(text: str) -> None:
    once = french.typography(text)

    assert french.typography(once) == once
    assert [c for c in once if not c.isspace()] == [c for c in text if not c.isspace()]
