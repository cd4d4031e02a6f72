"""What a control on the table is called by itself, whatever its label: for streams of draws."""

from collections import Counter
from collections.abc import Iterable

from detente.controls._tabled import TabledControl

__all__ = ["own_names"]


def own_names(entries: Iterable[TabledControl]) -> dict[str, str]:
    """Name each control by what it is, so that draws do not hang on labels or on the order.

    Returns
    -------
    dict
        By label: the register's id, or whose control it is, towards whom, on what and since when.
        Controls that this does not tell apart add what they block, and then their place in the
        list.
    """
    entries = list(entries)
    names = {entry.control: _rule(entry) for entry in entries}
    for further in (_reach, _blocks):
        often = Counter(names.values())
        for entry in entries:
            if often[names[entry.control]] > 1:
                names[entry.control] += further(entry)
    often = Counter(names.values())
    seen: Counter[str] = Counter()
    for label, name in names.items():
        seen[name] += 1
        if often[name] > 1:
            names[label] = f"{name} {seen[name]}"
    return names


def _rule(entry: TabledControl) -> str:
    """The register's ids, else what the control is."""
    return " ".join(sorted(set(entry.register_ids))) or f"rule{_reach(entry)}"


def _reach(entry: TabledControl) -> str:
    goods = "+".join(sorted(set(entry.goods)))
    return f" {entry.imposer} {entry.target} {entry.instrument} {goods} {entry.effective}"


def _blocks(entry: TabledControl) -> str:
    one = entry.intensity
    return f" {one.low:g} {one.central:g} {one.high:g}"
