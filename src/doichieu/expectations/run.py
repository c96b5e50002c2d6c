"""Validate a dossier's tables with the suite: the required libraries, the engine, and the run itself."""

from __future__ import annotations

import logging
import os
import warnings
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from doichieu.expectations.frames import dossier_tables, pandas_frames, spark_frames
from doichieu.expectations.suite import Outcome, Table
from doichieu.files.problems import input_error
from doichieu.model.claims import Dossier

_NEEDED = {"pandas": {"great_expectations": "gx", "pandas": "gx"}}
_NEEDED["spark"] = {**_NEEDED["pandas"], "pyspark": "spark"}


def run_suite(
    dossier: Dossier, engine: str = "pandas", master: str = "", data_docs: Path | None = None, language: str = "en"
) -> list[Outcome]:
    """The outcome of each expectation on a dossier, in the order of the suite.

    Raises InputError if a library is not installed, or if Spark does not start at `master`.
    """
    library = _library(engine)
    frames: dict[Table, Any]
    if engine == "spark":
        from doichieu.runner.spark.engine import spark_session

        frames = spark_frames(dossier.tables or dossier_tables(dossier), spark_session(master))
    else:
        frames = pandas_frames(dossier_tables(dossier))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        outcomes: list[Outcome] = library.validate(frames, engine, data_docs=data_docs, language=language)
    return outcomes


def _library(engine: str) -> ModuleType:
    """Import our module that uses Great Expectations, with the library's usage statistics turned off."""
    for name, extra in _NEEDED[engine].items():
        if find_spec(name) is None:
            raise input_error(name, "this library is not installed", f"install it with pip install 'doichieu[{extra}]'")
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its warnings are for its own developers
            from doichieu.expectations import gx as expectations_gx
    except SystemExit as stop:  # some versions of pyspark exit if one of their dependencies is missing
        what = "great_expectations cannot be used with this version of it"
        raise input_error("pyspark", what, "install another with pip install 'doichieu[spark]'") from stop
    return expectations_gx
