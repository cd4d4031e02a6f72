"""``detente deal``: the trades that all sides would accept, and who would keep them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from detente._errors import DetenteError
from detente.cli._cases import sources_of
from detente.cli._common import on_date, print_json, progress, writable, write_text
from detente.cli._options import Days, Draws, Exact, Quiet, Seed, Sources, Target, foretell
from detente.cli._sources import case_of

if TYPE_CHECKING:
    from rich.console import Console

    from detente.brief.view import View
    from detente.controls import Standoff
    from detente.deal import Appraisal, Signed, Standing
    from detente.deal.shape.keeping import Schedule
    from detente.impact import Impact

__all__ = ["deal"]

WIDEST = 120


def deal(  # noqa: PLR0913 - one option each
    *sources: Sources,
    case: str | None = None,
    on: str | None = None,
    target: Target = None,
    disagreement: str = "status-quo",
    package: list[str] | None = None,
    signed: Path | None = None,
    days: Days = 180,
    draws: Draws = 32,
    seed: Seed = 0,
    accept_error: bool = False,
    exact: Exact = False,
    html: Path | None = None,
    json: bool = False,
    quiet: Quiet = False,
) -> None:
    """Find packages of easings that every party accepts, and say who would keep them.

    Parameters
    ----------
    sources
        As of detente simulate: a standoff TOML, an article, -, or ids of the register; the packaged
        example if not given.
    case
        A packaged case instead: london or busan.
    on
        Day as of which controls are looked up, YYYY-MM-DD.
    disagreement
        What happens without a deal: status-quo, control-game (each sets its own controls to suit
        itself), escalation (each tightens as far as it can) or tax-war (each adds its best export
        taxes on the sectors it controls, in the long run).
    package
        Only hold this package against what the parties value, such as
        CN-2025-18=0.7,US-2025-EDA; a control without a share is lifted. May be repeated.
    signed
        A deal that is signed, as TOML: how it stands on --on (today if not given) instead.
    accept_error
        Bargain even if the loss surface misses held-out runs by more than its bound.
    html
        Also write a page with the pictures to this file.
    json
        Print the deals object of detente.brief/1 (or the appraisal of --package).
    """
    from rich.console import Console

    from detente.deal import DisagreementKind, Rules, bargain_over
    from detente.impact import simulate

    if signed is not None:
        if sources or case or package or target or html is not None or disagreement != "status-quo":
            raise DetenteError("--signed asks about a deal alone: only --on and --json go with it")
        _signed(signed, on, Console(highlight=False), json=json)
        return
    kinds = get_args(DisagreementKind)
    if disagreement not in kinds:
        raise DetenteError(f"--disagreement {disagreement}: give one of {', '.join(kinds)}")
    if html is not None:
        writable(html, ".html", ".htm")
    easings = None if package is None else _easings(",".join(package))
    if easings is not None and (html is not None or disagreement != "status-quo"):
        raise DetenteError("--package is held against today alone: leave out the other options")
    standoff = case_of(sources_of(sources, case), on_date(on), target)
    foretell(standoff, days=days, draws=draws, packages=True, quiet=quiet)
    with progress("what each control costs", quiet=quiet) as tell:
        impact = simulate(
            standoff, days=days, draws=draws, seed=seed, progress=tell, exact=exact, packages=True
        )
    console = Console(highlight=False)
    if easings is not None:
        _appraise(standoff, impact, easings, console, json=json, quiet=quiet)
        return
    with progress("which trades all accept", quiet=quiet) as tell:
        deals = bargain_over(
            standoff,
            impact=impact,
            rules=Rules(accept_error=accept_error),
            disagreement=disagreement,  # type: ignore[arg-type]  # checked above
            progress=tell,
        )
    from detente.brief.brief import rounded
    from detente.brief.deal import deal_view, render_deal
    from detente.brief.payload import deals_payload, standoff_payload

    payload, table = rounded(deals_payload(deals)), standoff_payload(standoff, impact.study.facts)
    if html is not None:
        words = deals.disagreement.words
        write_text(html, render_deal(table, payload, impact.manifest(), disagreement=words))
    if json:
        print_json(payload)
        return
    _say(deal_view(table, payload), console)
    if html is not None:
        console.print(f"\nWritten: {html}", markup=False, soft_wrap=True)


def _signed(path: Path, on: str | None, console: "Console", *, json: bool) -> None:
    """Say how a signed deal stands, with the base rate beside each chance."""
    import datetime as dt

    from detente.deal import Signed, standing
    from detente.facts import load_facts

    deal = Signed.from_toml(path)
    day = on_date(on) or dt.datetime.now(tz=dt.UTC).date()
    found = standing(deal, load_facts(), day)
    if json:
        print_json(
            {
                "schema": "detente.signed/1",
                "deal": deal.model_dump(mode="json"),
                **found.model_dump(mode="json", exclude={"outlook"}),
                "outlook": None if found.outlook is None else found.outlook.as_dict(),
            }
        )
        return
    for line in _standing(deal, found):
        console.print(line, markup=False)


def _standing(deal: "Signed", found: "Standing") -> list[str]:
    from detente.say import per_cent

    said = [f"{deal.name}, signed {deal.signed}, on {found.on}:"]
    said.append(
        f"- First breach: {found.strict_broken}."
        if found.strict_broken
        else "- No breach and no new like measure is given."
    )
    if found.core_ended:
        said.append(f"- The traded easings are over: {found.core_ended}.")
    if found.outlook is not None:
        for month, core, kept in zip(
            found.outlook.months, found.outlook.core, found.outlook.strict, strict=True
        ):
            line = f"- In {month:.0f} months: easings in force {per_cent(core.central)} "
            line += f"({per_cent(core.low)} to {per_cent(core.high)})"
            line += (
                ""
                if found.strict_broken
                else (
                    f"; no breach or new like measure {per_cent(kept.central)} "
                    f"({per_cent(kept.low)} to {per_cent(kept.high)})"
                )
            )
            said.append(line)
        said.append(found.outlook.words)
    said += [f"- In the register as {t.control}: {t.party}, {t.words}" for t in found.costed]
    said += [f"- Not costed: {t.party}, {t.words} ({t.kind})" for t in found.not_costed]
    said += [f"- Watch {w.date or 'always'}: {w.words}" for w in found.watch]
    return said


def _easings(package: str) -> dict[str, float]:
    """Read ``ID=share,ID``."""
    easings: dict[str, float] = {}
    for part in package.split(","):
        name, sign, share = part.strip().partition("=")
        if name in easings:
            raise DetenteError(f"--package: {name} comes twice; give it one share")
        try:
            easings[name] = float(share) if sign else 1.0
        except ValueError:
            raise DetenteError(
                f"--package: {share!r} is no share of {name}; write {name}=0.7, say"
            ) from None
    return easings


def _appraise(
    standoff: "Standoff",
    impact: "Impact",
    easings: dict[str, float],
    console: "Console",
    *,
    json: bool,
    quiet: bool,
) -> None:
    from detente.controls import with_article
    from detente.deal import appraise_over

    with progress("what the package brings", quiet=quiet) as tell:
        found = appraise_over(standoff, easings, impact=impact, progress=tell)
    if json:
        print_json(found.as_dict())
        return
    names = {party.party: with_article(party.name) for party in standoff.parties}
    for line in _appraisal(found, names):
        console.print(line, markup=False)


def _appraisal(found: "Appraisal", names: dict[str, str]) -> list[str]:
    from detente.say import money

    said = [found.package.words]
    if found.crossed:
        said.append(f"It crosses a red line: {', '.join(found.crossed)}.")
    if found.missed:
        said.append(f"It gives less than a mandate asks for: {', '.join(found.missed)}.")
    said += [
        f"To accept it, {names[party]} would need {money(short)} a month more."
        for party, short in found.short.items()
        if short > 0
    ]
    if found.accepted:
        said.append("All accept it at central values.")
    return [*said, *(f"- {limit.words}" for limit in found.limits)]


def _say(view: "View", console: "Console") -> None:
    """Print packages, conditions, schedule, and who keeps it."""
    from rich.text import Text

    from detente.brief.deal import deal_answer
    from detente.brief.html import worth_knowing
    from detente.brief.terminal import deals_tables
    from detente.say import clean

    deals, width = view.deals, min(console.width, WIDEST)

    def part(title: str, lines: list[str]) -> None:
        if lines:
            console.print()
            console.print(Text(title, style="bold"))
        for line in lines:
            console.print(Text(clean(line)), width=width)

    answer = dict(deal_answer(view))
    console.print(Text(answer.pop("Is there a deal")), width=width)
    answer.pop("The balanced one", None)
    for table in deals_tables(view):
        console.print()
        console.print(table, width=width)
    part(
        "What it would take",
        [answer.pop("What it would take")] if "What it would take" in answer else [],
    )
    part("A deal exists if", [f"- {row['words']}" for row in deals["exists_if"]])
    if deals["schedule"]:
        console.print()
        console.print(_schedule(view, deals["schedule"]), width=width)
        console.print(Text(answer.pop("Who moves when")), width=width)
    breaks, risk = deals["breaks_first"], deals["breakdown_risk"]
    part("Breaks first", [f"- {one['words']}" for one in breaks["promises"]] if breaks else [])
    part("Risk", [risk["words"]] if risk else [])
    part("Worth knowing", [f"- {row['words']}" for row in worth_knowing(view)])
    part("Notes", [f"- {note}" for note in deals["notes"]])


def _schedule(view: "View", schedule: "Schedule") -> Any:  # noqa: ANN401 - a rich table
    from detente.brief.charts import ladder_steps, rung_share
    from detente.brief.terminal import plain_table

    rows = [
        (
            f"{rung['step']}" if first else "",
            date if first else "",
            view.party(rung["party"]),
            view.control(rung["control"]),
            rung_share(rung),
        )
        for date, rungs in ladder_steps(schedule)
        for first, rung in ((at == 0, rung) for at, rung in enumerate(rungs))
    ]
    return plain_table("Who moves when", ("Step", "Date", "Who", "Control", "Eased>"), rows)
