"""Variants of each kind of fault, drawn: a draw and a folder in, right or wrong out."""

from collections.abc import Callable
from pathlib import Path
from random import Random

__all__ = ["Variant"]

Variant = Callable[[Random, Path], bool]
