"""Watch folders, feeds and addresses: new articles go to their case, rules say what is told."""

from detente.watch._deliver import deliver, write_feed
from detente.watch._rules import Rule, load_rules
from detente.watch._watch import Outcome, watch_once

__all__ = ["Outcome", "Rule", "deliver", "load_rules", "watch_once", "write_feed"]
