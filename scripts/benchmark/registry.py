# SPDX-License-Identifier: Apache-2.0
"""A registry on this host that tells how many bytes it sent."""

import json
import os
import socket
import subprocess
import time


class Registry:
    def __init__(self, work):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.host = f"localhost:{self.port}"
        self.log = os.path.join(work, "registry.log")
        storage = os.path.join(work, "registry")
        subprocess.run(["rm", "-rf", storage], check=True)
        configuration = os.path.join(work, "registry.yml")
        with open(configuration, "w") as file:
            file.write(
                "version: 0.1\nlog: {level: info, formatter: json, accesslog: {disabled: true}}\n"
                f"storage: {{filesystem: {{rootdirectory: {storage}}}}}\n"
                f"http: {{addr: 127.0.0.1:{self.port}}}\n")
        self.output = open(self.log, "w")
        self.process = subprocess.Popen(["docker-registry", "serve", configuration], stdout=self.output,
                                        stderr=subprocess.STDOUT)
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise RuntimeError("the registry did not start")

    def sent(self):
        """Bytes of blobs that were sent so far."""
        self.output.flush()
        total = 0
        with open(self.log) as file:
            for line in file:
                try:
                    entry = json.loads(line)
                except ValueError:
                    continue
                if entry.get("http.request.method") == "GET" and "/blobs/" in entry.get("http.request.uri", ""):
                    total += entry.get("http.response.written", 0)
        return total

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.output.close()


class Node:
    """A machine of a cluster: a store of its own that pulls from the registry."""

    def __init__(self, work, name):
        self.options = ["--root", os.path.join(work, f"node-{name}"), "--runroot", os.path.join(work, f"run-{name}"),
                        "--storage-driver", "overlay"]

    def pull(self, image, registry):
        """Pulls an image and gives the bytes that the registry sent for it."""
        before = registry.sent()
        subprocess.run(["podman", *self.options, "pull", "--quiet", "--tls-verify=false", image], check=True,
                       capture_output=True)
        time.sleep(0.3)  # the registry writes its log after its answer
        return registry.sent() - before

    def forget(self):
        subprocess.run(["podman", *self.options, "system", "reset", "--force"], capture_output=True)
