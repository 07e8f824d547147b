# SPDX-License-Identifier: Apache-2.0
"""cephdev source sync beside git's own commands, in one run, as a page of Markdown.

Both take turns in being first, and read the same repository: from a git daemon on this host, where a row says nothing
else."""

import argparse
import datetime
import os
import shutil
import socket
import subprocess
import tempfile
import time

import measure
import report

CHANGED_FILES = 4000
SUBMODULES = 12
# Times git's, by how a row's name begins; seconds for those with nothing to do.
GOALS = {"cold": 1.1, "switch": 1.0}
SECONDS = 0.15
IDENTITY = ["-c", "user.name=bench", "-c", "user.email=bench@localhost", "-c", "protocol.file.allow=always",
            "-c", "gc.auto=0", "-c", "advice.detachedHead=false"]


def arguments():
    parser = argparse.ArgumentParser()
    for name in ["work", "cephdev", "ceph", "output"]:
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


def git(folder, *words):
    return ["git", "-C", folder, *IDENTITY, *words]


def run(folder, *words):
    return subprocess.run(git(folder, *words), check=True, capture_output=True, text=True).stdout.strip()


class Repositories:
    """A copy of Ceph's repository, its submodules on this host, and a branch that changes thousands of files."""

    def __init__(self, work, ceph):
        self.folder = os.path.join(work, "repositories")
        self.ceph = os.path.join(self.folder, "ceph")
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
            text += f'[submodule "l{number}"]\n\tpath = bench/l{number}\n\turl = ../library{number}\n'
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


class Daemon:
    """git's own server, for all repositories of a folder; a context."""

    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        programs = subprocess.run(["git", "--exec-path"], check=True, capture_output=True, text=True).stdout.strip()
        self.command = [f"{programs}/git-daemon", "--export-all", f"--base-path={folder}", "--listen=127.0.0.1",
                        f"--port={self.port}", "--reuseaddr", folder]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return f"git://127.0.0.1:{self.port}"
            except ConnectionRefusedError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise
                time.sleep(0.05)

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


class Bench:
    def __init__(self, options, repositories, server):
        self.options, self.work = options, options.work
        self.remote, self.local = f"{server}/ceph", repositories.ceph
        self.turn = 0
        os.makedirs(self.path("old"), exist_ok=True)

    def path(self, name):
        return os.path.join(self.work, name)

    def sync(self, url, ref, *more):
        return [self.options.cephdev, "source", "sync", "--quiet", "--workspace", self.path("workspace"), "--cache",
                self.path("cache"), "--git-url", url, "--ref", ref, *more]

    def pair(self, *commands):
        """Samples of git's command and of cephdev's, which take turns in being first; nothing waits to be written."""
        self.turn += 1
        samples = [None, None]
        for side in [0, 1] if self.turn % 2 else [1, 0]:
            os.sync()
            samples[side] = measure.once(commands[side])
        return samples

    def cold(self, url):
        # Moved away, not removed: for minutes ext4 looks through the inodes of removed files at every new one.
        old = tempfile.mkdtemp(dir=self.path("old"))
        for name in ["clone", "workspace", "cache"]:
            if os.path.exists(self.path(name)):
                os.rename(self.path(name), os.path.join(old, name))
        clone = ["git", *IDENTITY, "clone", "-q", "--recurse-submodules", url, self.path("clone")]
        return self.pair(clone, self.sync(url, "main"))

    def checkout(self, ref):
        return git(self.path("clone"), "checkout", "-q", "--recurse-submodules", ref)

    def update(self, ref):
        """As the user of a clone would: fetch, and check out what has come."""
        commands = [git(self.path("clone"), "fetch", "-q", "origin"), self.checkout(ref)]
        both = ["sh", "-c", " && ".join(" ".join(command) for command in commands)]
        return self.pair(both, self.sync(self.remote, ref))

    def offline(self, ref):
        return self.pair(self.checkout(ref), self.sync(self.remote, ref, "--offline"))


def main():
    options = arguments()
    repositories = Repositories(options.work, options.ceph)
    turns = range(options.rounds)
    rows = {}
    with Daemon(repositories.folder) as server:
        bench = Bench(options, repositories, server)
        few = range(min(options.rounds, 3))
        rows["cold, a folder on this host: clone with submodules"] = [bench.cold(bench.local) for _ in few]
        rows["cold: clone with submodules"] = [bench.cold(bench.remote) for _ in few]
        both = ["other", "main"]
        switch = f"switch, {CHANGED_FILES} files differ: fetch and checkout"
        rows[switch] = [bench.update(ref) for _ in turns for ref in both]
        rows["switch, offline: checkout"] = [bench.offline(r) for _ in turns for r in both]
        rows["nothing new: fetch and checkout"] = [bench.update("main") for _ in turns]
        rows["nothing new, offline: checkout"] = [bench.offline("main") for _ in turns]
    shutil.rmtree(bench.path("old"))
    files = len(run(repositories.ceph, "ls-files").split("\n"))
    with open(options.output, "w") as out:
        out.write("\n".join(text(rows, files, options.rounds)))


def text(rows, files, rounds):
    lines = [
        "# Performance of sources", "",
        f"Written by `scripts/bench source` on {datetime.date.today()}: `cephdev source sync` beside git's own commands, medians of",
        f"{rounds} rounds (cold: at most 3), in one run. The repository holds {files:,} files of Ceph and {SUBMODULES} submodules; where a row",
        "says nothing else, both read it from a git daemon on this host. They take turns in being first.", "",
        f"{report.machine()}; {report.version('git', '--version')}.", "",
        "| | git | cephdev | times git | goal | peak memory |", "|---|---|---|---|---|---|"]
    for name, pairs in rows.items():
        floor, own = (measure.median([pair[side] for pair in pairs]) for side in [0, 1])
        times = own.seconds / floor.seconds
        goal = GOALS.get(name.split(",")[0].split(":")[0])
        aim = f"{SECONDS} s" if goal is None else f"{goal} times git"
        isMet = own.seconds <= SECONDS if goal is None else times <= goal
        lines.append(f"| {name} | {floor.seconds:.3f} s | {own.seconds:.3f} s | {times:.2f} "
                     f"| {aim}: {'met' if isMet else 'missed'} | {own.peak / 1e6:.0f} MB |")
    return lines + [
        "",
        f"With nothing new, each of the {files:,} files is asked for its time, as git does it too; cephdev asks with a thread for each",
        "processor. Those system calls are two thirds of what it takes then: only more processors make it shorter.", ""]


main()
