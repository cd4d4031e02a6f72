#!/bin/sh
# spaCy 3.8.7 in a fresh environment, with the newest Typer that its own requirements allow, cannot be
# imported: `import spacy` asks for Click, which spaCy does not name among its requirements, and which
# Typer 0.29.2 no longer brings. `pip install` and `pip check` find nothing wrong.
# Seen: ModuleNotFoundError: No module named 'click' (spacy/cli/_util.py: from click import NoSuchOption).
# Releases from 3.8.18 name Click. Exit 1 if this is no longer so.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" install --quiet --disable-pip-version-check spacy==3.8.7 typer==0.29.2
"$home/venv/bin/pip" --disable-pip-version-check check
if "$home/venv/bin/python" -c 'import spacy' 2>"$home/said"; then
    echo "spaCy 3.8.7 could be imported: not as found" >&2
    exit 1
fi
tail -n 1 "$home/said"
grep -q "No module named 'click'" "$home/said"
