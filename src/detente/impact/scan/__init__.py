"""Scans: every export cut off, ranked by what it costs whom; here or on a Dask cluster."""

from detente.impact.scan._cuts import EACH, WORLD, Cut
from detente.impact.scan._pool import check_where, run_blocks
from detente.impact.scan._scan import Found, Scan, scan
from detente.impact.scan._store import Store, fingerprint

__all__ = [
    "EACH",
    "WORLD",
    "Cut",
    "Found",
    "Scan",
    "Store",
    "check_where",
    "fingerprint",
    "run_blocks",
    "scan",
]
