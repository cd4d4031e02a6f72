"""The ``detente`` command: one of the two doors."""

from detente.cli._app import main

__all__ = ["main"]
