"""Times `agglom` beside other tools: tables (Polars, DuckDB), models (`assess.py`), points and regions (`points.py`), the industry space (`space.py`), many places (`places.py`); see README.md."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from clock import ROOT, load

STUDY = """title = "Speed"
seed = 1

[sources.register]
path = "register.{format}"
columns = {{ id = "id", industry = "industry", size = "jobs", {region} }}
{regions}

[[analysis]]
method = "concentration"
source = "register"
"""
LOCATED = {"region": 'lon = "lon", lat = "lat"', "regions": 'regions = { path = "regions.geojson", id = "code" }'}
CODED = {"region": 'region = "town"', "regions": ""}


def polars_located(path):
    """Points in polygons by Shapely's tree, sums by Polars."""
    import json

    import polars
    import shapely

    features = json.loads((path.parent / "regions.geojson").read_text())["features"]
    codes = [f["properties"]["code"] for f in features]
    tree = shapely.STRtree([shapely.geometry.shape(f["geometry"]) for f in features])
    columns = ["industry", "lon", "lat", "jobs"]
    table = read(polars, path, columns)
    points = shapely.points(table["lon"].to_numpy(), table["lat"].to_numpy())
    rows, regions = tree.query(points, predicate="intersects")
    located = table[rows.astype("uint32")].with_columns(polars.Series("region", [codes[r] for r in regions]))
    print(located.group_by("region", "industry").agg(polars.col("jobs").sum(), polars.len()).height)


def polars_coded(path):
    import polars

    table = read(polars, path, ["town", "industry", "jobs"])
    print(table.group_by("town", "industry").agg(polars.col("jobs").sum(), polars.len()).height)


def read(polars, path, columns):
    if path.suffix == ".parquet":
        return polars.read_parquet(path, columns=columns)
    return polars.read_csv(path, columns=columns, schema_overrides={"industry": polars.String, "town": polars.String})


def duckdb_coded(path):
    import duckdb

    table = f"read_parquet('{path}')" if path.suffix == ".parquet" else f"read_csv('{path}', types={{'industry': 'VARCHAR', 'town': 'VARCHAR'}})"
    print(len(duckdb.sql(f"select town, industry, sum(jobs), count(*) from {table} group by all").fetchall()))


PEERS = {"located": {"Polars + Shapely": polars_located}, "coded": {"Polars": polars_coded, "DuckDB": duckdb_coded}}


def timed(command):
    """Wall seconds, CPU seconds and peak megabytes of a process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def best(command, runs):
    return min(timed(command) for _ in range(runs))


def compare(folder, task, form, runs):
    path = folder / f"register.{form}"
    study = folder / f"{task}-{form}.toml"
    study.write_text(STUDY.format(format=form, **(LOCATED if task == "located" else CODED)))
    ours = best([ROOT / "target/release/agglom", "run", study], runs)
    megabytes = path.stat().st_size / 1e6
    print(f"{task} {form:8} agglom            {ours[0]:7.2f} s {ours[1]:7.2f} CPU s {ours[2]:7.0f} MB   {megabytes / ours[0]:5.0f} MB/s")
    for name in PEERS[task]:
        theirs = best([sys.executable, __file__, "--peer", name, "--task", task, "--file", path], runs)
        ratios = f"x{ours[0] / theirs[0]:.2f} time, x{ours[1] / theirs[1]:.2f} CPU, x{ours[2] / theirs[2]:.2f} memory"
        print(f"{task} {form:8} {name:16} {theirs[0]:8.2f} s {theirs[1]:7.2f} CPU s {theirs[2]:7.0f} MB   agglom is {ratios}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--regions", type=int, default=3000)
    parser.add_argument("--runs", type=int, default=3, help="the fastest of these counts")
    parser.add_argument("--folder", type=Path, default=Path("/tmp/agglom-bench"))
    parser.add_argument("--only", choices=["tables", "models", "points", "space", "places"])
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    parser.add_argument("--task", help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        PEERS[arguments.task][arguments.peer](arguments.file)
        return
    arguments.folder.mkdir(parents=True, exist_ok=True)
    if arguments.only in (None, "tables"):
        compare_tables(arguments)
    if arguments.only in (None, "models"):
        import assess

        assess.compare(arguments.folder)
    if arguments.only in (None, "points"):
        import points

        points.compare(arguments.folder)
    if arguments.only in (None, "space"):
        import space

        space.compare(arguments.folder)
    if arguments.only in (None, "places"):
        import places

        places.measure(arguments.folder)


def compare_tables(arguments):
    if not (arguments.folder / "register.parquet").exists():
        generate = ROOT / "target/release/examples/generate"
        subprocess.run([generate, str(arguments.rows), str(arguments.regions), arguments.folder], check=True)
    print(f"{arguments.rows} rows, {arguments.regions} regions, {os.cpu_count()} cores, load {load()} at the start")
    for task in PEERS:
        for form in ["parquet", "csv"]:
            compare(arguments.folder, task, form, arguments.runs)
    print(f"load {load()} at the end")


if __name__ == "__main__":
    main()
