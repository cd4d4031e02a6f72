"""The ``detente`` command: one of the two doors."""

import os
import sys

try:
    from detente.cli._app import main
except KeyboardInterrupt:  # while it loads there is nothing to tidy up
    sys.stderr.write("detente: interrupted before it began; nothing was done\n")
    sys.stderr.flush()
    os._exit(130)

__all__ = ["main"]
