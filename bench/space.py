"""Times the industry space of `agglom` beside ecomplexity, econcomplex and economic-complexity on the same matrices; see README.md."""

import numpy
from clock import beside, load, ours

SIZES = ["250x1000x1", "250x1000x5", "3000x1000x1"]


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
    tasks = ours("speed_of_space", folder)
    for size in SIZES:
        for name, work in peers(folder, size):
            beside(tasks[f"everything, {size}"], work, f"{name}, {size}")
    print(f"load {load()} at the end")
