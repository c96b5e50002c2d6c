"""Hold a dossier's tables against the suite: what must be installed, the engine, and the run itself."""

from __future__ import annotations

import logging
import os
import shutil
import warnings
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from doichieu.expectations import Outcome, Table
from doichieu.expectations_tables import dossier_tables, pandas_frames, spark_frames
from doichieu.files import InputError, Problem
from doichieu.model import Dossier

LOCAL = "local[2]"
_NEEDED = {"pandas": {"great_expectations": "gx", "pandas": "gx"}}
_NEEDED["spark"] = {**_NEEDED["pandas"], "pyspark": "spark"}


def held_against_suite(
    dossier: Dossier, engine: str = "pandas", master: str = "", data_docs: Path | None = None, language: str = "en"
) -> list[Outcome]:
    """How each expectation comes out on a dossier, in the order of the suite.

    Raises InputError where a library is not installed, or Spark does not start at `master`.
    """
    library = _library(engine)
    raw = dossier_tables(dossier)
    frames: dict[Table, Any]
    frames = spark_frames(raw, spark_session(master)) if engine == "spark" else pandas_frames(raw)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        outcomes: list[Outcome] = library.validate(frames, engine, data_docs=data_docs, language=language)
    return outcomes


def _library(engine: str) -> ModuleType:
    """Our module that stands on Great Expectations, which may tell nobody that it is used."""
    for name, extra in _NEEDED[engine].items():
        if find_spec(name) is None:
            raise _wrong(name, "this library is not installed", f"install it with pip install 'doichieu[{extra}]'")
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it warns of on the way is for its own makers
            from doichieu import expectations_gx
    except SystemExit as stop:  # some versions of pyspark leave the process where a part of theirs is missing
        what = "great_expectations cannot be used with this version of it"
        raise _wrong("pyspark", what, "install another with pip install 'doichieu[spark]'") from stop
    return expectations_gx


def spark_session(master: str = "") -> Any:
    """Spark at an address, or in this process on two cores where none is given."""
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise _wrong("java", "Spark runs on Java, and there is none here", "install Java 17, or leave --engine out")
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("doichieu").master(master or LOCAL)
    options = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}
    if not master:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        options |= {"spark.driver.bindAddress": "127.0.0.1", "spark.sql.shuffle.partitions": "2"}
    for name, value in options.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except Exception as error:  # whatever Spark or Java raises, the address is what the call can change
        what = f"Spark does not start at {master or LOCAL} ({type(error).__name__})"
        raise _wrong("--master", what, "name a master that runs, or leave --master out") from error


def _wrong(name: str, what: str, todo: str) -> InputError:
    return InputError([Problem(Path(name), 0, 0, "", what, todo)])
