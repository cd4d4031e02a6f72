"""Linking: which rows of the register an article speaks of, by evidence and by competition."""

from detente.reading.standoff.linking._candidates import freshness
from detente.reading.standoff.linking._cues import cues_of
from detente.reading.standoff.linking._link import Linked, Linking, link
from detente.reading.standoff.linking._passages import named_goods
from detente.reading.standoff.linking._proposals import propose
from detente.reading.standoff.linking._review import Candidate, candidates_of, label_of
from detente.reading.standoff.linking._role import Role
from detente.reading.standoff.linking._sides import aims_inside, bloc_members, sides_of

__all__ = [
    "Candidate",
    "Linked",
    "Linking",
    "Role",
    "aims_inside",
    "bloc_members",
    "candidates_of",
    "cues_of",
    "freshness",
    "label_of",
    "link",
    "named_goods",
    "propose",
    "sides_of",
]
