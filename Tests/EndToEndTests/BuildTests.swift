// SPDX-License-Identifier: Apache-2.0

import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// `cephdev build` on the sample project, with both engines.
@Suite(.tags(.large), .serialized)
struct BuildTests {
    static let engines = ["docker", "podman"]

    @Test(arguments: engines)
    func `a library takes the place of the one that the loader would find first, and the image runs`(engine: String)
        async throws
    {
        let sample = try await Sample(engine: engine)
        let run = try await sample.build("main", "--format", "json")
        #expect(run.status == 0, "\(run.errors)")
        let json = try run.json
        #expect(json.schema == "cephdev.build/1")
        #expect(json.files.contains("/usr/local/lib/libradosstriper.so.1.0.0") && json.fixes?.isEmpty == true)
        let help = try await sample.inside(sample.name, "rados --help && ceph --version && ceph-mds --version")
        #expect(help.status.isSuccess, "\(help.errors)")
        #expect(help.output.count { $0.hasPrefix("ceph version 18.2.7 (\(String(repeating: "0", count: 40)))") } == 2)
        let check = try await sample.cephdev("check", sample.name)
        #expect(check.status == 0, "\(check.errors)")
        try await sample.clean()
    }

    @Test(arguments: engines)
    func `an edit in a checkout compiles its unit alone and changes one layer`(engine: String) async throws {
        let sample = try await Sample(engine: engine)
        let checkout = sample.repositories.appending("miniceph").string
        let arguments = ["build", "--source", checkout, "--format", "json"] + sample.common
        let before = try await listing(of: checkout)
        let first = try await ProcessRunner.run(sample.command(arguments)).requireSuccess()
        #expect(try await listing(of: checkout) == before)
        try await edit(checkout + "/src/mds/MDSRank.cc")
        let second = try await ProcessRunner.run(sample.command(arguments)).requireSuccess()
        let old = Set(try JSON(first.output.joined()).layers?.map(\.diffID) ?? [])
        let new = try JSON(second.output.joined()).layers?.filter { !old.contains($0.diffID) } ?? []
        #expect(new.flatMap(\.files) == ["/usr/bin/ceph-mds"])
        #expect(second.errors.contains { $0.hasPrefix("compile: 2 steps") }, "\(second.errors)")
        #expect(second.errors.contains { $0.contains("1 uncommitted") })
        try await sample.clean()
    }

    @Test func `a minimal build replaces what its target makes, and nothing that works without`() async throws {
        let sample = try await Sample(engine: "docker")
        let run = try await sample.build("main", "--target", "mds", "--minimal", "--format", "json")
        #expect(run.status == 0, "\(run.errors)")
        #expect(try run.json.files.contains("/usr/bin/ceph-mds"), "\(run.errors)")
        #expect(try run.json.files.count < 3, "\(run.output)")
        #expect(try await sample.build("main", "--minimal").status == 64)
        try await sample.clean()
    }

    @Test func `a workspace inside the checkout is no part of the source`() async throws {
        let sample = try await Sample(engine: "docker")
        let checkout = sample.repositories.appending("miniceph").string
        let arguments = ["build", "--source", checkout, "--workspace", checkout + "/ceph"] + sample.common
        for _ in 1...2 {
            let run = try await ProcessRunner.run(sample.command(arguments))
            #expect(run.status.isSuccess && !run.errors.contains { $0.contains("uncommitted") }, "\(run.errors)")
        }
        try await sample.clean()
    }

    @Test func `objects of another builder are thrown away`() async throws {
        let sample = try await Sample(engine: "docker")
        #expect(try await sample.build("main").errors.contains("compile: 30 steps"))
        #expect(try await sample.build("main").errors.contains("compile: nothing to do"))
        try sample.scratch.write("workspace/build/.cephdev-builder", "sha256:another")
        #expect(try await sample.build("main").errors.contains("compile: 30 steps"))
        try await sample.clean()
    }

