"""Assumptions on trust for small games."""

import datetime as dt

import numpy as np
from deal_games import random_game, toy

from detente.controls import Range
from detente.deal import Game, LossSurface
from detente.deal.keeping.trust import Keeping


def wide(value, factor=2.0):
    return Range(low=value / factor, central=value, high=value * factor)


def keeping(parties, **changes):
    values = {
        "on": dt.date(2025, 6, 10),
        "discount": {party: wide(0.01) for party in parties},
        "hazard": wide(0.15),
        "stubborn": wide(0.1),
        "detection": {party: wide(15.0) for party in parties},
        "response": {party: wide(10.0) for party in parties},
        "punishment": wide(180.0),
        "stake": {party: wide(0.2) for party in parties},
        "bluff": {"*": wide(0.1)},
        "rebuild": Range(low=1.1, central=1.2, high=1.3),
    }
    return Keeping(**(values | changes))


def build(runs, stakes, *, draws=200, seed=0):
    surface = LossSurface.fit(runs)
    return Game.build(runs, surface, stakes, rng=np.random.default_rng(seed), draws=draws)


def toy_game(**options):
    return build(*toy(), **options)


def some_game(seed, **options):
    draws = options.pop("draws", 200)
    return build(*random_game(seed, **options), draws=draws)
