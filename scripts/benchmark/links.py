# SPDX-License-Identifier: Apache-2.0
"""The linkage check beside the loader that it models, on the unpacked base."""

import os
import shutil
import subprocess
import time

import measure
import tools
import trees


class Links:
    def __init__(self, program, work):
        self.program, self.work = os.path.abspath(program), work
        self.root, self.edited = os.path.join(work, "rootfs"), os.path.join(work, "rootfs-edited")
        if not os.path.isdir(self.root):
            container = trees.run("docker", "create", "--network", "none", trees.BASE).strip()
            os.makedirs(self.root)
            subprocess.run(f"docker export {container} | tar -x -C {self.root} --exclude 'dev/*'", shell=True, check=True)
            trees.run("docker", "rm", container)
        shutil.rmtree(self.edited, ignore_errors=True)
        subprocess.run(["cp", "-al", self.root, self.edited], check=True)
        mds = os.path.join(self.edited, trees.MDS)
        shutil.copy2(mds, mds + ".new")
        os.replace(mds + ".new", mds)
        trees.edit_mds(mds, "links")

    def objects(self):
        found = []
        for folder, _, names in os.walk(self.root):
            for path in (os.path.join(folder, name) for name in names):
                if os.path.isfile(path) and not os.path.islink(path) and open(path, "rb").read(4) == b"\x7fELF":
                    found.append(path.removeprefix(self.root))
        return found

    def loader(self, command, objects):
        """`command` for each of the objects, in the image's own root."""
        with open(os.path.join(self.root, "objects"), "w") as file:
            file.write("".join(path + "\n" for path in objects))
        sample = measure.once(["chroot", self.root, "/bin/sh", "-c", f"xargs -n 1 {command} </objects >/dev/null 2>&1; true"])
        os.remove(os.path.join(self.root, "objects"))
        return sample

    def check(self, *arguments):
        """Seconds of the whole command, and of its check alone."""
        command = [self.program, "check", *arguments, "--progress", "json", "--workspace", os.path.join(self.work, "links-workspace"),
                   "--cache", os.path.join(self.work, "links-cache")]
        stages = tools.stages(command)
        return {"whole": stages["whole"], "check": stages["check"]}

    def pack(self, word, *options):
        """Seconds from a changed ceph-mds to its image."""
        tree = trees.only_mds(self.root, os.path.join(self.work, "links-tree"), word)
        command = [self.program, "pack", tree, "--base", trees.BASE, "--tag", "bench/links:1", "--progress", "json", *options,
                   "--workspace", os.path.join(self.work, "links-workspace"), "--cache", os.path.join(self.work, "links-cache")]
        return tools.stages(command)["whole"]

    def measure(self, rounds):
        objects = self.objects()
        whole, edited = f"rootfs:{self.root}", f"rootfs:{self.edited}"
        shutil.rmtree(os.path.join(self.work, "links-cache"), ignore_errors=True)
        reading = measure.once(["sh", "-c", f"find {self.root} -type f -print0 | xargs -0 cat | sha256sum"])
        cold = self.check(whole)
        self.check(edited, "--base", whole)
        self.pack("first")
        samples = {"ldd": [], "loader": [], "warm": [], "edited": [], "proved": [], "unproved": []}
        run = int(time.time()) % 1_000_000
        for number in range(rounds):
            samples["proved"].append(self.pack(f"{run}p{number}"))
            samples["unproved"].append(self.pack(f"{run}u{number}", "--no-check"))
            samples["ldd"].append(self.loader("ldd -r", objects).seconds)
            samples["loader"].append(self.loader("/lib64/ld-linux-x86-64.so.2 --list", objects).seconds)
            samples["warm"].append(self.check(whole))
            samples["edited"].append(self.check(edited, "--base", whole))
        return {"objects": len(objects), "reading": reading.seconds, "cold": cold, "samples": samples}
