"""The rules: controls, the register of all of them, and standoffs built from them."""

from detente.controls._agreement import Agreement, Given
from detente.controls._control import Control, IntensityPoint, Range, Status
from detente.controls._from_register import standoff_from_register
from detente.controls._ledger import LedgerEntry, Proposal
from detente.controls._naming import in_sentence, with_article
from detente.controls._register import Register
from detente.controls._rows import LISTED, control_row
from detente.controls._standoff import (
    ClockMark,
    Mandate,
    Party,
    RedLine,
    Standoff,
    Step,
)
from detente.controls._tabled import Figure, Origin, Span, TabledControl, TabledIssue
from detente.controls._worth import BY_CLASS, Worth, default_rows, worth_of

__all__ = [
    "BY_CLASS",
    "LISTED",
    "Agreement",
    "ClockMark",
    "Control",
    "Figure",
    "Given",
    "IntensityPoint",
    "LedgerEntry",
    "Mandate",
    "Origin",
    "Party",
    "Proposal",
    "Range",
    "RedLine",
    "Register",
    "Span",
    "Standoff",
    "Status",
    "Step",
    "TabledControl",
    "TabledIssue",
    "Worth",
    "control_row",
    "default_rows",
    "in_sentence",
    "standoff_from_register",
    "with_article",
    "worth_of",
]
