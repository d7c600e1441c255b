"""Times the industry space of `agglom` beside ecomplexity, econcomplex and economic-complexity on the same matrices; see README.md."""

import contextlib
import io
import os
import subprocess
import time
import warnings
from pathlib import Path

import numpy

ROOT = Path(__file__).resolve().parent.parent
SIZES = ["250x1000x1", "250x1000x5", "3000x1000x1"]


def spent(task):
    """Wall and CPU seconds of one run."""
    wall, cpu = time.perf_counter(), time.process_time()
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        task()
    return time.perf_counter() - wall, time.process_time() - cpu


def peers(folder, size):
    """What others do on the same matrices: their name and the work, which is presence, ECI, PCI, proximity, density, COI and COG."""
    import pandas

    years = int(size.split("x")[2])
    tables = [numpy.loadtxt(folder / f"space_{size}_{year}.csv", delimiter=",") for year in range(years)]

    def ecomplexity():
        from ecomplexity import ecomplexity

        frames = []
        for year, table in enumerate(tables):
            region, industry = numpy.nonzero(table)
            frames.append(pandas.DataFrame({"year": year, "region": region, "industry": industry, "value": table[region, industry]}))
        data = pandas.concat(frames)
        columns = {"time": "year", "loc": "region", "prod": "industry", "val": "value"}
        return lambda: ecomplexity(data, columns, check_logsupermodularity=False, verbose=False)

    def econcomplex():
        from econcomplex.complexity.eigenvector import eci_pci_eigenvector
        from econcomplex.outlook.coi_cog import complexity_outlook_gain, complexity_outlook_index
        from econcomplex.relatedness.density import relatedness_density
        from econcomplex.relatedness.proximity import proximity

        def work():
            for table in tables:
                eci_pci_eigenvector(table)
                phi = proximity(table, compute="product")["product"]
                relatedness_density(table, phi=phi)
                pci = numpy.zeros(table.shape[1])
                complexity_outlook_index(table, pci, phi=phi)
                complexity_outlook_gain(table, pci, phi=phi)

        return work

    def economic_complexity():
        from economic_complexity import complexity, rca, relatedness

        def work():
            for table in tables:
                shares = rca(pandas.DataFrame(table))
                complexity(shares)
                binary = shares.ge(1).to_numpy(float)
                both = binary.T @ binary
                ubiquity = numpy.maximum(numpy.diag(both), 1)
                # Its own proximity fails with pandas 3 (read-only arrays), so it is made for it.
                phi = pandas.DataFrame(both / numpy.maximum.outer(ubiquity, ubiquity), index=shares.columns, columns=shares.columns)
                relatedness(shares, proximities=phi)

        return work

    for name, prepare in [
        ("ecomplexity", ecomplexity),
        ("econcomplex", econcomplex),
        ("economic-complexity (no COI, no COG, 20 reflections)", economic_complexity),
    ]:
        try:
            yield name, prepare()
        except ImportError:
            pass


def compare(folder):
    print(f"space: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    tool = ROOT / "target/release/examples/speed_of_space"
    printed = subprocess.run([tool, folder], check=True, capture_output=True, text=True).stdout
    print(printed, end="")
    ours = {line.split("CPU s  ", 1)[1]: (float(line.split()[0]), float(line.split()[2])) for line in printed.splitlines()}
    for size in SIZES:
        own = ours[f"everything, {size}"]
        for name, work in peers(folder, size):
            wall, cpu = spent(work)
            ratios = f"agglom takes x{own[0] / wall:.4f} time, x{own[1] / max(cpu, 0.01):.4f} CPU"
            print(f"{wall:9.3f} s {cpu:9.3f} CPU s  {name}, {size}: {ratios}", flush=True)
    print(f"load {os.getloadavg()[0]:.1f} at the end")
