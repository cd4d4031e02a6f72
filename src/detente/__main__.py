"""``python -m detente`` is the command."""

from detente.cli import main

main()
