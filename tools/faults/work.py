"""Kinds of fault in work: dates of files, small doors, kept work, limits, Ctrl-C, versions."""

import contextlib
import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from random import Random
from typing import Any

from faults import Variant

LONG = 120.0
"""Longest time that a command may take to end after Ctrl-C, on a loaded machine [s]."""


def said(words: list[str]) -> tuple[int, str]:
    """Run a command in this process: its exit code, and what it complains of."""
    from detente.cli import main  # noqa: PLC0415

    err, code = io.StringIO(), 0
    with contextlib.redirect_stderr(err), contextlib.redirect_stdout(io.StringIO()):
        try:
            main(words)
        except SystemExit as ended:
            code = int(ended.code or 0)
    return code, err.getvalue()


def undated(draw: Random, folder: Path) -> bool:
    """A folder takes the day from a file's name, or from a table."""
    from detente.reading import read_folder  # noqa: PLC0415

    day = date(2024, 1, 1) + timedelta(days=draw.randrange(700))
    name = draw.choice((f"{day}_wire.txt", f"note {day:%Y%m%d}.txt", f"x-{day:%Y_%m_%d}.txt"))
    inside, out = folder / "in", folder / "out"
    inside.mkdir()
    (inside / name).write_text("China will lift its ban on gallium exports, a minister said.\n")
    read_folder(inside, out, workers=1)
    found = [path.read_text() for path in out.rglob("*.txt.json")]
    return len(found) == 1 and f"{day}" in found[0]


def small(draw: Random, folder: Path) -> bool:
    """Byte order marks, ids of the register, one minus, packages given twice, what help names."""
    from detente.controls import Standoff  # noqa: PLC0415

    case = draw.randrange(5)
    if case == 0:
        name = draw.choice(("busan-2025-10.toml",))
        text = (resources.files("detente") / "examples" / name).read_text(encoding="utf-8")
        (folder / "s.toml").write_text(text, encoding="utf-8-sig")
        return Standoff.from_toml(folder / "s.toml") == Standoff.from_toml_text(text)
    if case == 1:
        command = draw.choice(("deal", "brief"))
        code, words = said([command, f"XX-{draw.randrange(2000, 2099)}-none"])
        return (
            code == 1
            and words.count("\n") == 1
            and "XX-20" in words
            and "no such file" not in words
        )
    if case == 2:
        code, words = said(["deal", "--package", "A=0.5", "--package", f"A={draw.random():.2f}"])
        return (code, "A comes twice" in words) == (1, True)
    if case == 3:
        from detente.say import fixed  # noqa: PLC0415

        value = -draw.uniform(0.01, 99)
        return "-" not in fixed(value, 2) and fixed(-1e-9, 3) == "0.000"
    command = draw.choice(("read", "brief"))
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        from detente.cli import main  # noqa: PLC0415

        main([command, "--help"])
    return "PDF" in out.getvalue() and "web address" in " ".join(out.getvalue().split())


def kept(draw: Random, folder: Path) -> bool:
    """Work outlasts a restart, is not done twice; labels, orders and repetitions change nothing."""
    case = draw.randrange(4)
    if case == 0:
        return _restart(draw, folder)
    if case == 1:
        return _twice(draw)
    if case == 2:
        return _relabelled(draw)
    from detente._errors import DetenteError  # noqa: PLC0415
    from detente.controls import Standoff, standoff_from_register  # noqa: PLC0415

    found = standoff_from_register(("CN-2024-46",), on=None, target=None).model_dump(mode="json")
    word = draw.choice(("together", "lifted", "by USA", "by CHN"))
    found["controls"][0]["control"] = word
    try:
        Standoff.model_validate(found)
    except (ValueError, DetenteError):
        return True
    return False


