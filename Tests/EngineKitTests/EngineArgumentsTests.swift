// SPDX-License-Identifier: Apache-2.0

import EngineKit
import SystemPackage
import Testing

struct EngineArgumentsTests {
    private static let limits = ["--ulimit", "nofile=1024:1024"]

    @Test func `a plain run has no network and no input, and goes when it ends`() {
        let run = ContainerRun(image: "sha256:1", command: ["true"])
        #expect(
            EngineArguments.run(run, name: "c", limits: [], hasInput: false) == [
                "run", "--rm", "--init", "--name", "c", "--network", "none", "--entrypoint", "true", "sha256:1",
            ]
        )
    }

    @Test func `everything that a run can say comes before the image`() {
        let run = ContainerRun(
            image: "debian:trixie",
            command: ["ninja", "-j", "2"],
            mounts: [BindMount("/src/ceph", at: "/ceph", readOnly: true), BindMount("/src/a b", at: "/install")],
            environment: ["SOURCE_DATE_EPOCH": "1", "CCACHE_DIR": "/c a", "LANG": ""],
            network: .host,
            workingDirectory: "/ceph/build",
            user: "0:0",
            labels: ["b": "x=y", "a": ""]
        )
        #expect(
            EngineArguments.run(run, name: "c", limits: Self.limits, hasInput: true) == [
                "run", "--rm", "--init", "--name", "c", "--network", "host", "--ulimit", "nofile=1024:1024",
                "--interactive", "--user", "0:0", "--workdir", "/ceph/build",
                "--mount", "type=bind,source=/src/ceph,target=/ceph,readonly",
                "--mount", "type=bind,source=/src/a b,target=/install",
                "--env", "CCACHE_DIR=/c a", "--env", "LANG=", "--env", "SOURCE_DATE_EPOCH=1",
                "--label", "a=", "--label", "b=x=y",
                "--entrypoint", "ninja", "debian:trixie", "-j", "2",
            ]
        )
    }

    @Test func `a command in a container gets a terminal only for a person`() {
        #expect(EngineArguments.exec(["ceph", "-s"], in: "c") == ["exec", "c", "ceph", "-s"])
        #expect(EngineArguments.exec(["cat"], in: "c", hasInput: true) == ["exec", "--interactive", "c", "cat"])
        #expect(EngineArguments.exec(["sh"], in: "c", terminal: true) == ["exec", "--interactive", "--tty", "c", "sh"])
    }

    @Test func `volumes stand beside folders, and a command may read what it is given`() {
        var run = ContainerRun(image: "i", command: ["true"], mounts: [BindMount("/a", at: "/a")])
        run.volumes = [VolumeMount("cephdev-1-build", at: "/ceph/build")]
        let arguments = EngineArguments.run(run, name: "c", limits: [], hasInput: false)
        #expect(arguments.contains("type=volume,source=cephdev-1-build,target=/ceph/build"))
        #expect(arguments.contains("type=bind,source=/a,target=/a"))
        #expect(EngineArguments.exec(["cat"], in: "c", hasInput: true) == ["exec", "--interactive", "c", "cat"])
    }

    @Test func `arguments of the command that look like options stay behind the image`() {
        let run = ContainerRun(image: "i", command: ["sh", "--rm", "-c", "a b"])
        #expect(
            EngineArguments.run(run, name: "c", limits: [], hasInput: false).suffix(4) == ["i", "--rm", "-c", "a b"]
        )
    }

    // Engines read the value as a line of CSV (docker's --mount, podman's too).
    @Test(arguments: [
        ("/a,b", "type=bind,\"source=/a,b\",target=/t"), ("/a\"b", "type=bind,\"source=/a\"\"b\",target=/t"),
    ])
    func `a folder's name cannot end a field of its mount`(folder: String, mount: String) {
        let run = ContainerRun(image: "i", command: ["true"], mounts: [BindMount(.init(folder), at: "/t")])
        #expect(EngineArguments.run(run, name: "c", limits: [], hasInput: false).contains(mount))
    }

    @Test func `a build lists arguments and labels by name, and the folder last`() {
        let arguments = EngineArguments.build(
            context: "/recipes/builder",
            tag: "cephdev/builder:1",
            buildArguments: ["PACKAGES": "gcc cmake", "BASE": "debian"],
            labels: ["b": "2", "a": "x=y"],
            limits: Self.limits
        )
        #expect(
            arguments == [
                "build", "--network", "host", "--force-rm", "--tag", "cephdev/builder:1", "--ulimit",
                "nofile=1024:1024",
                "--build-arg", "BASE=debian", "--build-arg", "PACKAGES=gcc cmake",
                "--label", "a=x=y", "--label", "b=2", "/recipes/builder",
            ]
        )
    }
}
