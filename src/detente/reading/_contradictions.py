"""Where an article says two things that cannot both hold: eased and off the table."""

from dataclasses import dataclass

from detente.reading._records import Exclusion, Reading, Statement

__all__ = ["Contradiction", "contradictions"]

_FIRM = frozenset({"done", "pledged", "expected", "willing"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A statement that eases a control, and an exclusion that keeps it, of one side."""

    statement: Statement
    exclusion: Exclusion
    same_speaker: bool


def contradictions(reading: Reading) -> tuple[Contradiction, ...]:
    """Find statements that ease what an exclusion of the same side takes off the table.

    Both are kept in the reading; this only sets them side by side.

    Parameters
    ----------
    reading
        What :func:`detente.reading.read` returned.

    Returns
    -------
    tuple of Contradiction
        In the order of the text. A statement on a side's controls in general (*any export
        controls will be eased*) stands against each exclusion of that side.
    """
    imposers = {control.id: control.imposer for control in reading.controls}
    general = {c.id for c in reading.controls if not reading.goods.get(c.id) or c.tier is None}
    found: list[Contradiction] = []
    for statement in reading.statements:
        if statement.polarity != "ease" or statement.commitment not in _FIRM:
            continue
        for exclusion in reading.exclusions:
            kept = exclusion.control
            if kept is None or any(
                a.start < exclusion.span.end and exclusion.span.start < a.end
                for a in statement.content
            ):
                continue
            same = kept in statement.controls
            covers = any(
                name in general and name != kept and imposers.get(name) == imposers.get(kept)
                and set(reading.goods.get(name, ())) <= {"technology"}
                for name in statement.controls
            )  # fmt: skip
            if same or covers:
                speaker = _speaker(reading, exclusion)
                found.append(
                    Contradiction(
                        statement=statement,
                        exclusion=exclusion,
                        same_speaker=speaker is not None and speaker == statement.speaker,
                    )
                )
    return tuple(found)


def _speaker(reading: Reading, exclusion: Exclusion) -> str | None:
    for statement in reading.statements:
        if any(
            a.start < exclusion.span.end and exclusion.span.start < a.end for a in statement.content
        ):
            return statement.speaker
    return None
