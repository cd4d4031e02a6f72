"""Where an article says two things that cannot both hold: eased and off the table."""

from dataclasses import dataclass

from detente.reading._records import Control, Exclusion, Reading, Statement

__all__ = ["Contradicted", "Contradiction", "contradicted", "contradictions"]

_FIRM = frozenset({"done", "pledged", "expected", "willing"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A statement that eases a control, and an exclusion that keeps it, of one side."""

    statement: Statement
    exclusion: Exclusion
    same_speaker: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradicted:
    """An exclusion with the statements that ease what it keeps: of its own speaker, of others."""

    exclusion: Exclusion
    speaker: str | None
    own: tuple[Statement, ...]
    others: tuple[Statement, ...]


def contradicted(reading: Reading) -> tuple[Contradicted, ...]:
    """Gather the contradictions of an article by what is kept.

    Parameters
    ----------
    reading
        What :func:`detente.reading.read` returned.
    """
    found = contradictions(reading)
    rows = []
    for exclusion in reading.exclusions:
        against = [c for c in found if c.exclusion is exclusion]
        if against:
            rows.append(
                Contradicted(
                    exclusion=exclusion,
                    speaker=_speaker(reading, exclusion),
                    own=tuple(c.statement for c in against if c.same_speaker),
                    others=tuple(c.statement for c in against if not c.same_speaker),
                )
            )
    return tuple(rows)


def _general(reading: Reading, control: Control) -> bool:
    """Whether a control is of a side's controls in general, not on some good."""
    if reading.goods:
        return set(reading.goods.get(control.id, ())) <= {"technology"}
    return control.product in {None, "technology"}  # a reading from JSON has no list of goods


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
    general = {c.id for c in reading.controls if _general(reading, c)}
    parties = {entity.id: entity.party for entity in reading.entities}
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
            wishes = parties.get(statement.speaker or "")
            if statement.commitment == "willing" and wishes not in {None, imposers.get(kept)}:
                continue  # what the other side asks for
            same = kept in statement.controls
            covers = any(
                name in general and name != kept and imposers.get(name) == imposers.get(kept)
                for name in statement.controls
            )
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
