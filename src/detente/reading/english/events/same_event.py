"""Which mentions speak of one event: *the handshake* again, the talks that opened, one easing."""

from detente.facts.words import compiled
from detente.reading.english.events.events import EventDraft

__all__ = ["merge_events"]

_TALKS = compiled("same_event.talks")
_OTHER = compiled("same_event.other")
_OPENED = compiled("same_event.opened")


def merge_events(norm: str, events: list[EventDraft]) -> list[EventDraft]:
    """Fold later mentions of an event into its first one."""
    opened = [e for e in events if _OPENED.search(e.name)]
    kept: list[EventDraft] = []
    for event in events:
        first = _first(norm, event, kept, opened[0] if len(opened) == 1 else None)
        if first is None or first is event:
            kept.append(event)
        else:
            first.also.append((event.start, event.end))
            first.also.extend(event.also)
    return kept


def _first(
    norm: str, event: EventDraft, kept: list[EventDraft], opened: EventDraft | None
) -> EventDraft | None:
    if event.key is not None:
        return next((k for k in kept if k.key == event.key), None)
    if event.saying:
        return None
    words = norm[event.start : event.end]
    noun = event.name.split(":")[0].split()[-1].lower()
    if _TALKS.fullmatch(noun):
        plain = ":" not in event.name or event.name.endswith(": lead")
        if opened is not None and plain and event.definite and not _OTHER.search(words):
            return opened
        return None
    if not compiled("same_event.first").match(words):
        return None
    return next((k for k in kept if k.name.split(":")[0].split()[-1].lower() == noun), None)
