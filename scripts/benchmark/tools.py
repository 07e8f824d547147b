# SPDX-License-Identifier: Apache-2.0
"""The tools: each makes an image of a tree of files. What is timed is what make() runs."""

import hashlib
import io
import json
import os
import re
import subprocess
import tarfile
import time

import measure
import trees

QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
PODMAN_BASE = "localhost/" + trees.BASE


def silently(*command, **options):
    subprocess.run(command, **{**QUIET, **options})


def stages(command):
    """Seconds of each stage of a run of cephdev, and of the whole."""
    start = time.monotonic()
    result = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    whole = time.monotonic() - start
    if result.returncode != 0:
        raise RuntimeError(f"{command} ended with {result.returncode}:\n{result.stderr[-2000:]}")
    found = {}
    for event in (json.loads(line) for line in result.stderr.splitlines() if line.startswith("{")):
        if event["event"] == "finished":
            found[event["stage"]] = found.get(event["stage"], 0) + event["seconds"]
    return {**found, "whole": whole}


class Cephdev:
    def __init__(self, program, work, engine):
        self.name, self.engine = f"cephdev pack, {engine}", engine
        self.image = f"bench/cephdev-{engine}"
        self.program = os.path.abspath(program)
        self.folders = ["--workspace", os.path.join(work, f"workspace-{engine}"),
                        "--cache", os.path.join(work, f"cache-{engine}")]

    def command(self, tree, tag):
        base = trees.BASE if self.engine == "docker" else PODMAN_BASE
        return [self.program, "pack", tree, "--base", base, "--tag", f"{self.image}:{tag}", "--engine", self.engine,
                "--no-check", "--quiet", *self.folders]

    def make(self, tree, tag, edited=None):
        return measure.once(self.command(tree, tag))

    def push(self, tag, reference):
        subprocess.run([self.program, "push", f"{self.image}:{tag}", reference, "--insecure", "--compression", "zstd",
                        "--engine", self.engine,
                        "--quiet", *self.folders], check=True, **QUIET)


class Build:
    """cephdev build of a local tree."""

    def __init__(self, cephdev, source, base, image):
        self.source = source
        self.arguments = [cephdev.program, "build", "--source", source, "--base", base, "--tag", image,
                          "--engine", cephdev.engine, "--progress", "json", *cephdev.folders]

    def make(self, word):
        """After an edit of one file, seconds by stage; "whole" is that of the command."""
        path = os.path.join(self.source, "src/mds/MDSRank.cc")
        with open(path) as file:
            text = file.read()
        with open(path, "w") as file:
            file.write(re.sub(r'"active\w*"', f'"active{word}"', text))
        return stages(self.arguments)


class Cpatch:
    """Ceph's src/script/cpatch, unchanged but for the engine that it prefers."""

    def __init__(self, work, engine):
        self.name, self.engine, self.work = f"cpatch --core, {engine}", engine, work
        self.image = f"bench/cpatch-{engine}"
        self.script = os.path.join(work, f"cpatch-{engine}")
        with open(os.path.join(work, "cpatch")) as file:
            text = file.read()
        if engine == "docker":
            text = text.replace("/usr/bin/podman", "/usr/bin/no-podman")
        with open(self.script, "w") as file:
            file.write(text)

    def make(self, tree, tag, edited=None):
        build = trees.build_folder(tree, os.path.join(self.work, "cpatch-tree"))
        base = trees.BASE if self.engine == "docker" else PODMAN_BASE
        # One that a sandbox lets podman run its RUN step in.
        environment = {**os.environ, "DOCKER_BUILDKIT": "0", "BUILDAH_ISOLATION": "chroot"}
        return measure.once(["bash", "-e", self.script, "--core", "--base", base, "--target", f"{self.image}:{tag}"],
                            cwd=build, env=environment)

    def push(self, tag, reference):
        docker_push(f"{self.image}:{tag}", reference)


class DockerCephdev:
    """docker-cephdev's generate_daemon_image, step by step: copy into a container and commit it; later what rsync finds to
    differ goes on top."""

    def __init__(self, work):
        self.name, self.work, self.image = "docker-cephdev's procedure", work, "bench/docker-cephdev"
        self.known = os.path.join(work, "docker-cephdev-base")

    def make(self, tree, tag, edited=None):
        if edited is None:
            script = f"""
                docker run --name bench-dmn --network none --volume {tree}:/install:ro --entrypoint /bin/sh {trees.BASE} \
                    -c 'cp -r /install/* /'
                docker commit --change 'ENTRYPOINT ["/entrypoint.sh"]' bench-dmn {self.image}-base:{tag}
                docker tag {self.image}-base:{tag} {self.image}:{tag}
                docker rm bench-dmn
                rsync -a --delete {tree}/ {self.known}/"""
        else:
            script = f"""
                delta=$(rsync -ani --omit-dir-times {tree}/ {self.known}/ | awk '/^>f/ {{ print $2 }}' | tr '\\n' ' ')
                docker run --name bench-dmn --network none --volume {tree}:/install:ro --workdir /install \
                    --entrypoint /bin/sh {self.image}-base:{edited} -c "cp -r --parents $delta /"
                docker commit --change 'ENTRYPOINT ["/entrypoint.sh"]' bench-dmn {self.image}:{tag}
                docker rm bench-dmn"""
        silently("docker", "rm", "--force", "bench-dmn")
        return measure.once(["bash", "-euo", "pipefail", "-c", script])

    def push(self, tag, reference):
        docker_push(f"{self.image}:{tag}", reference)


