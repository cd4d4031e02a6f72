"""From the text that the rules saw back to the text of the file."""

from typing import Any

from detente.reading._records import Reading
from detente.reading.source.input import Source

__all__ = ["settle"]


def settle(reading: Reading, source: Source) -> Reading:
    """Name what was read, and move every span to the offsets of the source's own text."""
    text, mended = source.text, source.mended
    document = reading.document.model_copy(
        update={
            "sha256": source.sha256,
            "characters": len(text),
            **({} if source.media == "text" else {"media": source.media, "text": text}),
        }
    )
    if mended.same:
        return reading.model_copy(update={"document": document, "text": text})

    def moved(value: Any) -> Any:  # noqa: ANN401 - any JSON value
        if isinstance(value, dict):
            if value.keys() == {"start", "end", "text"}:
                start, end = mended.back(value["start"], value["end"])
                return {"start": start, "end": end, "text": text[start:end]}
            return {key: moved(item) for key, item in value.items()}
        return [moved(item) for item in value] if isinstance(value, list) else value

    again = Reading.model_validate(moved(reading.to_dict()))
    return again.model_copy(update={"document": document, "text": text, "goods": reading.goods})
