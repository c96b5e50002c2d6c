"""Processes that share out work: where the system can copy a process, they need not read what this one has read."""

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
"""Whether such a process is a copy of this one. Elsewhere it starts anew, is sent what it needs, and takes longer."""

_MOST = 61  # Windows cannot wait for more


@contextmanager
def worker_pool(folder: Path, count: int, begin: Callable[..., None], *needed: object) -> Iterator[Executor]:
    """Up to so many processes to read `folder`, which first call `begin` with what they need; they begin at once.

    What is still to be done when the context ends is dropped. Raises InputError where the system ends one of them.
    """
    # Only archives need these, and they take a while to import.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    context = multiprocessing.get_context("fork" if CAN_FORK else "spawn")
    made = ProcessPoolExecutor(min(count, _MOST), context, begin, needed)
    try:
        with warnings.catch_warnings():
            # The copies use no thread of ours: they read files, write files and run checks.
            warnings.filterwarnings("ignore", "This process", DeprecationWarning)
            made.submit(bool)  # the first task starts them all
        yield made
    except BrokenProcessPool as error:
        what = "the system ended a process that was reading this, as it does when memory is short"
        raise input_error(folder, what, "run it again where there is more") from error
    finally:
        made.shutdown(cancel_futures=True)
