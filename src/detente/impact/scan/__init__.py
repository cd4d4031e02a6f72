"""Scans: every export cut off, ranked by what it costs whom; here or on a Dask cluster."""

from detente.impact.scan._cuts import EACH, WORLD, Cut, all_cuts, good_cuts
from detente.impact.scan._pool import check_where, run_blocks
from detente.impact.scan._scan import Found, Scan, scan
from detente.impact.scan._static import static_losses
from detente.impact.scan._store import Store, fingerprint

__all__ = [
    "EACH",
    "WORLD",
    "Cut",
    "Found",
    "Scan",
    "Store",
    "all_cuts",
    "check_where",
    "fingerprint",
    "good_cuts",
    "run_blocks",
    "scan",
    "static_losses",
]
