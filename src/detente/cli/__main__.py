"""``python -m detente.cli`` is the command too."""

from detente.cli import main

main()