def _restart(draw: Random, folder: Path) -> bool:
    from detente.page import Desk, Shelf  # noqa: PLC0415
    from detente.page._desk import Pages, State, Tell  # noqa: PLC0415

    pages = Pages(html="<p>", json=f"{draw.randrange(99)}")

    def slow(tell: Tell) -> Pages:
        while True:
            time.sleep(0.01)
            tell(0, 0, 0)

    desk = Desk(shelf=Shelf(folder))
    jobs = [desk.submit("done", lambda _tell: pages)]
    while (one := desk.get(jobs[0])) is None or one.state is not State.DONE:
        time.sleep(0.01)
    jobs += [desk.submit("other", slow, again={"n": n}) for n in range(draw.randrange(1, 4))]
    shelf = desk.shelf
    assert shelf is not None
    shelf.put = lambda *_: None  # type: ignore[method-assign]  # a kill writes nothing more
    desk.close()
    shelf.close()
    again = Desk(shelf=Shelf(folder))
    again.restore(lambda _told: lambda _tell: pages)
    end = time.monotonic() + 10
    states: list[State | None] = [None]
    while time.monotonic() < end:
        states = [found.state if (found := again.get(job)) else None for job in jobs]
        if set(states) == {State.DONE}:
            break
        time.sleep(0.01)
    again.close()
    return set(states) == {State.DONE}


def _twice(draw: Random) -> bool:
    from detente.page import Bench, Desk, Settings  # noqa: PLC0415
    from detente.page._desk import Pages, State  # noqa: PLC0415
    from detente.page._jobs import Jobs  # noqa: PLC0415
    from detente.page._work import Article  # noqa: PLC0415

    jobs = Jobs(Desk(), Bench(Settings()))
    stands_for: Callable[..., Any] = lambda _again: lambda _tell: Pages(json="{}")  # noqa: E731
    setattr(jobs, "work", stands_for)  # noqa: B010 - no simulation here
    article = Article(name="a", data=draw.randbytes(40))
    first = jobs.article(article)
    end = time.monotonic() + 10
    while time.monotonic() < end and (found := jobs.desk.get(first)):
        if found.state is State.DONE:
            break
        time.sleep(0.01)
    second = jobs.article(article)
    jobs.desk.close()
    return first == second


def _relabelled(draw: Random) -> bool:
    import numpy as np  # noqa: PLC0415

    from detente.controls import standoff_from_register  # noqa: PLC0415
    from detente.impact import simulate  # noqa: PLC0415

    one = standoff_from_register(("CN-2024-46", "US-2025-EDA"), on=None, target=None)
    label = f"rule {draw.randrange(10**6)}"
    first = one.controls[0].model_copy(
        update={"control": label, "goods": [*one.controls[0].goods, one.controls[0].goods[0]]}
    )
    other = one.model_copy(
        update={
            "controls": draw.sample([first, one.controls[1]], 2),
            "parties": draw.sample(one.parties, 2),
        }
    )
    two = [simulate(case, days=31, draws=2) for case in (one, other)]
    return all(
        np.allclose(two[0].draws(party, name), two[1].draws(party, new), rtol=1e-9)
        for party in ("USA", "CHN")
        for name, new in (("CN-2024-46", label), ("together", "together"))
    )


def limits(draw: Random, folder: Path) -> bool:
    """Runs that would not end, seeds below zero, disks that are full: one line, at once."""
    huge = draw.choice((10**6, 10**8, 10**9))
    prices = folder / "p.csv"
    prices.write_text("Date,A,B\n2024-01-01,1,2\n2024-01-02,2,3\n")
    options = [
        ["simulate", "--days", str(huge)],
        ["brief", "--draws", str(huge)],
        ["deal", "--days", "3650", "--case", "busan"],
        ["simulate", "CN-2024-46", "--seed", str(-draw.randrange(1, 99))],
        ["market", str(prices), "--event", "2024-01-02", "--permutations", str(huge)],
        ["sweep", "CN-2024-46", "--samples", str(2 ** draw.randrange(24, 40))],
        ["sweep", "CN-2024-46", "--workers", str(huge)],
        ["deal", str(_wide(folder, draw.randrange(61, 200)))],
        ["controls", "FULL"],
    ]
    words = draw.choice(options)
    if words[-1] == "FULL":
        return _full_disk(words[:-1])
    code, line = said(words)
    return code in (1, 2) and line.count("\n") == 1


