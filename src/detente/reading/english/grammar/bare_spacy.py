"""spaCy without its command line, which is a third of its import time and is not used here.

Importing spaCy imports ``spacy.cli``, and with it a downloader, a project manager and two web
clients. A stand-in takes its place while spaCy is imported for the first time and is gone
afterwards: ``import spacy.cli`` and ``spacy.info`` work as ever. Where spaCy was imported before,
nothing is done.
"""

import gc
import importlib
import sys
from types import ModuleType

__all__ = ["spacy"]

_COMMANDS, _INFO = "spacy.cli", "spacy.cli.info"


def _info(*arguments: object, **options: object) -> object:
    """Stand in for ``spacy.info`` until it is called."""
    return importlib.import_module(_INFO).info(*arguments, **options)


def _load() -> ModuleType:
    if "spacy" in sys.modules:
        return importlib.import_module("spacy")
    commands, info = ModuleType(_COMMANDS), ModuleType(_INFO)
    commands.__path__ = []
    info.info = _info  # type: ignore[attr-defined]
    sys.modules.update({_COMMANDS: commands, _INFO: info})
    collecting = gc.isenabled()
    gc.disable()
    try:
        return importlib.import_module("spacy")
    finally:
        for name in (_COMMANDS, _INFO):
            sys.modules.pop(name, None)
        if collecting:
            gc.enable()


spacy = _load()
