"""``detente controls``: the register."""

from detente.cli._common import on_date, print_json

__all__ = ["controls"]


def controls(
    *,
    on: str | None = None,
    imposer: str | None = None,
    target: str | None = None,
    good: str | None = None,
    json: bool = False,
) -> None:
    """List controls, those in force on a day or all that are known.

    Parameters
    ----------
    on
        Day, YYYY-MM-DD; keeps what is in force, suspended, announced or of unknown status then.
    imposer
        ISO3 of the government that imposes.
    target
        ISO3 of a destination.
    good
        A good or group of goods: id, name, customs code or code of a list (detente goods).
    json
        Print JSON.
    """
    from rich.console import Console
    from rich.table import Column, Table

    from detente.controls import LISTED, Register, control_row

    day = on_date(on)
    found = Register.load().query(
        on=day, statuses=LISTED, imposer=imposer, target=target, good=good
    )
    if json:
        print_json([control_row(control, day) for control in found])
        return
    table = Table(Column("id", no_wrap=True), "control", "goods", Column("since", no_wrap=True))
    for control in found:
        status = str(control.status(day)) if day else f"to {control.lifted or 'open'}"
        aimed = f"{control.imposer} → {' '.join(control.targets)}"
        table.add_row(
            f"{control.id}\n{aimed if len(aimed) < 20 else control.imposer}",
            control.name,
            ", ".join(control.goods),
            f"{control.effective or control.announced or '-'}\n{status}",
        )
    console = Console()
    console.print(table)
    console.print(f"{len(found)} controls" + (f" on {day}" if day else ""), highlight=False)
