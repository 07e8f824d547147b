// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// `cephdev pack`: files that are there already, with both engines.
@Suite(.tags(.large), .serialized)
struct PackTests {
    @Test(arguments: BuildTests.engines)
    func `what ships is stripped, and gdb finds what was taken out in the debug image`(engine: String) async throws {
        let sample = try await Sample(engine: engine)
        try await compile(in: sample)
        let run = try await sample.pack("--debug-image")
        #expect(run.status == 0, "\(run.errors)")
        let debug = sample.name + "-debug"
        try await sample.export(sample.name, to: "root")
        try await sample.export(debug, to: "debug")
        let sections = try await sample.scratch.run("readelf", "--sections", "--wide", "root/usr/bin/probe")
        #expect(!sections.contains { $0.contains(".debug_") || $0.contains(".symtab") })
        let files = try await sample.scratch.run("sh", "-c", "cd debug && find . -type f | sort")
        #expect(files.allSatisfy { $0.hasPrefix("./usr/lib/debug/.build-id/") && $0.hasSuffix(".debug") })
        let folder = sample.scratch.path.appending("debug/usr/lib/debug").string
        let line = try await sample.scratch.run(
            "gdb",
            "--batch",
            "--nx",
            "-iex",
            "set debug-file-directory \(folder)",
            "-ex",
            "info line answer",
            "root/usr/bin/probe"
        )
        #expect(line.contains { $0.contains("Line 1 of \"probe.c\"") }, "\(line)")
        try await sample.clean()
        _ = try await ProcessRunner.run(Command(engine, ["rmi", "--force", debug]))
    }

    @Test func `the image is the same with and without a debug image, and another one without stripping`() async throws
    {
        let sample = try await Sample(engine: "docker")
        try await compile(in: sample)
        let plain = try await sample.pack("--no-check")
        let debug = try await sample.pack("--no-check", "--debug-image")
        let whole = try await sample.pack("--no-check", "--no-strip")
        #expect(plain.status == 0 && plain.output == debug.output, "\(plain.errors) \(debug.errors)")
        #expect(whole.status == 0 && whole.output != plain.output)
        try await sample.export(sample.name, to: "root")
        let sections = try await sample.scratch.run("readelf", "--sections", "--wide", "root/usr/bin/probe")
        #expect(sections.contains { $0.contains(".debug_info") })
        try await sample.clean()
        _ = try await ProcessRunner.run(Command("docker", ["rmi", "--force", sample.name + "-debug"]))
    }

    @Test func `an edit of one file sends one layer, and nothing changed sends none`() async throws {
        let sample = try await Sample(engine: "docker")
        try await compile(in: sample)
        try sample.scratch.write("tree/usr/share/ceph/mgr/module.py", "one\n")
        #expect(try await sample.pack("--no-check").errors.contains("sent"))
        #expect(try await sample.pack("--no-check").errors.contains("the engine has all layers"))
        try sample.scratch.write("tree/usr/share/ceph/mgr/module.py", "two\n")
        let edited = try await sample.pack("--no-check")
        #expect(edited.errors.contains(/load: sent [0-9.]+ k?B: mgr,/), "\(edited.errors)")
        try await sample.clean()
    }

    @Test func `a layer that the engine was thought to have is sent when it has it no more`() async throws {
        let sample = try await Sample(engine: "docker")
        try await compile(in: sample)
        let first = try await sample.pack("--no-check")
        _ = try await ProcessRunner.run(Command("docker", ["rmi", "--force", sample.name])).requireSuccess()
        let second = try await sample.pack("--no-check")
        #expect(second.status == 0 && second.output == first.output, "\(second.errors)")
        #expect(try await sample.inside(sample.name, "probe").status == .exited(42))
        try await sample.clean()
    }

    @Test func `a file of an earlier build that a whole build lacks is gone`() async throws {
        let sample = try await Sample(engine: "docker")
        #expect(try await sample.build("new-plugin").status == 0)
        let earlier = sample.name + "-earlier"
        _ = try await ProcessRunner.run(Command("docker", ["tag", sample.name, earlier])).requireSuccess()
        let plugin = "/usr/lib/x86_64-linux-gnu/rados-classes/libcls_lock.so.1.0.0"
        #expect(try await sample.inside(earlier, "test -e \(plugin)").status.isSuccess)
        let run = try await sample.build("main", "--base", earlier)
        #expect(run.status == 0, "\(run.errors)")
        #expect(try await sample.inside(sample.name, "test -e \(plugin)").status == .exited(1))
        #expect(try await sample.inside(sample.name, "ceph-mds --version").status.isSuccess)
        try await sample.clean()
        _ = try await ProcessRunner.run(Command("docker", ["rmi", "--force", earlier]))
    }

    @Test func `a folder that is not there is wrong input`() async throws {
        let sample = try await Sample(engine: "docker")
        let run = try await sample.cephdev("pack", "nowhere", "--base", Sample.base, "--tag", sample.name)
        #expect(run.status == 65)
        #expect(run.errors.contains("nowhere"))
    }

    private func compile(in sample: Sample) async throws {
        try sample.scratch.write("probe.c", "int answer(void) { return 42; }\nint main(void) { return answer(); }\n")
        try sample.scratch.write("tree/usr/bin/.keep", "")
        try await sample.scratch.run("gcc", "-g", "-Wl,--build-id", "-o", "tree/usr/bin/probe", "probe.c")
        try await sample.scratch.run("rm", "tree/usr/bin/.keep")
    }
}

extension Sample {
    /// Packs the test's folder `tree` under its own name.
    fileprivate func pack(_ more: String...) async throws -> Run {
        let arguments = ["pack", "tree", "--base", Self.base, "--tag", name] + more
        let result = try await ProcessRunner.run(command(arguments))
        guard case .exited(let status) = result.status else { throw SampleError.killed("\(result.status)") }
        return Run(status: status, output: result.output, errors: result.errors.joined(separator: "\n"))
    }

    /// Unpacks an image's files into a folder of the test's own, by skopeo and tar.
    fileprivate func export(_ image: String, to folder: String) async throws {
        let transport = engine == "docker" ? "docker-daemon:" : "containers-storage:"
        let name = engine == "docker" ? image : "localhost/" + image
        try await scratch.run("rm", "-rf", "dir", folder)
        try await scratch.run("skopeo", "copy", "--quiet", transport + name, "dir:dir")
        let script = """
            mkdir \(folder)
            python3 -c 'import json; m = json.load(open("dir/manifest.json"))
            for l in m["layers"]: print(l["digest"].split(":")[1])' |
                while read -r layer; do tar -C \(folder) --exclude dev -xf dir/$layer; done
            """
        try await scratch.run("bash", "-euo", "pipefail", "-c", script)
    }
}
