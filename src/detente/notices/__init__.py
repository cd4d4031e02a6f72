"""Official notices: what they say, proposed rows of the register, and what a person accepts.

Nothing is merged silently: `read_notices` reads files, `propose` holds them against the register,
and `accept` writes what a person names into a folder of their own.
"""

from detente._errors import NoticeError
from detente.notices._accept import ENTITY_COLUMNS, Accepted, accept
from detente.notices._diff import Change
from detente.notices._importers import Importer
from detente.notices._notice import Act, Found, NamedEntity, Notice, Passage, Phase, Reference, Sign
from detente.notices._open import Reading, read_notices
from detente.notices._proposal import ProposedRow, propose

__all__ = [
    "ENTITY_COLUMNS",
    "Accepted",
    "Act",
    "Change",
    "Found",
    "Importer",
    "NamedEntity",
    "Notice",
    "NoticeError",
    "Passage",
    "Phase",
    "ProposedRow",
    "Reading",
    "Reference",
    "Sign",
    "accept",
    "propose",
    "read_notices",
]
