"""The page: the second door, a small server for one analyst on her own machine."""

from detente.page._app import create_app
from detente.page._bench import Bench, Run
from detente.page._desk import Desk
from detente.page._serve import listen, serve
from detente.page._settings import Settings
from detente.page._shelf import Shelf, own_folder

__all__ = [
    "Bench",
    "Desk",
    "Run",
    "Settings",
    "Shelf",
    "create_app",
    "listen",
    "own_folder",
    "serve",
]
