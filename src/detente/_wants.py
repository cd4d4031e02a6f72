"""What a public function wants, said in one line to who gives something else."""

from typing import Any

from detente._errors import DetenteError

__all__ = ["require"]


def require(value: object, kind: type[Any], function: str, how: str) -> None:
    """Refuse an argument of another kind.

    Raises
    ------
    DetenteError
        If it is of another kind.
    """
    if not isinstance(value, kind):
        got = f"the text {value[:40]!r}" if isinstance(value, str) else f"a {type(value).__name__}"
        article = "an" if kind.__name__[0] in "AEIOU" else "a"
        raise DetenteError(f"{function} wants {article} {kind.__name__} and got {got}; {how}")