class DockerCopy:
    """docker build with COPY of the changed files."""

    def __init__(self, work):
        self.name, self.work, self.image = "docker build, COPY", work, "bench/copy"

    def make(self, tree, tag, edited=None, files=None):
        start = trees.BASE if edited is None else f"{self.image}:{edited}"
        context = os.path.join(self.work, "copy-context")
        silently("rm", "-rf", context)
        os.makedirs(context)
        for path in (trees.programs(tree) if edited is None else files or [trees.MDS]):
            target = os.path.join(context, "root", path)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.link(os.path.join(tree, path), target)
        with open(os.path.join(context, "Dockerfile"), "w") as file:
            file.write(f"FROM {start}\nCOPY root /\n")
        environment = {**os.environ, "DOCKER_BUILDKIT": "0"}
        return measure.once(["docker", "build", "--quiet", "--tag", f"{self.image}:{tag}", context], env=environment)

    def push(self, tag, reference):
        docker_push(f"{self.image}:{tag}", reference)


class Buildah:
    """buildah from, copy, commit."""

    def __init__(self, work):
        self.name, self.work, self.image = "buildah copy and commit", work, "localhost/bench/buildah"

    def make(self, tree, tag, edited=None):
        start = PODMAN_BASE if edited is None else f"{self.image}:{edited}"
        what = f"{tree}/ /" if edited is None else f"{tree}/{trees.MDS} /{trees.MDS}"
        script = f"""
            container=$(buildah from --pull-never {start})
            buildah copy --quiet $container {what}
            buildah commit --quiet $container {self.image}:{tag}
            buildah rm $container"""
        return measure.once(["bash", "-euo", "pipefail", "-c", script])


class Floor:
    """What no tool can be faster than: the engine takes one layer that lies ready, uncompressed."""

    def __init__(self, work, engine):
        self.name, self.engine, self.work = f"floor: a bare load, {engine}", engine, work
        self.base = json.loads(trees.run("skopeo", "inspect", "--config", "--raw", f"docker-daemon:{trees.BASE}"))

    def prepare(self, tree, tag, files):
        """Makes what is loaded: a docker archive without the layers that are there, or such an OCI layout."""
        layer = io.BytesIO()
        with tarfile.open(fileobj=layer, mode="w") as archive:
            for path in files:
                archive.add(os.path.join(tree, path), arcname=path)
        layer = layer.getvalue()
        digest = hashlib.sha256(layer).hexdigest()
        configuration = json.loads(json.dumps(self.base))
        configuration["rootfs"]["diff_ids"].append("sha256:" + digest)
        configuration.setdefault("history", []).append({"created_by": "floor"})
        return self.archive(configuration, layer, digest, tag) if self.engine == "docker" else \
            self.layout(configuration, layer, digest, tag)

    def archive(self, configuration, layer, digest, tag):
        text = json.dumps(configuration).encode()
        identity = hashlib.sha256(text).hexdigest()
        layers = [diff.split(":")[1] + ".tar" for diff in configuration["rootfs"]["diff_ids"]]
        manifest = json.dumps([{"Config": identity + ".json", "RepoTags": [f"bench/floor:{tag}"], "Layers": layers}])
        path = os.path.join(self.work, "floor.tar")
        with tarfile.open(path, "w") as archive:
            for name, content in [(identity + ".json", text), (digest + ".tar", layer), ("manifest.json", manifest.encode())]:
                member = tarfile.TarInfo(name)
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
        return ["docker", "load", "--quiet", "--input", path]

    def layout(self, configuration, layer, digest, tag):
        folder = os.path.join(self.work, "floor.oci")
        silently("rm", "-rf", folder)
        blobs = os.path.join(folder, "blobs/sha256")
        os.makedirs(blobs)

        def put(content):
            name = hashlib.sha256(content).hexdigest()
            with open(os.path.join(blobs, name), "wb") as file:
                file.write(content)
            return {"digest": "sha256:" + name, "size": len(content)}

        kind = "application/vnd.oci.image."
        layers = [{"mediaType": kind + "layer.v1.tar", "digest": diff, "size": 1}
                  for diff in configuration["rootfs"]["diff_ids"][:-1]]
        layers.append({"mediaType": kind + "layer.v1.tar", **put(layer)})
        described = put(json.dumps(configuration).encode())
        manifest = put(json.dumps({"schemaVersion": 2, "mediaType": kind + "manifest.v1+json", "layers": layers,
                                   "config": {"mediaType": kind + "config.v1+json", **described}}).encode())
        name = f"localhost/bench/floor:{tag}"
        index = {"schemaVersion": 2, "manifests": [{"mediaType": kind + "manifest.v1+json", **manifest,
                                                    "annotations": {"org.opencontainers.image.ref.name": name}}]}
        with open(os.path.join(folder, "index.json"), "w") as file:
            json.dump(index, file)
        with open(os.path.join(folder, "oci-layout"), "w") as file:
            file.write('{"imageLayoutVersion":"1.0.0"}')
        return ["skopeo", "copy", "--quiet", f"oci:{folder}:{name}", f"containers-storage:{name}"]

    def make(self, tree, tag, files):
        return measure.once(self.prepare(tree, tag, files))


def docker_push(image, reference):
    subprocess.run(["docker", "tag", image, reference], check=True)
    subprocess.run(["docker", "push", "--quiet", reference], check=True, **QUIET)
