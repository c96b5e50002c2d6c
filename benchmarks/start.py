"""What a reader costs before it has read a word: the time and memory of a fresh process that reads one sentence."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from benchmarks.peers import Tool

# The process is begun by another as small as can be: what a process has used counts from its parent's size on.
_BEGIN = """
import os, sys, time
away = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
begun = time.perf_counter()
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=away)
_, status, used = os.wait4(pid, 0)
print(time.perf_counter() - begun, used.ru_maxrss, status)
"""
_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes


class Start(NamedTuple):
    """Wall time in seconds and peak resident memory in bytes."""

    seconds: float
    memory: float


def starts(tools: Sequence[Tool], language: str, rounds: int) -> Iterator[tuple[str, Start]]:
    """The median start of a bare Python, of a bare Node where there is one, and of each tool, begun in turn."""
    commands = {"python -c pass": [sys.executable, "-c", "pass"]}
    if any("node" in tool.start(language)[0] for tool in tools) and (node := shutil.which("node")):
        commands["node -e 0"] = [node, "-e", "0"]
    commands |= {tool.name: tool.start(language) for tool in tools}
    begun: dict[str, list[Start]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            begun[name].append(begin(command))
    for name, times in begun.items():
        yield name, Start(median(one.seconds for one in times), median(one.memory for one in times))


def begin(command: Sequence[str]) -> Start:
    """Run a command to its end and measure it."""
    launch = [sys.executable, "-I", "-S", "-c", _BEGIN, *command]
    done = subprocess.run(launch, capture_output=True, text=True, check=True)
    seconds, peak, status = done.stdout.split()
    if int(status):
        raise RuntimeError(f"{' '.join(command)} fails:\n{done.stderr}")
    return Start(float(seconds), int(peak) * _UNIT)
