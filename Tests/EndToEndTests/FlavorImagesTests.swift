// SPDX-License-Identifier: Apache-2.0

import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// `cephdev base`: small images, and those of the project's own tree.
@Suite(.tags(.large), .serialized)
struct FlavorImagesTests {
    static let engines = ["docker", "podman"]

    // MARK: The project's own

    @Test(arguments: engines, [["reef", "trixie", "18.2."], ["pacific", "bookworm", "16.2."]])
    func `the images of a flavor are made of Debian's packages, cleaned, and link`(engine: String, flavor: [String])
        async throws
    {
        let sample = try await Sample(engine: engine)
        try await Sample.script("make-debian", flavor[1], engine)
        let name = "\(flavor[0]),debian,\(flavor[1])"
        let built = try await sample.cephdev("base", "build", "--flavor", name, "--format", "json")
        #expect(built.status == 0, "\(built.errors)")
        let document = built.output.joined()
        #expect(
            ["builder", "daemon-base", "daemon"].allSatisfy { document.contains("\"image\" : \"\($0)\"") },
            "\(document)"
        )
        #expect(built.errors.contains(/check: [0-9]+ objects, 14 commands, nothing found/), "\(built.errors)")
        let script = "ceph --version && ls /usr/share/man /usr/share/locale && ceph-osd --version"
        let names = try await sample.cephdev("base", "build", "--flavor", name, "--no-check").output
        let daemon = try #require(names.last?.split(separator: " ").first.map(String.init))
        let inside = try await sample.inside(daemon, script)
        #expect(inside.output.filter { !$0.isEmpty && !$0.hasSuffix(":") }.allSatisfy { $0.contains(flavor[2]) })
        #expect(inside.output.count { $0.hasPrefix("ceph version \(flavor[2])") } == 2, "\(inside)")
    }

    /// The tree of the project, whose packages are taken out: the sample stands in the place of the system.
    @Test(arguments: engines, [["reef", "trixie"], ["pacific", "bookworm"]])
    func `a build makes the builder and the base of its flavor when they are not there`(
        engine: String,
        flavor: [String]
    )
        async throws
    {
        let sample = try await Sample(engine: engine)
        try await Sample.script("make-debian", flavor[1], engine)
        let base = "cephdev-test-base/\(flavor[1]):18.2.7"
        let folder = sample.repositories.string
        try await Sample.script("make-miniceph-base", folder, base, flavor[1], environment: ["CEPHDEV_ENGINE": engine])
        let tree = sample.scratch.path.appending("tree").string
        let packages = "\(tree)/ceph-releases/ALL/daemon-base/__CEPH_BASE_PACKAGES__"
        _ = try await sample.scratch.run(
            "sh",
            "-c",
            "cp -r \(Sample.project.appending("Dockerfiles")) tree && echo python3 >\(packages)"
        )
        let variables = ["BASE_IMAGE": base, "REGISTRY": "cephdev-test-flavor-\(flavor[1])", "CEPHDEV_TREE": tree]
        let run = try await sample.cephdev(
            "build",
            "--flavor",
            "\(flavor[0]),debian,\(flavor[1])",
            "--git-url",
            sample.repositories.appending("miniceph").string,
            "--ref",
            "main",
            "--tag",
            sample.name,
            environment: variables
        )
        #expect(run.status == 0, "\(run.errors)")
        let help = try await sample.inside(sample.name, "rados --help && ceph-mds --version && ps --version")
        #expect(help.status.isSuccess, "\(help)")
        try await sample.clean()
        let cleaned = try await sample.cephdev(
            "base",
            "clean",
            "--flavor",
            "\(flavor[0]),debian,\(flavor[1])",
            environment: variables
        )
        #expect(cleaned.status == 0 && cleaned.output.count >= 3, "\(cleaned)")
    }

    // MARK: Small ones

    @Test(arguments: engines)
    func `one flavor that fails does not stop the others, and the status tells`(engine: String) async throws {
        let tree = try await SmallTree(engine: engine)
        try tree.scratch.write(
            "tree/ceph-releases/reef/daemon/Dockerfile",
            "FROM __ENV_[DAEMON_BASE_IMAGE]__\nRUN false\n"
        )
        let run = try await tree.cephdev("base", "build", "--all", "--jobs", "2", "--no-check")
        #expect(run.status == 69, "\(run.errors)")
        #expect(run.errors.contains("1 of 2 flavors failed: reef,debian,trixie"), "\(run.errors)")
        #expect(run.output.contains { $0.hasPrefix("\(tree.registry)/daemon:main-squid-debian-trixie-") })
        #expect(tree.scratch.exists("workspace/logs/images-reef-debian-trixie-x86_64.log"))
        try await tree.clean()
    }

    @Test(arguments: engines)
    func `cleaning takes what was built under its own name, and nothing that was made from it`(engine: String)
        async throws
    {
        let tree = try await SmallTree(engine: engine)
        #expect(
            try await tree.cephdev("base", "build", "--no-check", environment: ["BUILD_ARGS": "EXTRA=1"]).status == 0
        )
        let daemon = try #require(try await tree.names().first { $0.contains("/daemon:") })
        try tree.scratch.write("derived/Dockerfile", "FROM \(daemon)\nLABEL mine=1\n")
        let derived = "\(tree.registry)/mine:1"
        _ = try await tree.engine("build", "--quiet", "--tag", derived, tree.scratch.path.appending("derived").string)
            .requireSuccess()
        // Another builder under the same name: the first has none any more.
        try tree.scratch.write(
            "tree/src/builder/Dockerfile",
            "FROM __ENV_[BASE_IMAGE]__\nRUN echo \(tree.registry) >/made\n"
        )
        #expect(try await tree.cephdev("base", "build", "--images", "builder").status == 0)
        let nones = try await tree.cephdev("base", "clean", "--nones", "--dry-run")
        #expect(nones.status == 0 && nones.output.contains { $0.hasPrefix("sha256:") }, "\(nones)")
        #expect(try await tree.cephdev("base", "clean", "--nuke").status == 64)
        let planned = try await tree.cephdev("base", "clean", "--all", "--dry-run")
        #expect(planned.output.contains { $0.contains("/workspace/staging ") }, "\(planned)")
        #expect(!planned.output.contains { $0.contains(derived) })
        let cleaned = try await tree.cephdev("base", "clean", "--all")
        #expect(cleaned.status == 0 && !tree.scratch.exists("workspace/staging"), "\(cleaned)")
        // What an image was made from loses its name at most.
        #expect(try await tree.engine("image", "inspect", derived).status.isSuccess)
        #expect(try await !tree.names().contains { $0.contains("/builder:") })
        try await tree.clean()
    }

    @Test(arguments: engines)
    func `tags that stay are never given to another image, and latest moves`(engine: String) async throws {
        try await TestRegistry.with { registry in
            let tree = try await SmallTree(engine: engine)
            let place = ["REGISTRY": "\(registry.address)/\(tree.registry)"]
            #expect(try await tree.cephdev("base", "build", "--no-check", environment: place).status == 0)
            let pushed = try await tree.cephdev("base", "push", "--insecure", environment: place)
            #expect(pushed.status == 0, "\(pushed.errors)")
            #expect(pushed.output.count == 4, "\(pushed.output)")
            let commit = try await tree.scratch.run("git", "-C", "tree", "rev-parse", "--short=7", "HEAD")[0]
            #expect(pushed.output.contains { $0.contains("/daemon:main-\(commit)-reef-debian-trixie-") })
            #expect(pushed.output.contains { $0.contains("/daemon-base:latest-reef sha256:") })
            // The same again is there already.
            #expect(try await tree.cephdev("base", "push", "--insecure", environment: place).status == 0)
            // Other content from the same commit.
            let other = ["--build-arg", "EXTRA=other", "--no-check"]
            #expect(try await tree.cephdev(["base", "build"] + other, environment: place).status == 0)
            let refused = try await tree.cephdev("base", "push", "--insecure", environment: place)
            #expect(refused.status == 65 && refused.errors.contains("as another image"), "\(refused.errors)")
            try tree.scratch.write("tree/src/__WORD__", "boat\n")
            let dirty = try await tree.cephdev("base", "push", "--insecure", environment: place)
            #expect(dirty.status == 65 && dirty.errors.contains("uncommitted edits: src/__WORD__"), "\(dirty.errors)")
            try await tree.git("commit --quiet --all --message two && git tag v3.1.4")
            let stale = try await tree.cephdev("base", "push", "--insecure", environment: place)
            #expect(stale.status == 65 && stale.errors.contains("was not built from the commit"), "\(stale.errors)")
            #expect(try await tree.cephdev("base", "build", "--no-check", environment: place).status == 0)
            let tagged = try await tree.cephdev("base", "push", "--insecure", environment: place)
            #expect(tagged.output.count == 2 && tagged.output.allSatisfy { $0.contains(":v3.1.4-stable-3.1-reef-") })
            let bis = try await tree.cephdev("base", "push", "--bis", "--insecure", environment: place)
            #expect(bis.status == 0 && bis.output[0].contains("/daemon:latest-bis sha256:"), "\(bis)")
            try await tree.clean()
        }
    }
}
