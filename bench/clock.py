"""How tasks are timed, here and by the tools of `agglom` that print a line per task."""

import contextlib
import io
import os
import subprocess
import time
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def spent(task):
    """Wall and CPU seconds of one silent run."""
    wall, cpu = time.perf_counter(), time.process_time()
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        task()
    return time.perf_counter() - wall, time.process_time() - cpu


def best(task, runs=5):
    """Wall seconds of the fastest run."""
    return min(spent(task)[0] for _ in range(runs))


def ours(tool, folder):
    """What one of our tools says when it is run on a folder: wall and CPU seconds by task."""
    print(f"{os.cpu_count()} cores, load {load()} at the start")
    printed = subprocess.run([ROOT / "target/release/examples" / tool, folder], check=True, capture_output=True, text=True).stdout
    print(printed, end="")
    return {line.split("CPU s  ", 1)[1]: (float(line.split()[0]), float(line.split()[2])) for line in printed.splitlines()}


def beside(own, work, name):
    """Times what another does and prints it with the ratios."""
    wall, cpu = spent(work)
    ratios = f"agglom takes x{own[0] / wall:.4f} time, x{own[1] / max(cpu, 0.01):.4f} CPU"
    print(f"{wall:9.4f} s {cpu:9.3f} CPU s  {name}: {ratios}", flush=True)


def load():
    return f"{os.getloadavg()[0]:.1f}"
