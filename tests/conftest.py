"""What all tests share: the London standoff by hand, and the tables beside the checkout."""

import atexit
import datetime as dt
import functools
import gc
import os
import pickle
import shutil
import tempfile
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import settings

from detente.controls import Figure, Party, Register, Standoff, TabledControl
from detente.reading import read

settings.register_profile("house", deadline=None, max_examples=20, derandomize=True)
settings.register_profile("explore", settings.get_profile("house"), derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

# what is imported and collected lives to the end: looking through it for what does not took a
# twentieth of the time
gc.set_threshold(100_000, 20, 50)

ON = dt.date(2025, 6, 10)


def pytest_configure(config):
    """Keep runs where this session's tests share them, never in the user's own store."""
    if not hasattr(config, "workerinput"):  # workers inherit it
        config.stash[RUNS] = tempfile.mkdtemp(prefix="detente-runs-")
        os.environ["DETENTE_TEST_RUNS"] = os.environ["DETENTE_STORE"] = config.stash[RUNS]


def pytest_collection_finish():
    """Keep what is there now out of every later look for what nobody holds any more."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Let tests of the engines compute everything; fixtures of wider scope are made after this."""
    engine = "tests/impact/" in item.nodeid
    os.environ["DETENTE_STORE"] = "off" if engine else os.environ["DETENTE_TEST_RUNS"]


def pytest_unconfigure(config):
    gc.collect()
    gc.freeze()  # pytest looks through all five times
    atexit.register(gc.unfreeze)  # what compiled modules hold goes with the interpreter
    if RUNS in config.stash:
        shutil.rmtree(config.stash[RUNS], ignore_errors=True)


RUNS = pytest.StashKey[str]()
SHARED = Path(__file__).resolve().parents[2] / "shared"


def tabled(name, **changes):
    control = Register.load().get(name)
    target = "USA" if control.imposer == "CHN" else "CHN"
    blocked = control.intensity(ON, target, known_on=ON)
    fields = {
        "control": name,
        "register_ids": [name],
        "name": control.name,
        "imposer": control.imposer,
        "target": target,
        "goods": list(control.goods),
        "effective": control.effective,
        "intensity": Figure(**blocked.as_dict()),
    }
    return TabledControl(**(fields | changes))


@pytest.fixture
def london():
    """Four controls of the London talks, with round numbers for what keeping them is worth."""
    return _london()


@pytest.fixture(scope="module")
def london_module():
    """The same, once a module; not to be changed."""
    return _london()


def _london():
    worth = Figure(low=0.05, central=0.2, high=0.6)
    return Standoff(
        name="London",
        on=ON,
        parties=[Party(party="USA", name="United States"), Party(party="CHN", name="China")],
        controls=[
            tabled(
                "CN-2025-18",
                intensity=Figure(low=0.5, central=0.9, high=0.95),
                security=worth,
            ),
            tabled("US-2025-EDA", security=worth),
            tabled("US-2025-ethane"),
            tabled("US-2025-H20", bound=0.0, security=worth),
        ],
    )


@pytest.fixture(scope="session")
def reading_of():
    """Read an article of the tests once for all that ask for it, in whichever process."""

    def made(path):
        key = sha256(path.read_bytes() + path.name.encode()).hexdigest()
        kept = Path(os.environ["DETENTE_TEST_RUNS"]) / f"reading-{key}.pickle"
        if not kept.exists():
            part = kept.with_suffix(f".{os.getpid()}")
            part.write_bytes(pickle.dumps(read(path)))
            part.replace(kept)
        return pickle.loads(kept.read_bytes())

    return functools.cache(made)


@pytest.fixture(scope="session")
def shared():
    """Folder of published check tables, where it is there."""
    if not SHARED.is_dir():
        pytest.skip(f"published check tables are not at {SHARED.name}/ beside the checkout")
    return SHARED
