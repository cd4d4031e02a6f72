"""From a reading and the register to a standoff."""

from detente.reading.standoff._joined import joined
from detente.reading.standoff._standoff import ledger, review, standoff
from detente.reading.standoff.linking import Candidate

__all__ = ["Candidate", "joined", "ledger", "review", "standoff"]
