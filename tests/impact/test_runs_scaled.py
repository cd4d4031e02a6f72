"""Draws brought to the central losses of the design: scaled, or shifted where there is none."""

import numpy as np
import pytest

from detente.impact._runs import _scaled


def test_the_central_draw_becomes_the_central_loss():
    draws = np.array([[[2.0, 1.0, 4.0]], [[0.0, 0.0, 3.0]], [[1e-6, 0.0, 2.0]]])
    central = np.array([[1.0], [0.5], [0.02]])
    assert _scaled(draws, central)[..., 0] == pytest.approx(central)


def test_a_known_loss_scales():
    assert _scaled(np.array([2.0, 1.0, 4.0]), np.array(1.0)) == pytest.approx([1.0, 0.5, 2.0])


def test_next_to_nothing_is_shifted_not_blown_up():
    draws = np.array([0.0004, 0.0, 1.98])
    assert _scaled(draws, np.array(0.015)) == pytest.approx([0.015, 0.0146, 1.9946])
