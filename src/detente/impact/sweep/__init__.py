"""Sweeps: which uncertain inputs drive a result, by Sobol indices; here or on a Dask cluster."""

from detente.impact.sweep._sobol import Index, Sobol
from detente.impact.sweep._sweep import Sweep, sweep

__all__ = ["Index", "Sobol", "Sweep", "sweep"]
