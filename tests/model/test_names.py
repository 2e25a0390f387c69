"""Which faction a name means: what is forgiven, what is not, and what is said then."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_tracker.errors import AmbiguousNameError, NoSuchError, NotThenError
from libya_tracker.model import names
from libya_tracker.storage import files
from tests.conftest import Run
from tests.support.tables import each

REGISTRY = """\
factions:
  7th-brigade:
    name: 7th Brigade
  9th-brigade:
    name: 9th Brigade
    aliases: [Tarhuna Shield]
  lna:
    name: Libyan National Army
    aliases: [LNA, LAAF, الجيش الوطني الليبي]
  gna:
    name: Government of National Accord
    aliases: [GNA]
  gnc:
    name: General National Congress
    aliases: [GNC forces]
  fajr:
    name: Fajr Libya
    aliases: [Libya Dawn]
  zawiya-mahjoub:
    name: Zawiyat al-Mahjoub
  wershefana:
    name: Wershefana tribal forces
    aliases: [Wershefana, ورشفانة]
  misrata:
    name: Misrata
    aliases: [مصراتة, مجلس مصراتة العسكري ٢٠١١]
  zliten:
    name: Zliten
  niger:
    name: Niger
  tunis:
    name: Tunis
  ghneiwa:
    name: Ghneiwa al-Kikli's group
    aliases: [Al-Ghaniwa]
  rada:
    name: Ra'da
    aliases: [قوة الردع الخاصة, Force de dissuasion spéciale]
  ansar:
    name: إمارة أنصار الشريعة
    aliases: [Ansar al-Sharia]
  rahman: {name: Katibat Abd al-Rahman}
  fiqar: {name: Liwa Dhu al-Fiqar}
  nusra: {name: Jabhat al-Nusra}
  trb: {name: TRB}
  tidings: {name: Tidings of Security}
  kani:
    name: Kaniyat
    aliases:
      - {name: 22nd Brigade, since: 2017, until: 2019-04}
      - {name: Tarhuna Brigade, since: 2020-06}
  coast:
    name: Coastal Guard
    aliases: [{name: 22nd Brigade, since: 2019-06}]
