"""Run the commands that a page of docs names, and put what they print beneath them.

usage: python tools/build_runs.py docs/methods/cases.md docs/methods/published.md   (some minutes)

A page holds blocks like

    <!-- run: detente deal --case london | Trades; Risk -->
    <!-- end -->

What stands between the two lines is replaced by what the command prints, and the tables that it was
run with. After the bar are the beginnings of the parts to keep, where a part is what stands between
empty lines at the margin and its title; all of them if there is no bar. A page so made is drawn
anew with one command and holds no figure that was typed.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from detente.facts import load_facts

BLOCK = re.compile(
    r"(<!-- run: detente (?P<words>[^|>]*?)(?: \| (?P<keep>[^>]*?))? -->\n).*?(<!-- end -->)",
    re.DOTALL,
)
WIDTH = "118"
FIRST = "*"


def parts(text: str) -> list[str]:
    """Split what a command prints into its parts: a heading at the margin begins one."""
    found: list[list[str]] = [[]]
    before = ""
    for line in text.splitlines():
        begins = line[:1].strip() and not line.startswith("-") and not before.strip()
        if begins and found[-1]:
            found.append([])
        found[-1].append(line.rstrip())
        before = line
    return ["\n".join(lines).strip("\n") for lines in found]


def kept(text: str, names: list[str]) -> str:
    """Keep the parts that begin with one of some words; ``*`` is the first part."""
    if not names:
        return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())
    every = parts(text)
    chosen = []
    for name in names:
        mine = every[:1] if name == FIRST else [one for one in every if one.startswith(name)]
        if not mine:
            raise SystemExit(f"nothing that is printed begins with {name!r}")
        chosen += mine
    return "\n\n".join(chosen)


def run(words: str) -> str:
    """What a command prints."""
    done = subprocess.run(
        [sys.executable, "-m", "detente", *shlex.split(words), "--quiet"],
        env={**os.environ, "COLUMNS": WIDTH},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"detente {words}: {done.stderr.strip()}")
    return done.stdout


def drawn(page: str, tables: str) -> str:
    """Return a page with every block run."""

    def block(match: re.Match[str]) -> str:
        print(f"detente {match['words']}", file=sys.stderr, flush=True)
        names = [name.strip() for name in (match["keep"] or "").split(";") if name.strip()]
        body = kept(run(match["words"]), names)
        return f"{match[1]}```text\n{body}\n```\n\n*Tables {tables}.*\n{match[4]}"

    return BLOCK.sub(block, page)


def main() -> None:
    """Draw the pages anew."""
    tables = load_facts().sha256[:8]
    for name in sys.argv[1:]:
        file = Path(name)
        file.write_text(drawn(file.read_text(encoding="utf-8"), tables), encoding="utf-8")


if __name__ == "__main__":
    main()
