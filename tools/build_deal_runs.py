"""Cost the bargains and failed talks of the record: src/detente/deal/record/data/record_runs.json.

usage: python tools/build_deal_runs.py [ID ...]    (six minutes of processor time; or those named)

Run it when the engine, the register or the terms change; values of controls may change without it.
"""

import json
import sys
import time

from detente._errors import ImpactError
from detente.controls import Register, Standoff, TabledControl
from detente.deal import RUNS_FILE as OUT
from detente.deal import matters, runs_as_dict
from detente.deal.record.cases import record_standoff
from detente.deal.record.runs import terms_mark
from detente.facts import load_facts
from detente.impact import LossRuns, loss_runs, simulate
from detente.world import World

DAYS, DRAWS, SEED = 180, 32, 0


def _fault(standoff: Standoff, entry: TabledControl) -> str:
    """Why a control cannot be costed alone; empty if it can."""
    alone = standoff.model_copy(update={"controls": [entry]})
    try:
        simulate(alone, days=DAYS, draws=1, seed=SEED, exact=True)
    except ImpactError as error:
        return str(error).split("; ")[0]
    return ""


def _with_faults(standoff: Standoff) -> Standoff:
    """The standoff with a reason beside each control that cannot be costed."""
    entries = [
        entry.model_copy(update={"not_costed": entry.not_costed or _fault(standoff, entry)})
        for entry in standoff.controls
    ]
    return standoff.model_copy(update={"controls": entries})


def _costed(standoff: Standoff) -> tuple[Standoff, LossRuns | None]:
    """The standoff and its losses; without losses where nothing on it can be costed."""
    if all(entry.not_costed for entry in standoff.controls):
        return standoff, None
    try:
        impact = simulate(standoff.costed(), days=DAYS, draws=DRAWS, seed=SEED, exact=True)
    except ImpactError:
        said = _with_faults(standoff)
        if [e.not_costed for e in said.controls] == [e.not_costed for e in standoff.controls]:
            raise
        return _costed(said)
    return standoff, loss_runs(impact)


def main() -> None:
    """Cost every matter, or those named, and write the file."""
    facts, register = load_facts(), Register.load()
    World.load()
    wanted = sys.argv[1:]
    kept: dict[str, object] = {}
    if OUT.exists():
        kept = json.loads(OUT.read_text("utf-8"))["matters"]
    found = matters(facts)
    kept = {one.id: kept[one.id] for one in found if one.id in kept}
    for matter in found:
        if wanted and matter.id not in wanted:
            continue
        start = time.process_time()
        asked = record_standoff(matter, facts, register)
        standoff, runs = _costed(asked)
        left = {e.control: e.not_costed for e in standoff.controls if e.not_costed}
        kept[matter.id] = {
            "mark": terms_mark(asked),
            "besides": [e.control for e in asked.controls if e.control not in matter.controls],
            "not_costed": left,
            "runs": None if runs is None else runs_as_dict(runs),
        }
        print(f"{matter.id}: {time.process_time() - start:.1f} s", *left.items(), flush=True)
        whole = {"days": DAYS, "draws": DRAWS, "seed": SEED, "matters": dict(sorted(kept.items()))}
        OUT.parent.mkdir(exist_ok=True)
        OUT.write_text(json.dumps(whole, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
