// SPDX-License-Identifier: Apache-2.0

import Flavors
import FoundationEssentials
import ProcessKit
import SystemPackage
import TestSupport

/// A small tree of ceph-container's layout in a git repository, with two releases on three systems.
struct SampleTree {
    static let files = [
        "src/README": "of both images\n",
        "src/__MAINTAINER__": "somebody@example.com\n",
        "src/daemon-base/Dockerfile": """
        FROM __ENV_[BASEOS_REPO]__:__ENV_[BASEOS_TAG]__
        LABEL RELEASE="__ENV_[RELEASE]__" MAINTAINER="__MAINTAINER__" EMPTY="__EMPTY__"
        RUN __INSTALL__ && \\
            echo done

        """,
        "src/daemon-base/__EMPTY__": "\n \n",
        "src/daemon-base/__PACKAGES__": "ceph\n",
        "src/daemon/Dockerfile": "FROM __ENV_[DAEMON_BASE_IMAGE]__\nADD entry.sh /\nLABEL MAINTAINER=__MAINTAINER__\n",
        "src/daemon/entry.sh": "#!/bin/sh\necho __H4X0R__ __ENV_[GO_ARCH]__\n",
        "src/daemon/etc/plain": "no variables\n",
        "src/daemon/__H4X0R__": "1337",
        "ceph-releases/ALL/ubuntu/daemon-base/__INSTALL__":
            "apt-get install -y __PACKAGES__ \\\n    __ENV_[CEPH_VERSION]____ENV_[CEPH_POINT_RELEASE]__\n\n",
        "ceph-releases/ALL/centos/daemon-base/__INSTALL__": "yum install -y __PACKAGES__\n",
        "ceph-releases/ALL/centos/7/daemon/etc/plain": "of centos 7\n",
        "ceph-releases/jewel/daemon/etc/plain": "of jewel\n",
        "ceph-releases/jewel/ubuntu/14.04/daemon-base/__PACKAGES__": "ceph ceph-fs-common\n",
        "ceph-releases/jewel/ubuntu/16.04/README": "of jewel on 16.04\n",
        "ceph-releases/luminous/ubuntu/16.04/daemon-base/__PACKAGES__": "ceph ceph-mgr\n",
        "ceph-releases/luminous/centos/7/daemon-base/__PACKAGES__": "ceph ceph-mgr lvm2\n",
    ]

    let scratch: ScratchDirectory
    var root: FilePath { scratch.path.appending("tree") }

    /// Writes the tree and commits it on `main`, with the origin `https://host/ceph.git`.
    init(_ more: [String: String] = [:]) async throws {
        scratch = try ScratchDirectory()
        for (name, text) in Self.files.merging(more, uniquingKeysWith: { $1 }) { try write(name, text) }
        try await shell("chmod +x src/daemon/entry.sh && git init -q -b main && \(Self.commit)")
        try await shell("git remote add origin https://user:secret@host/ceph.git")
    }

    private static let commit =
        "git add -A && git -c user.name=A -c user.email=a@example.com -c commit.gpgsign=false commit -q --allow-empty -m change"

    func write(_ name: String, _ text: String) throws {
        try scratch.write("tree/" + name, text)
    }

    @discardableResult
    func shell(_ script: String) async throws -> [String] {
        let command = Command("sh", ["-e", "-c", script], workingDirectory: root)
        return try await ProcessRunner.run(command).requireSuccess().output
    }

    func commit() async throws { try await shell(Self.commit) }

    var options: StagingOptions {
        var options = StagingOptions(arch: "x86_64")
        options.release = "v1"
        return options
    }

    func open() throws -> FlavorTree { try FlavorTree(at: root) }

    /// Stages to the folder `out` beside the tree.
    @discardableResult
    func stage(_ flavors: String..., options: StagingOptions? = nil) async throws -> [StagedFlavor] {
        let tree = try open()
        let stager = FlavorStager(tree, options ?? self.options)
        return try await stager.stage(tree.flavors(flavors), to: scratch.path.appending("out"))
    }

    func staged(_ name: String) throws -> String { try scratch.read(name.isEmpty ? "out" : "out/" + name) }
    func isStaged(_ name: String) -> Bool { scratch.exists("out/" + name) }

    /// Every name and content below `out`.
    func snapshot() async throws -> [String] {
        try await scratch.run("sh", "-c", "find out -printf '%p %m %l\\n' | sort; find out -type f | sort | xargs cat")
    }

    /// What staging fails with.
    func failure(_ flavors: String..., options: StagingOptions? = nil) async throws -> FlavorFailure? {
        do {
            let tree = try open()
            let stager = FlavorStager(tree, options ?? self.options)
            _ = try await stager.stage(tree.flavors(flavors), to: scratch.path.appending("out"))
            return nil
        } catch let failure as FlavorFailure {
            return failure
        }
    }
}
