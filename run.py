"""Set up and run détente from a checkout, with nothing but Python 3.11 or newer.

usage: python3 run.py brief [ARTICLE] [OPTIONS]   make a brief (any detente command works here)
       python3 run.py test [PYTEST OPTIONS]       every check: format, lint, layers, types, tests
       python3 run.py docs                        the documentation as a site, in site/
       python3 run.py newest                      the same brief with the newest of everything

The first run makes .venv beside this file and installs what is needed at the versions of
constraints.txt; later runs use it as it is. Set DETENTE_VENV to put it elsewhere.
"""

import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = Path(os.environ.get("DETENTE_VENV", HERE / ".venv"))
NEWEST_SECONDS = 240.0
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")


def main(words: list[str]) -> int:
    """Do what the command line asks for."""
    if not words or words[0] in {"-h", "--help"}:
        print(__doc__.strip())
        return 0 if words else 2
    if sys.version_info < (3, 11):  # noqa: UP036 - run before anything is installed
        print(
            f"run.py: needs Python 3.11 or newer, this is {sys.version.split()[0]}", file=sys.stderr
        )
        return 1
    # set_up leaves byte code to the first import: where that may not write it, each start makes it
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if words == ["newest"]:
        return newest()
    if words == ["docs"]:
        return docs()
    testing = words[0] == "test"
    set_up("test" if testing else "use")
    if testing:
        return run_checks(words[1:])
    return subprocess.call([BIN / "detente", *words])


def set_up(kind: str) -> None:
    """Make the environment, unless it already holds what this checkout asks for."""
    wanted = sha256()
    for name in ("pyproject.toml", "constraints.txt"):
        wanted.update((HERE / name).read_bytes())
    stamp = VENV / f"detente-{kind}.stamp"
    if stamp.is_file() and stamp.read_text() == wanted.hexdigest():
        return
    print(f"run.py: setting up {VENV} (once, about a minute)", file=sys.stderr)
    if not BIN.is_dir():
        venv.create(VENV, with_pip=True)
    # byte code is made for what is imported, when it is: half the packages' files never are
    pip = [BIN / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.check_call([*pip, "-U", "pip"])
    extras = "docx,market,mcp,page,pdf,postgresql,pymrio,scale,watch"
    wishes: list[str] = [] if kind == "docs" else ["-e", f"{HERE}[{extras}]"]
    if kind != "use":
        wishes += ["--group", f"{HERE / 'pyproject.toml'}:{kind}"]
    subprocess.check_call([*pip, "--no-compile", "-c", HERE / "constraints.txt", *wishes])
    stamp.write_text(wanted.hexdigest())


def docs() -> int:
    """Build the documentation as a site, from the source as it is; a warning is an error."""
    set_up("docs")
    build = [BIN / "python", "-m", "mkdocs", "build", "--strict", "-d", HERE / "site"]
    return subprocess.call(build, cwd=HERE)


def newest() -> int:
    """Compare the example's brief as pinned with that of the newest versions, in four minutes."""
    set_up("use")
    tool = HERE / "tools" / "same_results.py"
    end = time.monotonic() + NEWEST_SECONDS
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        venv.create(place / "venv", with_pip=True)
        python = place / "venv" / BIN.name / "python"
        steps: list[list[str | Path]] = [
            [BIN / "python", tool, "--out", place / "pinned.json"],
            [python, "-m", "pip", "install", "--quiet", "-U", "pip"],
            [python, "-m", "pip", "install", "--quiet", HERE],
            [python, tool, "--against", place / "pinned.json"],
        ]
        for step in steps:
            try:
                code = subprocess.call(step, timeout=max(1.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                print(f"run.py: warning: newest versions: {step[1]} took too long", file=sys.stderr)
                return 1
            if code:
                print("run.py: warning: newest versions: see above", file=sys.stderr)
                return code
    return 0


def run_checks(options: list[str]) -> int:
    """Format, lint, layers, tests; types beside them. Stops at the first that fails."""
    first: list[list[str | Path]] = [
        [BIN / "ruff", "format", "--check", "--quiet", "."],
        [BIN / "ruff", "check", "--quiet", "."],
        [BIN / "lint-imports"],
        [BIN / "python", "-m", "pytest", "-n", "2", "--dist", "worksteal", *options],
    ]
    # two workers fill two cores: threads of the linear algebra would wait for one another, busily
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with tempfile.TemporaryFile("w+") as told:
        say([BIN / "mypy"])
        types = subprocess.Popen([BIN / "mypy"], cwd=HERE, stdout=told, stderr=told)
        for check in first:
            say(check)
            code = subprocess.call(check, cwd=HERE)
            if code:
                break
        wrong = types.wait()
        told.seek(0)
        print(f"run.py: mypy: {told.read().strip()}", flush=True)
    return code or wrong


def say(words: Sequence[str | Path]) -> None:
    """Name the check that starts."""
    print(f"run.py: {Path(words[0]).name} {' '.join(map(str, words[1:]))}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
