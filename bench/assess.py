"""Times rankings of `agglom` beside pymcdm on one generated matrix; see README.md."""

import numpy
from clock import best, load, ours
from pymcdm import methods, weights


def compare(folder):
    tasks = {name.split(",")[0]: wall for name, (wall, _) in ours("speed", folder).items()}
    matrix = numpy.loadtxt(folder / "matrix.csv", delimiter=",")
    types = numpy.array([-1 if i % 3 == 2 else 1 for i in range(matrix.shape[1])])
    equal = numpy.full(matrix.shape[1], 1 / matrix.shape[1])
    rankings = {
        "topsis": lambda: methods.TOPSIS()(matrix, equal, types),
        "vikor": lambda: methods.VIKOR()(matrix, equal, types),
        "entropy": lambda: weights.entropy_weights(matrix),
        "critic": lambda: weights.critic_weights(matrix),
    }
    for name, task in rankings.items():
        theirs = best(task)
        print(f"{theirs:9.4f} s  pymcdm, {name}: agglom's whole analysis takes {tasks[name] / theirs:.2f} times as long")
    print(f"load {load()} at the end")
