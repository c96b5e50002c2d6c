"""Check an archive on a standalone cluster of Spark that is started here for it: one master, two workers on loopback.

    python tests/spark/cluster.py

It makes up an archive, packs it, checks it on the cluster and on DuckDB, and holds what was found against what was
planted. It ends with 1 where anything differs; whatever happens, the cluster is stopped.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from doichieu.testing.archive_generator import Planted, generate

CLAIMS, EVERY, HOT = 21_000, 4, 60  # 1,050 documents and those that all say something else of one fact
WORKERS, MEMORY = 2, "1g"
_STARTING, _CHECKING = 60, 400  # seconds
_MASTER, _WORKER = "org.apache.spark.deploy.master.Master", "org.apache.spark.deploy.worker.Worker"


def main() -> int:
    """Do it and tell it; 0 where all agrees."""
    with tempfile.TemporaryDirectory(prefix="doichieu-") as scratch:
        folder = Path(scratch)
        planted = generate(folder / "made-up", CLAIMS, every=EVERY, texts=True, hot=HOT)
        table = folder / "packed" / "claims.parquet"
        environment = os.environ | {"DOICHIEU_TEXTS": str(folder / "made-up" / "texts")}
        told = _doichieu(["pack", str(folder / "made-up"), "-o", str(table)], environment, {0})
        print(f"packed: {told.strip().rpartition('/')[2]}", flush=True)
        with cluster(folder / "cluster") as master:
            print(f"cluster: {master}, {WORKERS} workers of 1 core and {MEMORY} each", flush=True)
            reports = []
            for name, options in (("duckdb", []), ("spark", ["--engine", "spark", "--master", master])):
                begun = time.perf_counter()
                target = folder / f"{name}.json"
                call = ["check", str(table), "--format", f"json={target}", *options]
                _doichieu(call, environment | _at_home(), {1})
                reports.append(target.read_bytes())
                print(f"{name}: {time.perf_counter() - begun:.1f} s, {len(reports[-1]):,} bytes of report", flush=True)
            ran = _applications(folder / "cluster" / "master.log")
        print(f"applications that the master ran: {ran}")
        alike = reports[0] == reports[1]
        print(f"both reports are {'the same to the byte' if alike else 'NOT THE SAME'}")
        missed, extra = _held(json.loads(reports[1]), planted)
        print(f"planted: {len(planted)}, missed: {len(missed)}, found beside them: {len(extra)}")
        for one in [*sorted(missed), *sorted(extra)][:10]:
            print(f"  {one}")
        return 0 if ran == 1 and alike and not missed and not extra else 1


@contextmanager
def cluster(scratch: Path, workers: int = WORKERS) -> Iterator[str]:
    """The address of a master with so many workers on loopback; their logs lie in `scratch`."""
    scratch.mkdir(parents=True)
    port, processes = _free_port(), list[subprocess.Popen[bytes]]()
    master = f"spark://127.0.0.1:{port}"
    here = ["--host", "127.0.0.1", "--webui-port", "0"]
    try:
        processes.append(_start([_MASTER, *here, "--port", str(port)], scratch / "master.log"))
        _wait_for(scratch / "master.log", "New state: ALIVE", 1, processes)
        for number in range(workers):
            work = ["--cores", "1", "--memory", MEMORY, "--work-dir", str(scratch / f"work-{number}"), master]
            processes.append(_start([_WORKER, *here, *work], scratch / f"worker-{number}.log"))
        _wait_for(scratch / "master.log", "Registering worker", workers, processes)
        yield master
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)  # it leads a group of its own: see _start
                process.wait()


def _start(call: list[str], log: Path) -> subprocess.Popen[bytes]:
    import pyspark

    home = Path(pyspark.__file__).parent
    # spark-class becomes the Java that it starts, so a signal to it reaches that
    command = [str(home / "bin" / "spark-class"), *call]
    with log.open("wb") as file:
        return subprocess.Popen(
            command, stdout=file, stderr=subprocess.STDOUT, env=os.environ | _at_home(), start_new_session=True
        )


def _at_home() -> dict[str, str]:
    """What keeps Spark on this machine, with the Python that runs this, and small."""
    return {
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_NO_DAEMONIZE": "1",
    }


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(log: Path, words: str, times: int, processes: list[subprocess.Popen[bytes]]) -> None:
    """Wait until a log says so often what is awaited. Raises RuntimeError with the end of the log where it does not."""
    until = time.monotonic() + _STARTING
    while time.monotonic() < until and all(process.poll() is None for process in processes):
        if log.read_text(errors="replace").count(words) >= times:
            return
        time.sleep(0.1)
    end = log.read_text(errors="replace")[-2000:]
    raise RuntimeError(f"Spark did not say '{words}' in {_STARTING} s, but:\n{end}")


def _applications(log: Path) -> int:
    return len(set(re.findall(r"Registered app \S+ with ID (\S+)", log.read_text(errors="replace"))))


def _doichieu(call: list[str], environment: dict[str, str], codes: set[int]) -> str:
    run = subprocess.run(
        [Path(sys.executable).with_name("doichieu"), *call],
        env=environment, capture_output=True, text=True, timeout=_CHECKING,
    )  # fmt: skip
    if run.returncode not in codes:
        raise RuntimeError(f"doichieu {call[0]} ended with {run.returncode}:\n{run.stderr[-3000:]}")
    return run.stdout


def _held(report: dict[str, Any], planted: list[Planted]) -> tuple[set[Planted], set[Planted]]:
    """What was planted and not found, and what was found and not planted; the hot fact is one discrepancy."""
    bent = {(one.document, one.claim) for one in planted}
    found = set()
    for item in report["discrepancies"]:
        claims = [(claim["document"], claim["claim"]) for claim in item["claims"]]
        found.add(Planted(item["check"], *next((claim for claim in claims if claim in bent), claims[0])))
    hot = {one for one in found if one.document.startswith("hot")}
    if {one.check for one in hot} != {"figures.disagree"}:
        return set(planted) - found, found - set(planted)
    return set(planted) - found, found - hot - set(planted)


if __name__ == "__main__":
    sys.exit(main())
