"""Every job of the project: `python3 noxfile.py -l` lists them, and needs nothing but Python to start."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent

try:
    import nox
except ModuleNotFoundError:
    if __name__ != "__main__":
        raise
    # Nothing is installed yet: bring nox into a folder of its own and start again from there.
    home = ROOT / ".nox" / "bootstrap"
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not list(python.parent.glob("nox*")):
        print("Installing nox into .nox/bootstrap, once", file=sys.stderr, flush=True)
        for step in (
            [sys.executable, "-m", "venv", str(home)],
            [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "nox[uv]>=2025.5.1"],
        ):
            done = subprocess.run(step, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            if done.returncode:
                sys.exit(f"{done.stdout}nox could not be installed: that is what failed")
    sys.exit(subprocess.run([python, *sys.argv]).returncode)

nox.needs_version = ">=2025.5.1"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["check"]

os.environ.setdefault("UV_COMPILE_BYTECODE", "1")  # or each start would compile what it imports
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # and each worker the tests, anew in every run

PROJECT = nox.project.load_toml("pyproject.toml")


def install(session: nox.Session, *groups: str) -> None:
    """Install the project as it stands here, with these dependency groups."""
    session.install("--quiet", "-e", ".", *nox.project.dependency_groups(PROJECT, *groups))
    session.run("python", "-m", "compileall", "-q", "src", "checks", silent=True)


@nox.session
def check(session: nox.Session) -> None:
    """The gate: every dossier in claims/, as pytest items, one a document and check."""
    install(session, "test")
    session.run("pytest", "claims", "-q", "--no-header", *session.posargs)


@nox.session
def report(session: nox.Session) -> None:
    """Check the dossiers and write reports/<dossier>/index.html and report.json."""
    install(session)
    session.run("doichieu", "report", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """The tests of the engine, the checks' cases, the command and the plugin."""
    install(session, "test")
    session.run("pytest", "-q", "-n", "auto", *session.posargs)


@nox.session
def coverage(session: nox.Session) -> None:
    """The tests but the properties, and their coverage; fails if a worker's data is missing, or below 95 %."""
    install(session, "coverage")
    session.run("coverage", "erase")
    once = ["-m", "not properties"]  # they run the same lines again with other values
    session.run("coverage", "run", "-m", "pytest", "-q", "-n", "auto", "-p", "tests.covered", *once, *session.posargs)
    session.run("coverage", "combine", "--quiet")
    session.run("coverage", "report", *([] if session.posargs else ["--fail-under=95"]))


@nox.session
def expectations(session: nox.Session) -> None:
    """What a data team expects of the tables: its tests on pandas and Spark, then the dossiers in claims/."""
    install(session, "expectations")
    session.run("pytest", "tests/expectations", "-q", "-n2", "--dist=loadfile", *session.posargs)
    session.run("doichieu", "expectations", success_codes=[0, 1])  # what disagrees on purpose fails there


@nox.session
def spark(session: nox.Session) -> None:
    """The same found on Spark as on DuckDB, in this process and on a standalone cluster that is started for it."""
    install(session, "spark")
    # PySpark leaves it to the garbage collector to close the sockets that results came through
    quiet = "ignore:unclosed <socket:ResourceWarning"
    session.run("pytest", "tests/spark", "-q", "-W", quiet, *session.posargs)
    session.run("python", "tests/spark/cluster.py")


@nox.session
def properties(session: nox.Session) -> None:
    """The hypothesis properties at depth: forty times the examples of a test run, fresh ones each time."""
    install(session, "test")
    session.run("pytest", "-m", "properties", "-n", "auto", "--hypothesis-profile=deep", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Style, formatting and the direction of imports."""
    install(session, "lint")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("lint-imports", "--no-cache")


@nox.session
def typing(session: nox.Session) -> None:
    """mypy, strictly, over engine, checks and tests."""
    install(session, "typing")
    session.run("mypy")


@nox.session
def docs(session: nox.Session) -> None:
    """Write docs/reference from schemas, checks and docstrings; fail where it was out of date."""
    install(session, "test")
    session.run("python", "docs/reference.py")
    session.run("git", "diff", "--exit-code", "--stat", "docs/reference", external=True)


@nox.session
def wheel(session: nox.Session) -> None:
    """Build the wheel, install it clean, begin a project with it and run its gate there."""
    session.install("--quiet", "build")
    dist = session.create_tmp()
    session.run("python", "-m", "build", "--outdir", dist, ".", silent=True)
    built = max(Path(dist).glob("*.whl"), key=lambda path: path.stat().st_mtime)
    session.install("--quiet", "--reinstall-package", "doichieu", str(built), "pytest")
    session.run("python", "tests/wheel.py", str(built))


NU = "vnu-jar@26.9.27"  # the Nu Html Checker, which comes by npm and runs on Java


@nox.session
def browser(session: nox.Session) -> None:
    """The report page in Chromium: each view, the keyboard, addresses, paper, axe-core, the Nu checker, its looks."""
    install(session, "browser")
    folder = Path(session.cache_dir, "nu")
    session.run("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), NU, external=True)
    jar = folder / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    # two at a time: a test is a Python and a Chromium, and more of them than cores only wait for one another
    session.run("python", "-m", "pytest", "tests/browser", "-q", "-n", "2", *session.posargs, env={"NU": str(jar)})


@nox.session
def picture(session: nox.Session) -> None:
    """Make docs/picture.png and the pictures that the page's looks are held against, where a change is meant."""
    install(session, "browser")
    session.run("python", "-m", "tests.browser.pictures")


@nox.session(name="bench-reading")
def bench_reading(session: nox.Session) -> None:
    """Measure the reader beside others: how right, how fast, how soon it begins; a peer that is not there is named."""
    install(session, "bench")
    folder = session.create_tmp()
    if shutil.which("npm"):
        quiet = ("--silent", "--no-audit", "--no-fund", "--prefix", folder)
        session.run("npm", "install", *quiet, "chrono-node@^2.9", external=True, success_codes=range(256))
    session.run("python", "benchmarks/reading.py", "--chrono", folder, *session.posargs)
    session.run("python", "benchmarks/linear.py")


@nox.session
def bench(session: nox.Session) -> None:
    """Measure archives of 10^4 to 10^7 claims beside the bare group-by; it takes half an hour."""
    install(session, "test", "bench-archive")
    session.run("python", "benchmarks/archive.py", "--sizes", "1e4", "1e5", "1e6", "1e7", *session.posargs)


if __name__ == "__main__":
    nox.main()
