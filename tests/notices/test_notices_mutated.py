"""A thousand broken notices: none crashes, each that cannot be read is said in one clear line."""

import random
from pathlib import Path

import pytest

from detente.notices import propose, read_notices

SAMPLES = sorted((Path(__file__).parent / "samples").iterdir())
FEW = 20  # of the largest, which holds 26 documents
KINDS = ("cut", "drop", "double", "byte", "swap", "digits", "encoding", "null", "tag")
EACH = (1000 - FEW) // (len(SAMPLES) - 1) + 1


def mutated(data, draw):
    """The bytes of a file with one to four faults of the kinds that real files have."""
    for _ in range(draw.randint(1, 4)):
        size = len(data)
        start = draw.randrange(size)
        end = min(size, start + draw.randint(1, 200))
        kind = draw.choice(KINDS)
        if kind == "cut":
            data = data[: max(1, start)]
        elif kind == "drop":
            data = data[:start] + data[end:] or b"x"
        elif kind == "double":
            data = data[:end] + data[start:]
        elif kind == "byte":
            data = data[:start] + bytes([draw.randrange(256)]) + data[start + 1 :]
        elif kind == "swap":
            data = data[:start] + data[start:end][::-1] + data[end:]
        elif kind == "digits":
            data = bytes(
                draw.choice(b"0123456789") if 48 <= b <= 57 and draw.random() < 0.2 else b
                for b in data
            )
        elif kind == "encoding":
            data = data.decode("utf-8", "ignore").encode(
                draw.choice(["gb18030", "utf-16", "utf-8"])
            )
        elif kind == "null":
            data = data[:start] + b"null" + data[end:]
        else:
            data = data.replace(b"<", b"&lt;", 3).replace(b'"', b"", 1)
    return data


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_no_mutation_of_a_notice_crashes_and_each_refusal_is_one_line(sample, tmp_path):
    draw = random.Random(sample.name)  # the same mutations in every run
    whole = sample.read_bytes()
    for number in range(FEW if len(whole) > 20_000 else EACH):
        path = tmp_path / f"{number}{sample.suffix}"
        path.write_bytes(mutated(whole, draw))
        reading = read_notices([path])
        proposed, without = propose(reading.notices)
        for line in (*reading.refused, *without, *(n for p in proposed for n in p.needs)):
            assert line.strip()
            assert "\n" not in line
        for line in reading.refused:
            assert line.startswith(path.name), line
            assert ";" in line or "(" in line or "," in line  # says what, and what to do
        path.unlink()
