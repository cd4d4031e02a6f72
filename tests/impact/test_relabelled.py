"""Labels, orders and repetitions that mean the same change no figure and no range."""

import random
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente._errors import StandoffError
from detente.controls import Standoff, own_names, standoff_from_register
from detente.deal import bargain, stakes_of
from detente.impact import loss_runs, simulate

IDS = ("CN-2025-18", "US-2025-EDA", "US-2025-ethane")


@cache
def plain():
    """Three rules, the last of which is in no register, as plain data."""
    found = standoff_from_register(IDS, on=None, target=None).model_dump(mode="json")
    found["controls"][2] |= {"control": "ethane of ours", "register_ids": []}
    return found


def changed(draw):
    """The same standoff under other labels, in another order, with goods and ids said twice."""
    found = Standoff.model_validate(plain()).model_dump(mode="json")
    labels = {}
    for entry in found["controls"]:
        old = entry["control"]
        entry["control"] = labels[old] = draw.choice(
            [old, f"rule {draw.randrange(10**6)}", f"{draw.choice('aZ0')}-{old[::-1]}"]
        )
        for name in ("goods", "register_ids"):
            entry[name] = draw.sample(entry[name], len(entry[name]))
            entry[name] += entry[name][: draw.randrange(2)]
    draw.shuffle(found["controls"])
    draw.shuffle(found["parties"])
    return Standoff.model_validate(found), labels


@cache
def figures(standoff_json):
    standoff = Standoff.from_json_text(standoff_json)
    impact = simulate(standoff, days=31, draws=2)
    runs = loss_runs(impact)
    deals = bargain(runs, stakes_of(standoff), seed=0)
    return impact, runs, deals


def check(made, labels):
    impact, runs, deals = figures(Standoff.model_validate(plain()).model_dump_json())
    other, its_runs, its_deals = figures(made.model_dump_json())
    for party in ("USA", "CHN"):
        for old, new in [*labels.items(), ("together", "together")]:
            np.testing.assert_allclose(
                other.draws(party, new), impact.draws(party, old), rtol=1e-9, atol=1e-12
            )
    columns = [its_runs.controls.index(labels[name]) for name in runs.controls]
    assert (its_runs.held_out[:, columns] == runs.held_out).all()
    assert its_deals.share_of_draws == pytest.approx(deals.share_of_draws, abs=1e-12)
    assert its_deals.accepted == deals.accepted
    for name in ("nash", "kalai_smorodinsky", "equal_gains"):
        one, two = getattr(deals, name), getattr(its_deals, name)
        assert (one is None) == (two is None)
        if one is not None:
            renamed = {labels[key]: share for key, share in one.easings.items()}
            assert dict(two.easings) == pytest.approx(renamed, abs=1e-5)


def test_labels_orders_and_repetitions_change_no_figure_and_no_range():
    check(*changed(random.Random(0)))


@given(st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_a_control_is_called_the_same_whatever_its_label_and_place(draw):
    made, labels = changed(draw)
    before = own_names(Standoff.model_validate(plain()).controls)
    after = own_names(made.controls)
    assert {labels[old]: own for old, own in before.items()} == after


@given(st.integers(2, 4), st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_controls_that_are_alike_are_still_told_apart(count, draw):
    entry = Standoff.model_validate(plain()).controls[2]
    alike = [entry.model_copy(update={"control": f"c{n}"}) for n in range(count)]
    draw.shuffle(alike)
    assert len(set(own_names(alike).values())) == count


@given(st.sampled_from(["together", "lifted", "by USA", "by CHN", " ", ""]))
def test_reserved_words_are_reserved(word):
    found = Standoff.model_validate(plain()).model_dump(mode="json")
    found["controls"][0]["control"] = word
    with pytest.raises(StandoffError, match="call it otherwise"):
        Standoff.from_json_text(Standoff.model_construct(**found).model_dump_json(warnings=False))


def test_a_party_is_named_once():
    found = Standoff.model_validate(plain())
    text = found.model_copy(update={"parties": [*found.parties, found.parties[0]]}).to_toml()
    with pytest.raises(StandoffError, match="named twice"):
        Standoff.from_toml_text(text)
