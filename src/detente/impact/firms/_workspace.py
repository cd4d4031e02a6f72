"""Memory of a cascade, laid out by how it is reached."""

import numpy as np
import numpy.typing as npt

__all__ = [
    "ADDED", "DOWN", "GONE", "LEAST", "NEEDED", "OFFER", "OUTPUT", "PASSED", "SALES", "SEEN", "UP",
    "Workspace",
]  # fmt: skip

LEAST = 1e-13
"""A change of what a firm fails to deliver below this is kept back until it has grown [share]."""

LINE = 64
"""Bytes that a processor fetches at a time."""

ADDED, NEEDED, DOWN, GONE, SALES, UP, OUTPUT, SEEN = range(8)
"""A firm's state while few firms move, one line of memory: inputs that add which it has lost, the
same of the needed one it has lost most of, what it lost down the chain, what of that its buyers
know [share]; sales lost, what it lost up the chain [share]; its output [value per period]; and
when it was last reached [count]."""

PASSED, OFFER = 0, 1
"""A firm's state as supplier while many move: sales lost [share], and what it takes away from its
buyers in this step [value per period]."""


class Workspace:
    """Memory of one thread; every array is at rest between two cascades.

    Parameters
    ----------
    output
        Of each firm, shape (firms,) [value per period].
    slots, markets
        Sizes [count].
    """

    def __init__(self, output: npt.NDArray[np.floating], slots: int, markets: int) -> None:
        firms = len(output)
        self.state = _in_lines(firms, 8)
        self.state[:, OUTPUT] = output
        self.selling = _in_lines(firms, 2)
        self.all = np.zeros((5, firms))  # added, down, gone, up, up's last fall
        self.groups = np.zeros(slots)
        self.fallen = np.zeros(markets)
        self.lists = np.zeros((6, firms), np.int32)
        self.amounts = np.zeros((2, firms))

    def arrays(self) -> tuple[np.ndarray, ...]:
        """All of it, as the compiled loops take it."""
        return (
            self.state, self.selling, self.all, self.groups, self.fallen, self.lists, self.amounts,
        )  # fmt: skip


def _in_lines(rows: int, columns: int) -> npt.NDArray[np.float64]:
    """Zeros of which no row lies across two lines of memory."""
    room = np.zeros(rows * columns + LINE // 8)
    skip = (-room.ctypes.data % LINE) // 8
    return room[skip : skip + rows * columns].reshape(rows, columns)
