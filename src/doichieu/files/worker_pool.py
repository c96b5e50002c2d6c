"""A pool of worker processes. Forked workers share what this process has read, so they need not read it again."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from doichieu.files.problems import input_error

if TYPE_CHECKING:
    from concurrent.futures import Executor

CAN_FORK = sys.platform == "linux"
"""Whether workers are forked copies of this process. Elsewhere they start empty and are sent their data: slower."""

_MOST = 61  # Windows supports no more workers in a pool


@contextmanager
def worker_pool(folder: Path, count: int, begin: Callable[..., None], *needed: object) -> Iterator[Executor]:
    """A pool of up to `count` processes that read `folder`; each calls `begin(*needed)` when it starts, at once.

    Tasks that are pending when the context ends are cancelled. Raises InputError if the system kills a worker.
    """
    # Only archives need these, and they are slow to import.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    context = multiprocessing.get_context("fork" if CAN_FORK else "spawn")
    pool = ProcessPoolExecutor(min(count, _MOST), context, begin, needed)
    try:
        with warnings.catch_warnings():
            # Forking is safe here: workers use no thread of this process; they read and write files and run checks.
            warnings.filterwarnings("ignore", "This process", DeprecationWarning)
            pool.submit(bool)  # the first task starts them all
        yield pool
    except BrokenProcessPool as error:
        what = "the system ended a process that was reading this, as it does when memory is short"
        raise input_error(folder, what, "run it again on a machine with more memory") from error
    finally:
        pool.shutdown(cancel_futures=True)