"""
APOSTROPHES = (
    "'`\u00b4\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u2018\u2019\u201b\u2032\uff07"
)
FORGIVEN = {
    # ids, names, aliases; case and space
    "lna": "lna",
    "LNA": "lna",
    "  libyan   NATIONAL army ": "lna",
    "laaf": "lna",
    # accents and hyphens
    "Force de Dissuasion Speciale": "rada",
    "libya-dawn": "fajr",
    # every apostrophe
    **{f"Ra{mark}da": "rada" for mark in APOSTROPHES},
    "rada": "rada",
    "ghneiwa al kiklis group": "ghneiwa",
    # the article, in both alphabets
    "el-Ghaniwa": "ghneiwa",
    "Ghaniwa": "ghneiwa",
    "Ansar el Sharia": "ansar",
    "قوة ردع خاصة": "rada",
    # Arabic letter forms: hamza, teh marbuta, alef maksura, tatweel, vowel signs, digits
    "امارة انصار الشريعه": "ansar",
    "ورشفانه": "wershefana",
    "ورشفـــانة": "wershefana",
    "وَرْشَفَانَة": "wershefana",
    "الجيش الوطنى الليبى": "lna",
    "الجیش الوطنی اللیبی": "lna",
    "مجلس مصراته العسكري 2011": "misrata",
    "مجلس مصراتة العسكري ۲۰۱۱": "misrata",
    # other vowels
    "Warshafana": "wershefana",
    "WARSHAFANA": "wershefana",
    "Warshfana tribal forces": "wershefana",
    "Wershefanah": "wershefana",
    # the article as it is spoken, and as one word with what it joins
    "Ansar ash-Sharia": "ansar",
    "Ansar esh Sharia": "ansar",
    "Katibat Abdul Rahman": "rahman",
    "Katibat Abdurrahman": "rahman",
    "Katibat Abd ar-Rahman": "rahman",
    "Liwa Dhul Fiqar": "fiqar",
    "Liwa Dhulfiqar": "fiqar",
    "Jabhat an-Nusra": "nusra",
    "Misurata": "misrata",
    "Mesrata": "misrata",
}
NEVER = (
    "8th Brigade",
    "71st Brigade",
    "Brigade",
    "National Liberation Army",
    "National Army",
    "LNL",
    "GNU",
    "GNU forces",
    "GNA forces",
    "Fakhr Libya",
    "Zawiya",
    "Zawiyat al-Mahjub al-Sharqi",
    "Zaltan",
    "Nigeria",
    "Tunisia",
    "Tarhuna",
    # misspelt, and no other transliteration
    "trbb",
    "tidngs",
    "Tidings of Securety",
    "Libyan Natonal Army",
    "Libian National Army",
    "lnaa",
    "Zlten",
    "Misrta",
    "Mzrata",
    "x",
    "-",
    "'",
    "",
)


def resolved(name: str, text: str = REGISTRY, day: dt.date | None = None) -> str:
    return names.resolve(files.parse(text, "factions.yaml"), name, day)


@each(("name", "faction"), FORGIVEN.items())
def test_spelling_is_forgiven(name: str, faction: str) -> None:
    assert resolved(name) == faction


@each("name", NEVER)
def test_look_alikes_are_not_taken_for_each_other(name: str) -> None:
    with pytest.raises(NoSuchError):
        resolved(name)


@each(
    ("day", "faction"),
    [
        (dt.date(2017, 1, 1), "kani"),
        (dt.date(2019, 4, 30), "kani"),
        (dt.date(2019, 6, 1), "coast"),
        (dt.date(2030, 1, 1), "coast"),
    ],
)
def test_an_alias_with_a_time_answers_within_it(day: dt.date, faction: str) -> None:
    assert resolved("22nd brigade", day=day) == faction


@each(
    ("name", "day", "message"),
    [
        (
            "22nd Brigade",
            dt.date(2019, 5, 31),
            "no faction '22nd Brigade' on 2019-05-31; named so from 2017 to 2019-04: "
            "Kaniyat; from 2019-06: Coastal Guard; give a day of that time, or the id: "
            "kani, coast",
        ),
        (
            "tarhuna brigade",
            dt.date(2020, 5, 31),
            "no faction 'tarhuna brigade' on 2020-05-31; named so from 2020-06: Kaniyat; "
            "give a day of that time, or the id: kani",
        ),
    ],
)
def test_an_alias_asked_for_at_another_time_says_whose_it_was_and_when(
    name: str, day: dt.date, message: str
) -> None:
    with pytest.raises(NotThenError) as caught:
        resolved(name, day=day)

    assert str(caught.value) == message


def test_an_alias_that_two_had_at_different_times_wants_a_day() -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        resolved("22nd Brigade")

    message = "'22nd Brigade' fits 2: kani, coast; give the id of the one meant"
    assert str(caught.value) == message


@each(
    ("name", "message"),
    [
        ("Fakhr Libya", "no faction 'Fakhr Libya'; did you mean 'Fajr Libya'?"),
        (
            "8th Brigade",
            "no faction '8th Brigade'; did you mean '7th Brigade' or '9th Brigade'?",
        ),
        ("Niger Delta", "no faction 'Niger Delta'"),
        ("Libya Down", "no faction 'Libya Down'; did you mean 'Libya Dawn'?"),
        ("Misrtaa", "no faction 'Misrtaa'; did you mean 'Misrata'?"),
        ("Britain", "no faction 'Britain'"),
        ("", "no faction ''"),
        ("x" * 200, f"no faction '{'x' * 79}…'"),
    ],
)
def test_an_unknown_name_proposes_the_nearest(name: str, message: str) -> None:
    with pytest.raises(NoSuchError) as caught:
        resolved(name)

    assert str(caught.value) == message


def test_a_name_spelt_exactly_beats_one_that_is_only_alike() -> None:
    text = "factions:\n  a: {name: Al-Zawiya}\n  b: {name: Zawiya}\n"

    assert (resolved("al-zawiya", text), resolved("zawiya", text)) == ("a", "b")


def test_an_id_beats_the_name_of_another() -> None:
    text = "factions:\n  a: {name: Army, aliases: [Lna]}\n  lna: {name: National Army}\n"

    assert {resolved(name, text) for name in ("lna", "LNA", "Lna")} == {"lna"}


def test_the_command_line_exits_with_4_and_the_candidates(run: Run) -> None:
    text = REGISTRY.replace("since: 2019-06", "since: 2017-06")  # both on the day asked of

    result = run("show", "22nd Brigade", registry=text)

    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr == (
        "error: '22nd Brigade' fits 2: kani, coast; give the id of the one meant\n"
        "  kani: Kaniyat (alias 22nd Brigade, from 2017 to 2019-04)\n"
        "  coast: Coastal Guard (alias 22nd Brigade, from 2017-06)\n"
    )


def test_clashes_are_told_once_and_only_where_the_times_meet() -> None:
    text = """\
factions:
  a: {name: The Guard, aliases: [Guards]}
  b: {name: guard, aliases: [Guard, the guard]}
  c: {name: C, aliases: [{name: The Guard, until: 2012}, {name: Scouts, until: 2012}]}
  d: {name: D, aliases: [{name: Scouts, since: 2013}]}
"""
    clashes = names.clashes(files.parse(text, "factions.yaml"))

    assert [(later.id, earlier.id, name) for later, earlier, name in clashes] == [
        ("b", "a", "the guard"),
        ("c", "a", "The Guard"),
    ]


NAMES = st.sampled_from([*FORGIVEN, *NEVER, "22nd Brigade", "Tarhuna brigade"])
FACTIONS = re.findall(r"^  \S.*\n(?:    .*\n)*", REGISTRY, re.MULTILINE)
DAYS = st.none() | st.dates(dt.date(2011, 1, 1), dt.date(2022, 1, 1))


def outcome(name: str, text: str, day: dt.date | None) -> object:
    try:
        return resolved(name, text, day)
    except AmbiguousNameError as error:
        return sorted(str(error).partition(": ")[2].partition(";")[0].split(", "))
    except (NoSuchError, NotThenError):
        return None


@given(name=NAMES, day=DAYS)
def test_resolution_never_depends_on_case(name: str, day: dt.date | None) -> None:
    outcomes = {str(outcome(n, REGISTRY, day)) for n in (name, name.upper(), name.lower())}

    assert len(outcomes) == 1


@given(name=NAMES, day=DAYS, order=st.permutations(range(len(FACTIONS))))
def test_resolution_never_depends_on_the_order_of_the_file(
    name: str, day: dt.date | None, order: list[int]
) -> None:
    text = "factions:\n" + "".join(FACTIONS[place] for place in order)

    assert outcome(name, text, day) == outcome(name, REGISTRY, day)


@given(name=st.text(max_size=20))
def test_any_text_is_somebody_or_nobody(name: str) -> None:
    outcome(name, REGISTRY, None)
