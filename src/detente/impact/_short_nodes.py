"""What nodes lack for want of goods, of a day of the goods layer, in columns as they wake."""

import numpy as np
import numpy.typing as npt

__all__ = ["ShortNodes"]

Array = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]


class ShortNodes:
    """Shortfall of capacity of the nodes that need a good, in some columns of a block.

    A column takes part from the day on which one of its users is first short: until then its
    economy is at its base. Columns stand in the order in which they wake.

    Parameters
    ----------
    node
        Node of each user of a good, shape (users,).
    of_user
        Where each user's state is among the columns of the goods layer, shape (users, columns).
    width
        Columns of the goods layer [count].
    dtype
        Of the economy.
    asleep
        Whether columns sleep until they are short; if not, all are awake from the first day.

    Attributes
    ----------
    node
        Nodes that need a good, rising, shape (nodes,).
    order
        Columns that are awake, in the order in which they woke, shape (awake,).
    """

    def __init__(
        self,
        node: IntArray,
        of_user: IntArray,
        width: int,
        *,
        dtype: npt.DTypeLike,
        asleep: bool = True,
    ) -> None:
        self.node, at = np.unique(node, return_inverse=True)
        self._rounds = _rounds(at.reshape(-1))
        self._at = at.reshape(-1)
        self._place = np.arange(len(node))[:, None] * width + of_user
        self._dtype = np.dtype(dtype)
        columns = of_user.shape[1]
        self.order: IntArray = np.arange(0)
        self._asleep = np.arange(columns if asleep else 0)
        self._taken = [self._place[users, :0] for users in self._rounds]
        if not asleep:
            self._add(np.arange(columns))

    def step(self, capacity: Array) -> Array:
        """Shortfall of a day; goods that a node lacks multiply.

        Parameters
        ----------
        capacity
            Shortfall of users, shape (users, columns of the goods layer) [share].

        Returns
        -------
        Array
            Shape (nodes, awake) [share].
        """
        left = (1.0 - capacity).astype(self._dtype).reshape(-1)
        if self._asleep.size:
            self._wake(left)
        missing = np.ones((len(self.node), len(self.order)), dtype=self._dtype)
        for users, places in zip(self._rounds, self._taken, strict=True):
            missing[self._at[users]] *= left.take(places)
        return np.subtract(1.0, missing, out=missing)

    def _wake(self, left: Array) -> None:
        waking = (left.take(self._place[:, self._asleep]) < 1.0).any(axis=0)
        if waking.any():
            self._add(self._asleep[waking])
            self._asleep = self._asleep[~waking]

    def _add(self, columns: IntArray) -> None:
        """Let columns take part, after those that do."""
        self.order = np.concatenate([self.order, columns])
        self._taken = [
            np.concatenate([taken, self._place[users[:, None], columns]], axis=1)
            for users, taken in zip(self._rounds, self._taken, strict=True)
        ]


def _rounds(at: IntArray) -> list[IntArray]:
    """Users in rounds, each node at most once a round, in order."""
    seen = np.zeros(at.max(initial=-1) + 1, dtype=np.intp)
    rounds: list[list[int]] = []
    for user, node in enumerate(at):
        if seen[node] == len(rounds):
            rounds.append([])
        rounds[seen[node]].append(user)
        seen[node] += 1
    return [np.array(users, dtype=np.intp) for users in rounds]
