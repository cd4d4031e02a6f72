"""Firm networks: who stops when a firm stops, and the systemic-risk index of each."""

from detente.impact.firms._network import FirmNetwork
from detente.impact.firms._read import read_groups, read_network
from detente.impact.firms._scan import firm_scan
from detente.impact.firms._systemic_risk import SystemicRisk, systemic_risk

__all__ = [
    "FirmNetwork",
    "SystemicRisk",
    "firm_scan",
    "read_groups",
    "read_network",
    "systemic_risk",
]