    @Test func `a container that a killed run left is gone after the next run`() async throws {
        let sample = try await Sample(engine: "docker")
        let workspace = sample.scratch.path.appending("workspace").string
        let label = "io.github.cephdev.workspace=\(workspace)"
        let host = "io.github.cephdev.host=\(ProcessIdentity.host)"
        let sleep = [
            "run", "--detach", "--network", "none", "--label", label, "--label", host, "debian:trixie", "sleep", "600",
        ]
        let left = try await ProcessRunner.run(Command("docker", sleep)).requireSuccess().output.first ?? ""
        #expect(try await sample.build("main").status == 0)
        #expect(try await !ProcessRunner.run(Command("docker", ["inspect", left])).status.isSuccess)
        try await sample.clean()
    }

    @Test func `a target that is not there is wrong input`() async throws {
        let sample = try await Sample(engine: "docker")
        let run = try await sample.build("main", "--target", "ceph-mdss")
        #expect(run.status == 65)
        #expect(run.errors.contains("unknown target 'ceph-mdss'"), "\(run.errors)")
    }

    @Test(arguments: engines)
    func `a subset of targets places their files and nothing else that is compiled`(engine: String) async throws {
        let sample = try await Sample(engine: engine)
        let run = try await sample.build("main", "--target", "ceph-mds", "--format", "json")
        #expect(run.status == 0, "\(run.errors)")
        let files = Set(try run.json.files)
        #expect(files.contains("/usr/bin/ceph-mds") && !files.contains("/usr/bin/ceph-osd"), "\(files)")
        let path = try await sample.inside(sample.name, "ceph-mds --version")
        #expect(path.status.isSuccess, "\(path.errors)")
        try await sample.clean()
    }

    @Test func `source that does not compile ends with status 2, the error and the log`() async throws {
        let sample = try await Sample(engine: "docker")
        let run = try await sample.build("compile-error")
        #expect(run.status == 2)
        #expect(run.errors.contains("MDSRank.cc:6:10: error: 'rank_id' was not declared in this scope"))
        #expect(run.errors.contains("workspace/logs/compile.log") && run.errors.contains("return rank_id < 0"))
        #expect(try await !sample.has(sample.name))
        // The workspace is usable as it is.
        #expect(try await sample.build("main").status == 0)
        try await sample.clean()
    }

    @Test(arguments: engines)
    func `an image that cannot be mended gets no tag and names what is missing`(engine: String) async throws {
        let sample = try await Sample(engine: engine)
        let run = try await sample.build("missing-symbol")
        #expect(run.status == 1)
        let finding = "/usr/bin/rados wants ceph::common_missing() (_ZN4ceph14common_missingEv)"
        #expect(run.errors.contains(finding), "\(run.errors)")
        #expect(try await !sample.has(sample.name))
        #expect(run.output.isEmpty)
    }

    @Test func `a new plugin comes with the layers, a removed file does not`() async throws {
        let sample = try await Sample(engine: "docker")
        let added = try await sample.build("new-plugin", "--format", "json")
        #expect(added.status == 0, "\(added.errors)")
        let plugin = "/usr/lib/x86_64-linux-gnu/rados-classes/libcls_lock.so.1.0.0"
        #expect(try added.json.files.contains(plugin))
        let load = try await sample.inside(sample.name, "ceph-osd --load \(plugin)")
        #expect(load.status.isSuccess, "\(load.errors)")
        let removed = try await sample.build("removed-file", "--format", "json")
        #expect(try removed.json.files.contains { $0.contains("libcls_lock") } == false)
        try await sample.clean()
    }

    private func listing(of folder: String) async throws -> [String] {
        let find = Command("find", [folder, "-path", "*/.git/index", "-prune", "-o", "-printf", "%p %T@ %m %s\\n"])
        return try await ProcessRunner.run(find).requireSuccess().output.sorted()
    }

    private func edit(_ file: String) async throws {
        let sed = Command("sed", ["-i", "s/\"active\"/\"edited\"/", file])
        _ = try await ProcessRunner.run(sed).requireSuccess()
    }
}
