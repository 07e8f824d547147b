# SPDX-License-Identifier: Apache-2.0
"""The files that the tools are given: Debian's Ceph binaries, changed in one way or another."""

import os
import re
import shutil
import subprocess

BASE = "ceph/daemon:reef-debian-trixie"
MDS = "usr/bin/ceph-mds"


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def original(work):
    """All ELF files of the base's Ceph packages, in their places; made once."""
    root = os.path.join(work, "original")
    if os.path.isdir(root):
        return root
    listing = run(
        "docker", "run", "--rm", "--network", "none", "--entrypoint", "/bin/sh", BASE, "-c",
        "dpkg-query -W -f '${Package}\\n' | grep -E '^(ceph|rados|rbd|librados|librbd|libcephfs|librgw|libsqlite3-mod-ceph"
        "|python3-(ceph|rados|rbd|rgw))' | xargs dpkg -L | sort -u")
    scratch = root + ".new"
    shutil.rmtree(scratch, ignore_errors=True)
    os.makedirs(scratch)
    container = run("docker", "create", "--network", "none", BASE).strip()
    try:
        with subprocess.Popen(["docker", "export", container], stdout=subprocess.PIPE) as export:
            wanted = [line[1:] for line in listing.split("\n") if line.startswith("/usr/")]
            with open(os.path.join(work, "wanted"), "w") as file:
                file.write("\n".join(wanted))
            subprocess.run(["tar", "-x", "-C", scratch, "--no-recursion", "-T", os.path.join(work, "wanted")],
                           stdin=export.stdout, stderr=subprocess.DEVNULL)
    finally:
        run("docker", "rm", "--force", container)
    for folder, _, names in os.walk(scratch):
        for name in names:
            path = os.path.join(folder, name)
            if not os.path.islink(path) and not is_elf(path):
                os.unlink(path)
    os.rename(scratch, root)
    return root


def is_elf(path):
    with open(path, "rb") as file:
        return file.read(4) == b"\x7fELF"


def programs(root):
    """Paths of the ELF files below root."""
    found = []
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            if not os.path.islink(path) and is_elf(path):
                found.append(os.path.relpath(path, root))
    return sorted(found)


def copy(source, target):
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run(["cp", "-a", source, target], check=True)
    return target


def edit(path, round_number):
    """Changes a program as a compiler would that was given one more line: some bytes, in one place."""
    with open(path, "r+b") as file:
        content = file.read()
        text = b"cephdev benchmark edit %012d" % round_number
        place = content.find(b"cephdev benchmark edit ")
        if place < 0:
            file.seek(0, os.SEEK_END)
            file.write(text)
        else:
            file.seek(place)
            file.write(text)


# Constants that a benchmark may write over: of ceph-mds, and of the program of cephdev that can stand for it.
EDITABLE = [b"usage: [[", b"usage: ceph-mds -i <ID>", b"Turn Ceph's source into a container image that is proven"]


def edit_mds(path, word):
    """Changes a constant, which strip leaves in."""
    with open(path, "r+b") as file:
        content = file.read()
        place = next((found for found in map(content.find, EDITABLE) if found >= 0), None)
        if place is None:
            raise RuntimeError(f"{path} holds no text that may be changed")
        file.seek(place)
        file.write(b"usage: [[%-12s]]" % word.encode()[:12])


def only_mds(original_root, target, round_number, mds=None):
    """A tree that holds nothing but a changed ceph-mds."""
    shutil.rmtree(target, ignore_errors=True)
    os.makedirs(os.path.join(target, "usr/bin"))
    path = os.path.join(target, MDS)
    shutil.copy2(mds or os.path.join(original_root, MDS), path)
    edit_mds(path, f"only{round_number}")
    return target


def all_changed(original_root, target, round_number):
    copy(original_root, target)
    for path in programs(target):
        edit(os.path.join(target, path), round_number)
    return target


def next_commit(tree, target, run):
    """The tree as it is after a commit that touches the MDS alone, with the commit in every version string: Ceph's build
    without cephdev."""
    copy(tree, target)
    sha = None
    for path in programs(target):
        with open(os.path.join(target, path), "rb") as file:
            found = re.search(rb"ceph_ver__([0-9a-f]{40})", file.read())
        if found:
            sha = found.group(1)
            break
    changed = 0
    for path in programs(target):
        full = os.path.join(target, path)
        with open(full, "rb") as file:
            content = file.read()
        if sha and sha in content:
            with open(full, "wb") as file:
                file.write(content.replace(sha, b"%040d" % run))
            changed += 1
    edit_mds(os.path.join(target, MDS), f"co{run}")
    return target, changed


def build_folder(tree, target):
    """What cpatch wants: a build tree with bin/ and lib/, below a source tree."""
    shutil.rmtree(target, ignore_errors=True)
    build = os.path.join(target, "build")
    os.makedirs(os.path.join(build, "bin"))
    os.makedirs(os.path.join(build, "lib"))
    for name in ["do_cmake.sh", "build/build.ninja"]:
        open(os.path.join(target, name), "w").close()
    for path in programs(tree):
        name = os.path.basename(path)
        kind = "bin" if path.startswith("usr/bin") else "lib"
        os.link(os.path.join(tree, path), os.path.join(build, kind, name))
    library = os.path.join(build, "lib")
    for link, pattern in [("libceph-common.so.2", None), ("libceph-common.so", "libceph-common.so.2"),
                          ("librados.so.2", "librados.so.2.0.0"), ("librados.so", "librados.so.2.0.0")]:
        if pattern and not os.path.exists(os.path.join(library, link)):
            os.symlink(pattern, os.path.join(library, link))
    return build
