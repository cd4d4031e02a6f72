"""What is loaded with the reader."""

import subprocess
import sys

SCRIPT = """
import sys
import detente.reading
import spacy
assert "spacy.cli" not in sys.modules
assert "trafilatura" not in sys.modules
about = spacy.info()
assert about["spacy_version"] == spacy.__version__
import spacy.cli
assert callable(spacy.cli.info)
assert spacy.cli.__file__
"""


def test_spacys_command_line_is_loaded_only_when_asked_for():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_spacy_that_was_imported_before_is_left_as_it_is():
    script = "import spacy.cli, spacy\nreal = spacy.info\nimport detente.reading\n"
    done = subprocess.run(
        [sys.executable, "-c", script + "assert spacy.info is real"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
