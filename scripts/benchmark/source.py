# SPDX-License-Identifier: Apache-2.0
"""cephdev source sync beside git's own commands, on local repositories, in one run; prints a Markdown table."""

import argparse
import os
import shutil
import subprocess

import measure

CHANGED_FILES = 4000
SUBMODULES = 12
IDENTITY = ["-c", "user.name=bench", "-c", "user.email=bench@localhost", "-c", "protocol.file.allow=always",
            "-c", "gc.auto=0", "-c", "advice.detachedHead=false"]


def arguments():
    parser = argparse.ArgumentParser()
    for name in ["work", "cephdev", "ceph"]:
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


def git(folder, *words):
    return ["git", "-C", folder, *IDENTITY, *words]


def run(folder, *words):
    return subprocess.run(git(folder, *words), check=True, capture_output=True, text=True).stdout.strip()


class Repositories:
    """A copy of Ceph's repository with submodules that lie on this host, and a branch that changes thousands of files."""

    def __init__(self, work, ceph):
        self.folder = os.path.join(work, "repositories")
        self.ceph = os.path.join(self.folder, "ceph")
        self.url = f"file://{self.ceph}"
        if not os.path.exists(os.path.join(self.folder, "made")):
            shutil.rmtree(self.folder, ignore_errors=True)
            os.makedirs(self.folder)
            self.make(ceph)

    def make(self, ceph):
        subprocess.run(["git", "init", "-q", "-b", "main", self.ceph], check=True)
        tree = subprocess.Popen(["git", "-C", ceph, "archive", "HEAD"], stdout=subprocess.PIPE)
        subprocess.run(["tar", "-x", "-C", self.ceph], stdin=tree.stdout, check=True)
        if tree.wait():
            raise RuntimeError(f"{ceph} is no git repository")
        text = ""
        for number in range(SUBMODULES):
            library = os.path.join(self.folder, f"library{number}")
            subprocess.run(["git", "init", "-q", "-b", "main", library], check=True)
            for file in range(100):
                with open(os.path.join(library, f"file{file}.c"), "w") as out:
                    out.write(f"int f{file}_{number};\n" * 200)
            run(library, "add", "--all")
            run(library, "commit", "-q", "-m", "all")
            text += f'[submodule "l{number}"]\n\tpath = bench/l{number}\n\turl = file://{library}\n'
        with open(os.path.join(self.ceph, ".gitmodules"), "w") as out:
            out.write(text)
        run(self.ceph, "add", "--all", "--force")
        for number in range(SUBMODULES):
            commit = run(os.path.join(self.folder, f"library{number}"), "rev-parse", "HEAD")
            run(self.ceph, "update-index", "--add", "--cacheinfo", f"160000,{commit},bench/l{number}")
        run(self.ceph, "commit", "-q", "-m", "main")
        run(self.ceph, "checkout", "-q", "-b", "other")
        sources = [f for f in run(self.ceph, "ls-files", "src").split("\n") if f.endswith((".cc", ".h", ".py", ".ts"))]
        for name in sources[:CHANGED_FILES]:
            path = os.path.join(self.ceph, name)
            if os.path.isfile(path) and not os.path.islink(path):
                with open(path, "a") as out:
                    out.write("\n")
        run(self.ceph, "commit", "-q", "-a", "-m", "other")
        run(self.ceph, "checkout", "-q", "main")
        run(self.ceph, "gc", "-q")
        with open(os.path.join(self.folder, "made"), "w"):
            pass


class Bench:
    def __init__(self, options):
        self.options, self.work = options, options.work
        self.repositories = Repositories(options.work, options.ceph)

    def path(self, name):
        return os.path.join(self.work, name)

    def sync(self, ref, *more):
        return [self.options.cephdev, "source", "sync", "--quiet", "--workspace", self.path("workspace"), "--cache",
                self.path("cache"), "--git-url", self.repositories.url, "--ref", ref, *more]

    def cold(self):
        for name in ["clone", "workspace", "cache"]:
            shutil.rmtree(self.path(name), ignore_errors=True)
        clone = ["git", *IDENTITY, "clone", "-q", "--recurse-submodules", self.repositories.url, self.path("clone")]
        return measure.once(clone), measure.once(self.sync("main"))

    def switch(self):
        clone, both = self.path("clone"), []
        for ref in ["other", "main"]:
            checkout = git(clone, "checkout", "-q", "--recurse-submodules", ref)
            both.append((measure.once(checkout), measure.once(self.sync(ref))))
        return both

    def still(self):
        fetch = " ".join(git(self.path("clone"), "fetch", "-q", "origin")) + " && " + \
            " ".join(git(self.path("clone"), "checkout", "-q", "--recurse-submodules", "main"))
        return measure.once(["sh", "-c", fetch]), measure.once(self.sync("main"))

    def offline(self):
        checkout = git(self.path("clone"), "checkout", "-q", "--recurse-submodules", "main")
        return measure.once(checkout), measure.once(self.sync("main", "--offline"))


def main():
    options = arguments()
    bench = Bench(options)
    rows = {"cold: clone with submodules": [bench.cold() for _ in range(min(options.rounds, 3))]}
    rows[f"switch: {CHANGED_FILES} files differ"] = [pair for _ in range(options.rounds) for pair in bench.switch()]
    rows["nothing new: fetch and checkout"] = [bench.still() for _ in range(options.rounds)]
    rows["nothing new, offline: checkout"] = [bench.offline() for _ in range(options.rounds)]
    print("| | git | cephdev | times git | peak memory |\n|---|---|---|---|---|")
    for name, pairs in rows.items():
        floor, own = (measure.median([pair[side] for pair in pairs]) for side in [0, 1])
        print(f"| {name} | {floor.seconds:.2f} s | {own.seconds:.2f} s | {own.seconds / floor.seconds:.2f} "
              f"| {own.peak / 1e6:.0f} MB |")


main()
