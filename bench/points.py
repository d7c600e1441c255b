"""Times measures of points and regions of `agglom` beside scikit-learn, hdbscan, fast_hdbscan, pointpats and esda; see README.md."""

import numpy
from clock import beside, load, ours


def peers(folder):
    """What others do on the same data: their name, the task of `agglom` it answers to, and the work."""

    def table(name):
        return numpy.loadtxt(folder / name, delimiter=",", skiprows=1)

    def clusters(n):
        from sklearn.cluster import DBSCAN, HDBSCAN

        xy = table(f"towns_{n}.csv")
        yield "scikit-learn", f"dbscan, {n} points", lambda: DBSCAN(eps=100, min_samples=10).fit(xy)
        if n <= 100_000:
            yield "scikit-learn", f"hdbscan, {n} points", lambda: HDBSCAN(min_cluster_size=10, min_samples=10, copy=True).fit(xy)
        try:
            import fast_hdbscan

            fast_hdbscan.HDBSCAN(min_cluster_size=10, min_samples=10).fit(xy[:5000])  # compiles
            yield "fast_hdbscan", f"hdbscan, {n} points", lambda: fast_hdbscan.HDBSCAN(min_cluster_size=10, min_samples=10).fit(xy)
        except ImportError:
            pass
        try:
            import hdbscan

            exact = hdbscan.HDBSCAN(min_cluster_size=10, min_samples=9, approx_min_span_tree=False)
            if n <= 100_000:
                yield "hdbscan", f"hdbscan, {n} points", lambda: exact.fit(xy)
        except ImportError:
            pass

    def ripley():
        try:
            from pointpats import distance_statistics

            xy = table("scattered.csv")
            support = numpy.linspace(0, 25_000, 41)
            yield "pointpats", "ripley", lambda: distance_statistics.k_test(xy, support=support, n_simulations=99)
        except ImportError:
            pass

    def moran(n):
        try:
            import libpysal
            from esda import Moran_Local

            rows = table(f"regions_{n}.csv")
            weights = libpysal.weights.KNN(rows[:, :2], k=6)
            small = libpysal.weights.KNN(rows[:100, :2], k=6)
            Moran_Local(rows[:100, 2], small, permutations=9)  # compiles
            yield "esda", f"local_moran, {n} regions", lambda: Moran_Local(rows[:, 2], weights, permutations=999, keep_simulations=False, n_jobs=2)
        except ImportError:
            pass

    for n in [100_000, 1_000_000]:
        yield from clusters(n)
    yield from ripley()
    for n in [3_000, 100_000]:
        yield from moran(n)


def compare(folder):
    tasks = ours("speed_of_points", folder)
    for name, task, work in peers(folder):
        beside(next(seconds for what, seconds in tasks.items() if what.startswith(task)), work, f"{name}, {task}")
    print(f"load {load()} at the end")
