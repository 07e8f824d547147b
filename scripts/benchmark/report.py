# SPDX-License-Identifier: Apache-2.0
"""The results as Markdown."""

import datetime
import os
import platform
import statistics
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
        "the largest process of each tool, its helpers included; engines' daemons do their part outside of it.", "",
        "Sources are compared with git in [performance-sources.md](performance-sources.md). What a team's compile cache and helpers",
        "do for real Ceph is in [real-ceph.md](real-ceph.md).", ""]
    for part, section in [("edit", edit), ("first", first), ("debug", debug), ("pulls", pulls), ("around", around),
                          ("index", index), ("links", links)]:
        if part in results:
            lines += section(results)
    if "links" in results:
        lines += goals(results)
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


def links(results):
    values = link_values(results)
    return ["## The linkage check", "",
            f"All {results['links']['objects']} ELF objects of the unpacked base, in its own root; cephdev reads `rootfs:DIR`. Reading",
            f"and hashing every file once takes {values['reading']:.2f} s.", "",
            "| | whole | the check alone |", "|---|---|---|",
            f"| `ldd -r` for each object | {values['ldd']:.2f} s | |",
            f"| the bare loader, `ld.so --list` | {values['loader']:.2f} s | |",
            *(f"| {what} | {values[key]['whole']:.2f} s | {values[key]['check']:.2f} s |" for what, key in [
                ("cephdev, nothing known", "cold"), ("cephdev, files known", "warm"),
                ("cephdev, ceph-mds changed, compared with the base", "edited")]), "",
            f"An image of a changed ceph-mds takes {values['proved']:.2f} s, run in a container at the end, and",
            f"{values['unproved']:.2f} s with `--no-check`.", ""]


def link_values(results):
    links = results["links"]
    middle = {key: statistics.median(links["samples"][key]) for key in ["ldd", "loader", "proved", "unproved"]}
    for key in ["warm", "edited"]:
        rows = links["samples"][key]
        middle[key] = {part: statistics.median(row[part] for row in rows) for part in ["whole", "check"]}
    return {**middle, "cold": links["cold"], "reading": links["reading"]}


def around(results):
    stages = results["around"]
    own = stages["whole"] - stages["compile"]
    return ["## Around an edit of one file", "",
            "`cephdev build` of the sample project with docker, after an edit of one source file; the base needs no mending.", "",
            "| " + " | ".join(stages) + " | all but compile |", "|---" * (len(stages) + 1) + "|",
            "| " + " | ".join(f"{value:.2f} s" for value in stages.values()) + f" | {own:.2f} s |", ""]


def goals(results):
    """What was aimed at, and what was reached."""
    edit, first, rows = results["edit"], results["first"], []

    def times(part, name, engine, extra=0.0):
        floor = part[f"floor: a bare load, {engine}"].seconds + extra
        return part[name].seconds / floor

    def add(what, goal, value, form="{:.2f}", atLeast=False):
        met = value >= goal if atLeast else value <= goal
        rows.append(f"| {what} | {'at least' if atLeast else 'at most'} {form.format(goal)} | {form.format(value)} | "
                    f"{'met' if met else 'missed'} |")

    for engine in ["docker", "podman"]:
        name = f"cephdev pack, {engine}"
        add(f"edit → image, times the floor, {engine}", 1.5, times(edit, name, engine))
        if "debug" in results:
            add(f"the same with debug information, {engine}", 1.5,
                times(results["debug"], name, engine, results["stripping"].seconds))
            faster = results["debug"][f"cpatch --core, {engine}"].seconds / results["debug"][name].seconds
            add(f"the same, times faster than cpatch, {engine}", 10, faster, atLeast=True)
        add(f"first image, times hashing and loading, {engine}", 1.5, times(first, name, engine, results["hashing"].seconds))
        pulled, alone = results["pulls"][name], results["mds"]["zstd"]
        add(f"a node's pull after an edit, times `zstd -3`, {engine}", 1.02, pulled["edit"] / alone, "{:.3f}")
        add(f"a node's pull after a commit, times `zstd -3`, {engine}", 1.02, pulled["commit"] / alone, "{:.3f}")
    values = link_values(results)
    add("check of the whole image from `rootfs:`, times faster than `ldd -r`", 30, values["ldd"] / values["warm"]["whole"],
        atLeast=True)
    add("the check alone, its objects known, seconds", 0.15, values["warm"]["check"])
    add("the check alone, after a change of one file, seconds", 0.05, values["edited"]["check"])
    add("a cold check, seconds beyond reading the image", 0.5, values["cold"]["whole"] - values["reading"])
    add("what the check adds to a rebuild of one daemon, seconds", 0.5, values["proved"] - values["unproved"])
    own = results["around"]["whole"] - results["around"]["compile"]
    add("around a one-file edit, seconds", 1, own)
    peak = max(part[name].peak for part in [edit, first, results.get("debug", edit)] for name in part if name.startswith("cephdev pack"))
    add("peak memory, MB", 150, peak / 1e6, "{:.0f}")
    return ["## Against the goals", "", "| | goal | here | |", "|---|---|---|---|", *rows, "",
            "What an edit takes beyond the floor is the start of processes: cephdev's own (20 ms) and the engine's client for each",
            "question (docker 25 ms, podman 60 ms), and the index of the base (25 ms). What is around a compilation is the start of",
            "containers, 0.4 s each: one compiles, one installs, one runs the commands.", ""]
