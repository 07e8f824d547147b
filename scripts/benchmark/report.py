# SPDX-License-Identifier: Apache-2.0
"""The results as Markdown."""

import datetime
import os
import platform
import subprocess


def seconds(sample):
    return f"{sample.seconds:.2f} s"


def megabytes(count):
    return f"{count / 1e6:.2f} MB"


def ratio(value, floor):
    return f"{value / floor:.2f}"


def version(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout.strip().split("\n")[0]


def machine():
    with open("/proc/cpuinfo") as file:
        models = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    docker = version("docker", "version", "--format", "{{.Server.Version}}")
    return (f"{len(models)} × {models[0]}, {memory:.0f} GiB, Linux {platform.release()}; docker {docker}, "
            f"{version('podman', '--version')}, {version('skopeo', '--version')}, {version('buildah', '--version')}")


def table(rows, floors, extra=0.0):
    """Rows of name → sample, each beside the floor of its engine."""
    lines = ["| | median | times the floor | peak memory |", "|---|---|---|---|"]
    for name, sample in rows.items():
        engine = "podman" if "podman" in name or "buildah" in name else "docker"
        floor = rows[f"floor: a bare load, {engine}"].seconds + extra
        shown = name if "floor" not in name or not extra else name + " (and its share before it)"
        own = floor if "floor" in name else sample.seconds
        lines.append(f"| {shown} | {own:.2f} s | {ratio(own, floor)} | {megabytes(sample.peak)} |")
    return lines


def text(results, rounds):
    lines = [
        "# Performance", "",
        f"Written by `scripts/bench` on {datetime.date.today()}, medians of {rounds} rounds, all tools in one run on the same",
        f"files: {results['programs']} ELF files of Debian's Ceph 18.2.7, packed onto `ceph/daemon:reef-debian-trixie`.", "",
        f"{machine()}.", "",
        "The floor is the engine alone: it is given one layer that lies ready. cephdev's times are those of `cephdev pack`,",
        "which scans, strips, compares, layers, labels and loads; the check is off, for no other tool has one. Peak memory is",
        "the largest process of each tool, its helpers included; engines' daemons do their part outside of it.", ""]
    for part, section in [("edit", edit), ("first", first), ("debug", debug), ("pulls", pulls), ("index", index)]:
        if part in results:
            lines += section(results)
    return "\n".join(lines)


def edit(results):
    return ["## An edit of ceph-mds, stripped binaries → runnable image", "", *table(results["edit"], results), ""]


def first(results):
    return ["## First image: every program changed", "",
            f"The floor hashes the same bytes ({seconds(results['hashing'])}) and loads them.", "",
            *table(results["first"], results, results["hashing"].seconds), ""]


def debug(results):
    return [f"## An edit of a program with debug information ({megabytes(results['debug size'])}) → runnable image", "",
            f"The floor strips the program ({seconds(results['stripping'])}) and loads it.", "",
            *table(results["debug"], results, results["stripping"].seconds), ""]


def pulls(results):
    mds = results["mds"]
    lines = [
        "## What a node pulls", "",
        f"Bytes of blobs that a local registry sent to a second store. ceph-mds has {megabytes(mds['size'])}, and",
        f"{megabytes(mds['zstd'])} as `zstd -3` alone. Ceph's build writes the commit into {results['version-bearing']} of the files;",
        "cephdev's builds pin it.", "",
        "| | first image, base included | after an edit of ceph-mds | times zstd -3 | after a commit that touches the MDS | times zstd -3 |",
        "|---|---|---|---|---|---|"]
    for name, row in results["pulls"].items():
        lines.append(f"| {name} | {megabytes(row['first'])} | {megabytes(row['edit'])} | {ratio(row['edit'], mds['zstd'])} | "
                     f"{megabytes(row['commit'])} | {ratio(row['commit'], mds['zstd'])} |")
    return lines + [""]


def index(results):
    lines = ["## Index of the base", "", "| | the engine's `save` alone | read for the first time | known | peak memory |",
             "|---|---|---|---|---|"]
    for engine, row in results["index"].items():
        lines.append(f"| {engine} | {seconds(row['save'])} | {seconds(row['first'])} | {seconds(row['warm'])} | "
                     f"{megabytes(max(row['first'].peak, row['warm'].peak))} |")
    return lines + [""]
