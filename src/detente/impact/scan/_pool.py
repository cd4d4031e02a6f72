"""Where blocks of a scan run: here, in processes of this machine, or on a Dask cluster."""

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import as_completed as finished
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from detente._deaf import deaf
from detente._errors import ImpactError
from detente._plain_script import apart_from_script

__all__ = ["check_where", "run_blocks"]

Array = npt.NDArray[np.float64]
Task = Callable[..., Array]

RETRIES = 3
ANSWER = 5.0
"""How long a scheduler may take to answer [s]."""

WORKERS = 30.0
"""How long its first worker may take to come, or to come back [s]."""

MOST_WORKERS = 512
"""Processes on one machine [count]."""


def check_where(workers: int | None, scheduler: str | None) -> None:
    """Refuse a place to run before anything long is computed.

    Parameters
    ----------
    workers, scheduler
        As of `run_blocks`.

    Raises
    ------
    ImpactError
        If there are no workers or too many, both are given, or the address is none.
    """
    if workers is not None and workers < 1:
        raise ImpactError(f"workers is {workers}: give at least 1")
    if workers is not None and workers > MOST_WORKERS:
        raise ImpactError(
            f"workers is {workers}: give at most {MOST_WORKERS} processes of one machine; a "
            "cluster is named with scheduler"
        )
    if scheduler is None:
        return
    if workers is not None:
        raise ImpactError("give workers or a scheduler, not both: a cluster has its own workers")
    try:
        fine = bool(urlsplit(scheduler).port and urlsplit(scheduler).scheme)
    except ValueError:
        fine = False
    if not fine:
        raise ImpactError(f"scheduler {scheduler}: give its address, such as tcp://host:8786")


def run_blocks(
    task: Task,
    shared: object,
    blocks: Sequence[tuple[int, Any]],
    *,
    workers: int | None = None,
    scheduler: str | None = None,
) -> Iterator[tuple[int, Array]]:
    """Run a task over blocks, and give each result as soon as it is there.

    Parameters
    ----------
    task
        Called with ``shared`` and a block's work.
    shared
        What all blocks need, such as the table; sent to each worker once.
    blocks
        Number and work of each.
    workers
        Processes on this machine; threads of this process if neither this nor a scheduler is given.
    scheduler
        Address of a Dask scheduler, such as ``tcp://host:8786``.

    Yields
    ------
    tuple
        Number of a block and its result, in the order in which they finish.

    Raises
    ------
    ImpactError
        If Dask is not installed, the scheduler cannot be reached, has no workers or goes away, or a
        task ends its worker whenever it runs.
    """
    if workers is None and scheduler is None:
        # One limit around all: a thread that ends must not lift that of the others.
        with threadpool_limits(1), ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            running = {pool.submit(task, shared, work): number for number, work in blocks}
            try:
                for done in finished(running):
                    yield running[done], done.result()
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
        return
    try:
        from distributed import Client, LocalCluster  # noqa: PLC0415 - an extra
        from distributed.client import FutureCancelledError  # noqa: PLC0415
        from distributed.scheduler import KilledWorker  # noqa: PLC0415
    except ImportError:
        raise ImpactError(
            "--workers and --scheduler need Dask: python -m pip install 'detente[scale]'"
        ) from None
    with contextlib.ExitStack() as stack:
        if scheduler is None:
            stack.enter_context(apart_from_script())
            with deaf():
                local = LocalCluster(  # type: ignore[no-untyped-call]
                    n_workers=workers,
                    threads_per_worker=1,
                    processes=True,
                    dashboard_address=":0",  # any free port: another cluster may have the usual
                    scheduler_kwargs={"dashboard": False},
                    silence_logs=50,
                )
            cluster = stack.enter_context(local)
        try:
            client = stack.enter_context(
                Client(  # type: ignore[no-untyped-call]
                    scheduler or cluster, timeout=ANSWER, set_as_default=False
                )
            )
        except (OSError, ValueError) as error:
            raise ImpactError(f"no Dask scheduler answers at {scheduler}: {error}") from None
        try:
            client.wait_for_workers(1, timeout=WORKERS)
        except TimeoutError:
            raise ImpactError(
                f"the Dask scheduler at {scheduler} has no workers: start some with dask worker"
            ) from None
        try:
            yield from _on_cluster(client, task, shared, blocks)
        except KilledWorker:
            raise ImpactError(
                "a task ended its worker again and again, mostly for want of memory: give fewer "
                "workers or larger ones; the same command goes on from what is done"
            ) from None
        except ModuleNotFoundError as error:
            raise ImpactError(
                f"the workers have no {error.name}: install the same détente there as here"
            ) from None
        except (OSError, FutureCancelledError, TimeoutError) as error:
            raise ImpactError(
                f"the Dask cluster went away ({type(error).__name__}): give the same command "
                "again, and it goes on from what is done"
            ) from None


def _on_cluster(
    client: Any,  # noqa: ANN401 - of an extra
    task: Task,
    shared: object,
    blocks: Sequence[tuple[int, Any]],
) -> Iterator[tuple[int, Array]]:
    """Give blocks to a cluster; send what they share once more if it is lost with its workers."""
    from distributed import as_completed  # noqa: PLC0415
    from distributed.client import FutureCancelledError  # noqa: PLC0415

    missing = dict(blocks)
    for attempt in range(RETRIES + 1):
        sent = client.scatter(shared, broadcast=True, hash=False, timeout=WORKERS)
        futures = {
            client.submit(task, sent, work, pure=False, retries=RETRIES): number
            for number, work in missing.items()
        }
        try:
            for done in as_completed(list(futures), loop=client.loop):  # type: ignore[no-untyped-call]
                result = done.result()
                del missing[futures[done]]
                yield futures[done], result
                done.release()
        except FutureCancelledError:
            if client.status != "running" or attempt == RETRIES:
                raise
            continue
        return
