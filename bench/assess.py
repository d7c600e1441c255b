"""Times rankings of `agglom` beside pymcdm on one generated matrix; see README.md."""

import os
import subprocess
import time
from pathlib import Path

import numpy
from pymcdm import methods, weights

ROOT = Path(__file__).resolve().parent.parent


def best(task, runs=5):
    """Wall seconds of the fastest run."""

    def once():
        start = time.perf_counter()
        task()
        return time.perf_counter() - start

    return min(once() for _ in range(runs))


def compare(folder):
    print(f"models: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    printed = subprocess.run([ROOT / "target/release/examples/speed", folder], check=True, capture_output=True, text=True).stdout
    print(printed, end="")
    ours = {line.split(" s  ", 1)[1].split(",")[0]: float(line.split()[0]) for line in printed.splitlines()}
    matrix = numpy.loadtxt(folder / "matrix.csv", delimiter=",")
    types = numpy.array([-1 if i % 3 == 2 else 1 for i in range(matrix.shape[1])])
    equal = numpy.full(matrix.shape[1], 1 / matrix.shape[1])
    tasks = {
        "topsis": lambda: methods.TOPSIS()(matrix, equal, types),
        "vikor": lambda: methods.VIKOR()(matrix, equal, types),
        "entropy": lambda: weights.entropy_weights(matrix),
        "critic": lambda: weights.critic_weights(matrix),
    }
    for name, task in tasks.items():
        theirs = best(task)
        print(f"{theirs:9.4f} s  pymcdm, {name}: agglom's whole analysis takes {ours[name] / theirs:.2f} times as long")
    print(f"load {os.getloadavg()[0]:.1f} at the end")
