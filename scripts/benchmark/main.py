# SPDX-License-Identifier: Apache-2.0
"""cephdev beside its peers, in one run; writes a Markdown report."""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time

import measure
import report
import tools
import trees
from links import Links
from registry import Node, Registry


def arguments():
    parser = argparse.ArgumentParser()
    for name in ["work", "cephdev", "output"]:
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--debug-mds")
    return parser.parse_args()


class Bench:
    def __init__(self, options):
        self.options, self.work = options, options.work
        self.original = trees.original(self.work)
        self.cephdev = {engine: tools.Cephdev(options.cephdev, self.work, engine) for engine in ["docker", "podman"]}
        self.floors = {engine: tools.Floor(self.work, engine) for engine in ["docker", "podman"]}
        self.peers = [tools.Cpatch(self.work, "docker"), tools.Cpatch(self.work, "podman"),
                      tools.DockerCephdev(self.work), tools.DockerCopy(self.work), tools.Buildah(self.work)]
        # No engine may know the content of an earlier run.
        self.run = int(time.time()) % 1_000_000 * 100
        self.results = {"programs": len(trees.programs(self.original))}
        if subprocess.run(["podman", "image", "exists", tools.PODMAN_BASE]).returncode:
            trees.run("skopeo", "copy", "--quiet", f"docker-daemon:{trees.BASE}", f"containers-storage:{tools.PODMAN_BASE}")

    @property
    def all(self):
        return [*self.cephdev.values(), *self.peers]

    def say(self, text):
        print(text, file=sys.stderr, flush=True)

    def index(self):
        """The base read for the first time, and known; on either engine."""
        tree = trees.only_mds(self.original, self.path("index-tree"), 0)
        rows = {}
        for engine, tool in self.cephdev.items():
            silently_remove(os.path.join(self.work, f"cache-{engine}"))
            save = ["docker", "save", trees.BASE] if engine == "docker" else \
                ["podman", "save", "--format", "docker-archive", tools.PODMAN_BASE]
            floor = measure.once(["sh", "-c", " ".join(save) + " | cat >/dev/null"])
            first = tool.make(tree, "index")
            warm = measure.median([tool.make(tree, "index") for _ in range(3)])
            rows[engine] = {"save": floor, "first": first, "warm": warm}
        self.results["index"] = rows

    def first_images(self):
        """Every program changed; each round other ones, for every tool the same."""
        rounds = {tool.name: [] for tool in [*self.all, *self.floors.values()]}
        hashing = []
        # The base is known to whoever builds on it; what reading it takes is measured apart.
        known = trees.only_mds(self.original, self.path("index-tree"), self.run)
        for tool in self.cephdev.values():
            tool.make(known, "known")
        for number in range(max(2, self.options.rounds // 2)):
            tree = trees.all_changed(self.original, self.path("tree"), self.run + number)
            files = trees.programs(tree)
            for tool in self.all:
                self.say(f"first image: {tool.name}")
                rounds[tool.name].append(tool.make(tree, f"first{number}"))
            hashing.append(measure.once(["sha256sum", *(os.path.join(tree, path) for path in files)]))
            for floor in self.floors.values():
                rounds[floor.name].append(floor.make(tree, f"first{number}", files))
        self.results["first"] = {name: measure.median(samples) for name, samples in rounds.items()}
        self.results["hashing"] = measure.median(hashing)
        self.last_first = f"first{number}"

    def edits(self, key, mds=None):
        """One changed ceph-mds in the tree of the first image."""
        tree = self.path("tree")
        rounds = {tool.name: [] for tool in [*self.all, *self.floors.values()]}
        stripping = []
        target = os.path.join(tree, trees.MDS)
        for number in range(self.options.rounds + 1):
            if mds:
                shutil.copy2(mds, target)
            trees.edit_mds(target, f"{key[:2]}{self.run + number}")
            stripped = self.path("stripped")
            if mds:
                os.makedirs(os.path.join(stripped, "usr/bin"), exist_ok=True)
                strip = measure.once(["eu-strip", "--remove-comment", "-o", os.path.join(stripped, trees.MDS), target])
                stripping.append(strip)
            for tool in self.beside_floors(number):
                self.say(f"{key}: {tool.name}")
                if tool in self.floors.values():
                    sample = tool.make(stripped if mds else tree, f"{key}{number}", [trees.MDS])
                else:
                    sample = tool.make(tree, f"{key}{number}", edited=self.last_first)
                rounds[tool.name].append(sample)
        # The first round warms caches.
        self.results[key] = {name: measure.median(samples[1:]) for name, samples in rounds.items()}
        if stripping:
            self.results["stripping"] = measure.median(stripping)
            self.results["debug size"] = os.path.getsize(mds)
        self.last_edit = f"{key}{number}"

    def beside_floors(self, number):
        """cephdev and the floor of its engine one after the other, by turns, and then all others: what else the machine does
        changes from minute to minute."""
        pairs = [[self.cephdev[engine], self.floors[engine]] for engine in ["docker", "podman"]]
        return [tool for pair in pairs for tool in (pair if number % 2 else pair[::-1])] + self.peers

    def pulls(self):
        """What a node that has the first image pulls after an edit, and after a commit."""
        tree = self.path("tree")
        target = os.path.join(tree, trees.MDS)
        compressed = subprocess.run(["zstd", "-3", "--stdout", "--quiet", target], check=True, capture_output=True).stdout
        self.results["mds"] = {"size": os.path.getsize(target), "zstd": len(compressed)}
        committed, changed = trees.next_commit(tree, self.path("committed"), self.run)
        self.results["version-bearing"] = changed
        files = [path for path in trees.programs(committed)
                 if open(os.path.join(committed, path), "rb").read() != open(os.path.join(tree, path), "rb").read()]
        registry, rows = Registry(self.work), {}
        try:
            for tool in [self.cephdev["docker"], self.cephdev["podman"], *self.peers[:1], *self.peers[2:4]]:
                self.say(f"pulls: {tool.name}")
                if isinstance(tool, tools.DockerCopy):
                    tool.make(committed, "commit", edited=self.last_first, files=files)
                elif isinstance(tool, tools.Cephdev):
                    # Its builds pin the version: objects of a commit that touches the MDS differ in the MDS.
                    trees.edit_mds(target, f"co{self.run}")
                    tool.make(tree, "commit")
                    trees.edit_mds(target, "afterwards")
                else:
                    tool.make(committed, "commit", edited=self.last_first)
                rows[tool.name] = self.pulled(tool, registry)
        finally:
            registry.stop()
        self.results["pulls"] = rows

    def pulled(self, tool, registry):
        node = Node(self.work, "a")
        node.forget()
        row = {}
        for key, tag in [("first", self.last_first), ("edit", self.last_edit), ("commit", "commit")]:
            reference = f"{registry.host}/{tool.image.replace('localhost/', '')}:{tag}"
            tool.push(tag, reference)
            row[key] = node.pull(reference, registry)
        node.forget()
        return row

    def around(self):
        """cephdev build of the sample project after an edit of one file: seconds of every stage, and of the whole."""
        base, image = "miniceph/daemon:18.2.7", "bench/around:mended"
        subprocess.run(["scripts/make-miniceph", self.path("sample")], check=True, stdout=subprocess.DEVNULL)
        if subprocess.run(["docker", "image", "inspect", base], **tools.QUIET).returncode:
            subprocess.run(["scripts/make-miniceph-base", self.path("sample")], check=True, stdout=subprocess.DEVNULL)
        source = self.path("sample/miniceph")
        # The sample's base has an old library in a folder of its own; an image that was built on it has none.
        tools.Build(self.cephdev["docker"], source, base, image).make("before")
        build = tools.Build(self.cephdev["docker"], source, image, "bench/around:main")
        rounds = []
        for number in range(self.options.rounds + 2):
            self.say("around an edit: cephdev build")
            rounds.append(build.make(f"{self.run + number}"))
        # The first rounds configure and warm.
        self.results["around"] = {stage: statistics.median(round[stage] for round in rounds[2:]) for stage in rounds[-1]}

    def links(self):
        """The check beside the loader that it models."""
        self.say("links")
        self.results["links"] = Links(self.options.cephdev, self.work).measure(self.options.rounds)

    def path(self, name):
        return os.path.join(self.work, name)


def silently_remove(path):
    shutil.rmtree(path, ignore_errors=True)


def main():
    options = arguments()
    bench = Bench(options)
    parts = [bench.first_images, lambda: bench.edits("edit"), bench.pulls]
    if options.debug_mds:
        parts.append(lambda: bench.edits("debug", options.debug_mds))
    parts += [bench.around, bench.index, bench.links]
    for part in parts:
        part()
        with open(os.path.join(options.work, "results.json"), "w") as file:
            json.dump(bench.results, file, indent=1, default=vars)
        with open(options.output, "w") as file:
            file.write(report.text(bench.results, options.rounds))
    print(f"bench: {options.output}")


main()
