"""Tests of the engines compute every run anew."""

import os

import pytest


@pytest.fixture(scope="package", autouse=True)
def _nothing_kept():
    """Switch the store of runs off."""
    before = os.environ["DETENTE_STORE"]
    os.environ["DETENTE_STORE"] = "off"
    yield
    os.environ["DETENTE_STORE"] = before