def _wide(folder: Path, count: int) -> Path:
    """A standoff file with many controls."""
    from detente.controls import standoff_from_register  # noqa: PLC0415

    found = standoff_from_register(("CN-2024-46", "US-2025-EDA"), on=None, target=None)
    entries = [found.controls[k % 2].model_copy(update={"control": f"c{k}"}) for k in range(count)]
    place = folder / "wide.toml"
    place.write_text(found.model_copy(update={"controls": entries}).to_toml(), encoding="utf-8")
    return place


def _full_disk(words: list[str]) -> bool:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "detente", *words],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    return ended.returncode == 1 and ended.stderr.count("\n") == 1


def interrupted(draw: Random, folder: Path) -> bool:
    """Ctrl-C at a drawn moment: one line, exit 130, nothing half written."""
    articles = folder / "in"
    articles.mkdir()
    text = (resources.files("detente") / "examples" / "london-2025-06.txt").read_text("utf-8")
    for n in range(9):
        (articles / f"2025-06-1{n}_{n}.txt").write_text(text, encoding="utf-8")
    words = draw.choice(
        (
            ["read", str(articles), "--out", str(folder / "out")],
            ["read", str(articles / "2025-06-10_0.txt")],
            ["brief", "--out", str(folder / "b.html")],
            ["simulate", "--csv", str(folder / "s.csv")],
            ["deal", "--case", "busan"],
            ["sweep", "CN-2024-46", "--out", str(folder / "sweep")],
            ["sweep", "CN-2024-46", "--workers", "2"],
            ["scan", "--out", str(folder / "scan")],
            ["years", "CN-2024-46"],
            ["tax-war", "CN-2024-46"],
            ["backtest"],
            ["serve", "--port", "0"],
        )
    )
    wait = draw.choice((draw.uniform(0.3, 2), draw.uniform(2, 9), draw.uniform(9, 20)))
    with subprocess.Popen(
        [sys.executable, "-m", "detente", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as started:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return started.wait(wait) == 0  # it was done before
        os.killpg(started.pid, signal.SIGINT)
        try:
            _, line = started.communicate(timeout=LONG)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)
            return False
    whole = not list(folder.rglob("*.part"))
    return started.returncode == 130 and line.count("\n") == 1 and "interrupted" in line and whole


def versions(draw: Random, folder: Path) -> bool:
    """Another model is refused; what differs by rounding is told from what differs."""
    import shutil  # noqa: PLC0415
    from importlib import util  # noqa: PLC0415

    from detente._errors import DetenteError  # noqa: PLC0415
    from detente.reading.english.grammar.nlp import MODEL, require_model  # noqa: PLC0415

    found = util.find_spec(MODEL)
    assert found is not None
    assert found.origin is not None
    here = Path(found.origin).parent
    model = folder / "model"
    shutil.copytree(here, model, ignore=shutil.ignore_patterns("__pycache__", "senter"))
    if draw.random() < 0.3:
        require_model(model)
        return True
    part = draw.choice(sorted(model.rglob("model")))
    data = bytearray(part.read_bytes())
    data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    part.write_bytes(data)
    try:
        require_model(model)
    except DetenteError:
        return True
    return False


WORK: dict[int, tuple[str, Variant]] = {
    13: ("undated text", undated),
    15: ("small", small),
    17: ("work is not lost, results hang on no name", kept),
    18: ("limits that are said", limits),
    20: ("Ctrl-C", interrupted),
    21: ("versions", versions),
}
