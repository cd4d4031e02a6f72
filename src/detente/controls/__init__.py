"""The rules: controls, the register of all of them, and standoffs built from them."""

from detente.controls._agreement import Agreement, Given
from detente.controls._changes import Change, changes_since, history
from detente.controls._control import Control, IntensityPoint, Range, on_path
from detente.controls._course import course_words, followed_to, known_course
from detente.controls._entries import entry_of, unexplained_entry
from detente.controls._figures import Figure, Origin, PathPoint, Span
from detente.controls._from_register import standoff_from_register
from detente.controls._ledger import Kind as LedgerKind
from detente.controls._ledger import LedgerEntry, Link, Proposal
from detente.controls._ledger import Outcome as LedgerOutcome
from detente.controls._naming import in_sentence, with_article
from detente.controls._own_names import own_names
from detente.controls._register import Reach, Register
from detente.controls._rows import LISTED, control_row, state_words, today
from detente.controls._standoff import ClockMark, Mandate, Party, RedLine, Standoff, Step
from detente.controls._state import Check, End, State, Status, day_words
from detente.controls._tabled import TabledControl, TabledIssue
from detente.controls._worth import BY_CLASS, default_rows, shift_names, worth_of

__all__ = [
    "BY_CLASS",
    "LISTED",
    "Agreement",
    "Change",
    "Check",
    "ClockMark",
    "Control",
    "End",
    "Figure",
    "Given",
    "IntensityPoint",
    "LedgerEntry",
    "LedgerKind",
    "LedgerOutcome",
    "Link",
    "Mandate",
    "Origin",
    "Party",
    "PathPoint",
    "Proposal",
    "Range",
    "Reach",
    "RedLine",
    "Register",
    "Span",
    "Standoff",
    "State",
    "Status",
    "Step",
    "TabledControl",
    "TabledIssue",
    "changes_since",
    "control_row",
    "course_words",
    "day_words",
    "default_rows",
    "entry_of",
    "followed_to",
    "history",
    "in_sentence",
    "known_course",
    "on_path",
    "own_names",
    "shift_names",
    "standoff_from_register",
    "state_words",
    "today",
    "unexplained_entry",
    "with_article",
    "worth_of",
]
