"""Trade statistics of the user's own, from the forms in which offices hand them out, as rows."""

from ._flows import Flow, TradeFile
from ._open import open_trade
from ._rows import Proposed, propose_trade, read_concordance

__all__ = ["Flow", "Proposed", "TradeFile", "open_trade", "propose_trade", "read_concordance"]
