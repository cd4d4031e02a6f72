"""A small reader of French: who restricts or eases exports of what, and what they say of it.

It finds sentences with a country, a verb of controlling or easing, and a good, and knows a few of
each. What it returns has the form of ``detente.reading/1``; its passages are held to the text.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

__all__ = ["FRENCH", "French"]

PARTIES = {
    "la Chine": "CHN",
    "Pékin": "CHN",
    "les États-Unis": "USA",
    "Washington": "USA",
    "le Japon": "JPN",
    "Tokyo": "JPN",
}
GOODS = {
    "gallium": ["gallium"],
    "germanium": ["germanium"],
    "graphite": ["graphite"],
    "aimants": ["ndfeb-magnet"],
}
RESTRICTS = ("restreint", "restreindra", "interdit", "interdira", "suspend", "suspendra")
EASES = ("lève", "lèvera", "assouplit", "assouplira")
SAYS = ("a déclaré", "a annoncé", "a indiqué")


class French:
    """Reader of French by a few rules."""

    name = "french example"

    def __call__(self, text: str, *, on: date | None) -> Mapping[str, Any]:
        """Entities, controls and statements of a text."""
        found = list(_found(text))
        parties = dict.fromkeys(imposer for imposer, *_ in found)
        entities = [
            {
                "id": f"e_{code}",
                "type": "government",
                "name": next(name for name, of in PARTIES.items() if of == code),
                "party": code,
                "role": None,
                "mentions": [_written(text, code)],
            }
            for code in parties
        ]
        controls, statements, seen = [], [], {}
        for imposer, word, good, sentence in found:
            eases = word in EASES
            if (imposer, good) not in seen:
                seen[imposer, good] = f"c_{len(seen) + 1}"
                controls.append(
                    {
                        "id": seen[imposer, good],
                        "imposer": imposer,
                        "product": good,
                        "goods": GOODS[good],
                        "status": "proposed" if word.endswith("ra") else "in force",
                        "mentions": [good],
                    }
                )
            statements.append(
                {
                    "id": f"s_{len(statements) + 1}",
                    "kind": "indirect",
                    "speaker": f"e_{imposer}",
                    "cue_span": next((cue for cue in SAYS if cue in sentence), None),
                    "content": [sentence],
                    "controls": [seen[imposer, good]],
                    "commitment": "pledged" if word.endswith("ra") else "asserted",
                    "polarity": "ease" if eases else "tighten",
                }
            )
        return {"entities": entities, "controls": controls, "statements": statements}


def _found(text: str) -> Iterator[tuple[str, str, str, str]]:
    """Imposer, verb, good and sentence."""
    for sentence in re.findall(r"[^.!?]+[.!?]", text):
        words = sentence.lower()
        imposer = next((code for name, code in PARTIES.items() if name.lower() in words), None)
        verb = next((v for v in (*EASES, *RESTRICTS) if re.search(rf"\b{v}\b", words)), None)
        good = next((g for g in GOODS if re.search(rf"\b{g}\b", words)), None)
        if imposer and verb and good:
            yield imposer, verb, good, sentence.strip()


def _written(text: str, code: str) -> str:
    """The name of a party as the text has it."""
    names = (re.search(name, text, re.IGNORECASE) for name, of in PARTIES.items() if of == code)
    return next(found[0] for found in names if found)


FRENCH = French()
