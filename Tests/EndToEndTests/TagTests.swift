// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// Names of images, the way back along them, and the list of images.
@Suite(.tags(.large), .serialized)
struct TagTests {
    @Test(arguments: BuildTests.engines)
    func `a tag goes back image by image, and nothing that it left is lost`(engine: String) async throws {
        let sample = try await Sample(engine: engine)
        let ids = try await [
            sample.buildUnchecked("main"), sample.buildUnchecked("new-plugin"),
            sample.buildUnchecked("main", "--no-strip"),
        ]
        #expect(Set(ids).count == 3)

        for (index, expected) in [ids[1], ids[0]].enumerated() {
            let run = try await sample.cephdev("rollback", sample.name)
            #expect(run.status == 0 && run.output == ["\(sample.name) \(expected)"], "\(index): \(run.errors)")
            #expect(try await sample.id(of: sample.name) == expected)
        }
        let last = try await sample.cephdev("rollback", sample.name)
        #expect(last.status == 65 && last.errors.contains("named no image before this one"), "\(last.errors)")

        let planned = try await sample.cephdev(
            "rollback",
            sample.name,
            "--to",
            String(ids[2].dropFirst(7).prefix(12)),
            "--dry-run"
        )
        #expect(planned.status == 0 && planned.errors.contains("would point"), "\(planned.errors)")
        #expect(try await sample.id(of: sample.name) == ids[0])
        let forward = try await sample.cephdev("rollback", sample.name, "--to", ids[2])
        #expect(forward.status == 0, "\(forward.errors)")
        #expect(try await sample.id(of: sample.name) == ids[2])

        let list = try await sample.cephdev("rollback", sample.name, "--list")
        #expect(list.output.count == 7 && list.output[1].hasPrefix("*"), "\(list.output)")
        #expect(list.output.allSatisfy { !$0.contains("gone") }, "\(list.output)")
        try await sample.clean()

        let gone = try await sample.cephdev("rollback", sample.name)
        #expect(gone.status == 65 && gone.errors.contains("does not have that image any more"), "\(gone.errors)")
    }

    @Test(arguments: BuildTests.engines)
    func `a tag without a history is refused`(engine: String) async throws {
        let sample = try await Sample(engine: engine)
        let base = try await sample.cephdev("rollback", Sample.base)
        #expect(base.status == 65 && base.errors.contains("cephdev never moved '\(Sample.base)'"), "\(base.errors)")
        let unknown = try await sample.cephdev("rollback", "no/such:tag")
        #expect(unknown.status == 65 && unknown.errors.contains("has no tag 'no/such:tag'"), "\(unknown.errors)")
    }

    @Test(arguments: BuildTests.engines)
    func `the lasting name of a commit is never moved, other flags get a name of their own`(engine: String) async throws
    {
        let sample = try await Sample(engine: engine)
        let checkout = sample.repositories.appending("miniceph").string
        let branch = "tags-\(engine)-" + (sample.scratch.path.lastComponent?.string.suffix(8).lowercased() ?? "")
        _ = try await sample.scratch.run("git", "-C", checkout, "branch", branch, "main")
        let arguments = ["build", "--git-url", checkout, "--ref", branch, "--base", Sample.base, "--no-check"]
        let first = try await ProcessRunner.run(sample.command(arguments)).requireSuccess().output
        let second = try await ProcessRunner.run(sample.command(arguments + ["--no-strip"])).requireSuccess().output
        let names = (first + second).map { $0.split(separator: " ").map(String.init) }
        #expect(names[1][0] == "\(names[0][0])-\(names[1][1].dropFirst(7).prefix(8))")
        for name in names { #expect(try await sample.id(of: name[0]) == name[1]) }
        #expect(try await sample.id(of: "ceph/daemon:\(branch)") == names[1][1])

        let listed = try await sample.cephdev("images", "ceph/daemon")
        for name in names {
            #expect(
                listed.output.contains { $0.hasPrefix(name[0] + " ") && $0.contains(Sample.base) },
                "\(listed.output) \(listed.errors)"
            )
        }
        let json = try await sample.cephdev("images", "ceph/daemon", "--format", "json")
        #expect(json.output.contains { $0.contains("cephdev.images/1") })
        _ = try await sample.scratch.run(engine, "rmi", "--force", names[0][0], names[1][0], "ceph/daemon:\(branch)")
    }
}

extension Sample {
    /// Builds without a check and gives the image's id.
    fileprivate func buildUnchecked(_ ref: String, _ more: String...) async throws -> String {
        let arguments = ["build", "--git-url", repositories.appending("miniceph").string, "--ref", ref, "--no-check"]
        let run = try await ProcessRunner.run(command(arguments + common + more)).requireSuccess()
        return run.output.first?.split(separator: " ").last.map(String.init) ?? ""
    }

    /// The id of `image` as the engine tells it.
    fileprivate func id(of image: String) async throws -> String {
        let lines = try await scratch.run(engine, "image", "inspect", "--format", "{{.Id}}", image)
        let id = lines.first ?? ""
        return id.hasPrefix("sha256:") ? id : "sha256:" + id
    }
}
