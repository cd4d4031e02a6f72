"""A good is found by its id, its names, a customs code or a code of a control list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente._errors import DetenteError, UnknownCodeError
from detente.facts import good_card, load_facts

FACTS = load_facts()
NAMES = FACTS.good_names()


@given(st.sampled_from(FACTS.goods), st.sampled_from([str.upper, str.title, str.lower]))
def test_every_good_is_found_by_its_id_in_any_letters(good, letters):
    assert NAMES.one(letters(good.good)) == good
    assert NAMES.one(good.good.replace("-", " ")) == good


@given(st.sampled_from([(g, word) for g in FACTS.goods for word in (g.name, *g.aliases)]))
def test_every_name_leads_to_its_good(named):
    good, word = named
    assert good in NAMES.search(word)
    assert good in NAMES.several(word) or NAMES.is_one(word)


@given(
    st.sampled_from([(g, code) for g in FACTS.goods for code in g.hs6]),
    st.sampled_from(["{0}{1}", "{0}.{1}", "{0}.{1}.00.10", " {0}{1}0010 "]),
)
def test_a_customs_code_finds_all_goods_that_have_it_and_no_other(coded, form):
    good, code = coded
    found = NAMES.several(form.format(code[:4], code[4:]))
    assert good in found
    assert all(code in one.hs6 for one in found)


@given(st.sampled_from([(g, code) for g in FACTS.goods for code in g.eccn]))
def test_a_code_of_a_list_finds_its_goods_with_or_without_a_paragraph(listed):
    good, code = listed
    assert NAMES.several(f"{code.lower()}.b.1") == NAMES.several(code)
    assert good in NAMES.several(code)


def test_codes_that_cannot_tell_goods_apart_say_so():
    assert set(NAMES.sharing("helium")["280429"]) == {"neon", "krypton", "xenon"}
    assert {"gallium", "germanium", "niobium"} <= set(NAMES.sharing("indium")["811292"])
    assert NAMES.sharing("bauxite") == {}
    with pytest.raises(
        DetenteError, match=r"'8505\.11' stands for 2 goods: ndfeb-magnet, smco-mag"
    ):
        NAMES.one("8505.11")


def test_a_group_stands_for_its_goods_and_for_no_single_one():
    gases = {good.good for good in NAMES.several("noble gases")}
    assert gases == {"helium", "neon", "krypton", "xenon"}
    with pytest.raises(DetenteError, match="name one of them"):
        NAMES.one("noble-gases")


@pytest.mark.parametrize("word", ["tungstn", "9999.99", "9Z999", "", "  "])
def test_what_is_no_goods_names_the_nearest(word):
    with pytest.raises(UnknownCodeError, match=r"did you mean one of|none of the"):
        NAMES.one(word)


def test_the_goods_of_the_lists_are_there():
    """What of the European list of 2023 and the American of 2025 can be told by name."""
    european = [
        "aluminium",
        "bauxite",
        "coking-coal",
        "lithium",
        "phosphate-rock",
        "yellow-phosphorus",
        "antimony",
        "feldspar",
        "light-rare-earths",
        "scandium",
        "arsenic",
        "fluorspar",
        "magnesium",
        "silicon-metal",
        "barytes",
        "gallium",
        "manganese-ore",
        "strontium",
        "beryllium",
        "germanium",
        "graphite",
        "tantalum",
        "bismuth",
        "hafnium",
        "niobium",
        "titanium-sponge",
        "boron",
        "helium",
        "platinum",
        "tungsten",
        "cobalt",
        "dysprosium",
        "vanadium",
        "copper",
        "nickel",
    ]
    american = [
        "lead",
        "zinc",
        "silver",
        "tin",
        "chromite",
        "rhenium",
        "rhodium",
        "ruthenium",
        "iridium",
        "palladium",
        "potash",
        "natural-uranium",
        "zirconium",
        "indium",
        "tellurium",
        "caesium",
        "rubidium",
        "erbium",
        "europium",
        "gadolinium",
        "holmium",
        "lutetium",
        "samarium",
        "terbium",
        "thulium",
        "ytterbium",
        "yttrium",
    ]
    known = {good.good for good in FACTS.goods}
    assert [good for good in (*european, *american) if good not in known] == []
    assert len(known) >= 85


@pytest.mark.parametrize("good", FACTS.goods, ids=lambda row: row.good)
def test_what_is_known_of_a_good_can_be_shown(good):
    card = good_card(good, FACTS, NAMES)
    assert card["suppliers"]
    assert card["users"] or card["inputs"]
    assert sum(part["all"] for part in card["evidence"]) == card["figures"]["all"]
    for rows in ("suppliers", "users", "dependence", "trade", "parameters"):
        assert all(row["low"] <= row["central"] <= row["high"] for row in card[rows])
