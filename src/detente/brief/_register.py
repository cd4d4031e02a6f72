"""To what day the register reaches for a standoff, and which sources were checked when."""

from typing import Any

from detente._days import iso
from detente.controls import Register, Standoff
from detente.facts import Facts

__all__ = ["register_payload"]


def register_payload(standoff: Standoff, register: Register, facts: Facts) -> dict[str, Any]:
    """Return the ``register`` object."""
    reach = register.reaches(*(party.party for party in standoff.parties))
    checks = {}
    ids = standoff.register_ids()
    for check in sorted(c for name in ids if (c := register.get(name).checked) is not None):
        checks[check.source] = check.on
    return {
        "reaches": iso(reach.to),
        "standoff_is_later": reach.to is not None and standoff.on > reach.to,
        "sources": [
            {"id": name, "title": facts.source(name).title, "checked": on.isoformat()}
            for name, on in sorted(checks.items(), key=lambda item: (-item[1].toordinal(), item[0]))
        ],
    }
