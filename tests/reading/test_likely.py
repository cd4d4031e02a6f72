"""Offers that the signs of a clause make likely, and what no sign makes one."""

import json
from pathlib import Path

import pytest

from detente.facts.reading_tables import load_clause_weights
from detente.reading import Reading, read_text
from detente.reading.english.offers.likely import FEW, LEAST, chances

OPENINGS = Path(__file__).resolve().parents[1] / "openings" / "openings.jsonl"
NEWS = (
    "THE HAGUE, Nov 19 - The Dutch government suspended its order on Nexperia on Wednesday, days "
    "after Chinese officials allowed the first shipments of chips to leave Dongguan."
)


def test_an_offer_by_its_signs_says_how_likely_it_is():
    (offer,) = read_text(NEWS, on="2025-11-19").offers
    assert "suspended its order" in offer.gives[0].span.text
    assert offer.gives[0].actor == "NLD"
    assert offer.strength == "done"
    assert LEAST <= offer.chance <= 1.0


def test_only_such_an_offer_has_a_chance_in_the_json():
    likely = read_text(NEWS, on="2025-11-19")
    (row,) = likely.to_dict()["offers"]
    assert row["chance"] == likely.offers[0].chance
    assert Reading.from_json(likely.to_json()).offers == likely.offers
    ruled = read_text("China will lift its ban on gallium, its minister said.", on="2025-11-19")
    assert "chance" not in ruled.to_dict()["offers"][0]


@pytest.mark.parametrize(
    "text",
    [
        "The minister dismissed allegations that Malaysia will allow exports of rare earths.",
        "The decision to lift the ban on gallium is seen as a relief for buyers in Japan.",
        "Exporters must apply for licences to ship holmium, China's commerce ministry said.",
        "China's commerce ministry said exporters shall apply to it for a licence to ship holmium.",
        "Export of sugar is allowed only with a permit, the directorate in Delhi said.",
        "The ministry granted export licences to three magnet makers in 2019. Ford made cars.",
        "Jakarta will not lift its ban on nickel ore, the minister said.",
        "The United States would rather lose the market than lift its chip controls, he said.",
        "It is doubtful that Beijing will lift the ban on gallium, analysts said.",
        "China has stopped short of offering to lift the curbs on magnets.",
        "China has yet to approve a single licence for gallium.",
        "Few believe that China will relax its licensing of magnets.",
        "China's vice premier vowed to keep the ban on gallium in place.",
    ],
)
def test_what_is_denied_presupposed_bound_or_old_is_none_however_likely(text):
    assert not read_text(text, on="2025-11-12").offers


def test_signs_add_up():
    nothing = sum(chances(()))
    lifting = chances(("lemma=lift", "aux=will", "object=ban", "object.is=control_noun"))
    asking = chances(("lemma=lift", "above=xcomp>urge", "object.is=control_noun"))
    assert nothing < FEW < sum(lifting)
    assert lifting[0] > lifting[1]
    assert asking[1] / asking[0] > lifting[1] / lifting[0]


def test_every_weight_is_of_a_sign_once():
    rows = load_clause_weights()
    assert rows[0].sign == "constant"
    assert len({row.sign for row in rows}) == len(rows) > 1000


def test_labels_of_openings_stand_in_their_texts():
    rows = [json.loads(line) for line in OPENINGS.read_text(encoding="utf-8").splitlines()]
    assert len({row["id"] for row in rows}) == len(rows) > 300
    for row in rows:
        words = [w for o in row["offers"] for side in ("gives", "gets") for w in o.get(side, [])]
        assert all(w in row["text"] for w in [*words, *row["exclusions"]]), row["id"]
