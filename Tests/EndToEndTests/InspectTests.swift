// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// `cephdev inspect` and `cephdev diff` on images of the sample, with the engine, skopeo and sha256sum as judges.
@Suite(.tags(.large), .serialized)
struct InspectTests {
    @Test(arguments: BuildTests.engines)
    func `every file of an image is traced, and two images are compared`(engine: String) async throws {
        let sample = try await Sample(engine: engine)
        let checkout = sample.repositories.appending("miniceph").string
        let old = sample.name + "-old"
        let arguments = ["build", "--source", checkout, "--base", Sample.base, "--no-check", "--tag"]
        _ = try await ProcessRunner.run(sample.command(arguments + [old])).requireSuccess()
        _ = try await sample.scratch.run("sed", "-i", "s/\"active\"/\"edited\"/", checkout + "/src/mds/MDSRank.cc")
        _ = try await ProcessRunner.run(sample.command(arguments + [sample.name])).requireSuccess()

        let commit = try await sample.scratch.run("git", "-C", checkout, "rev-parse", "HEAD").first ?? ""
        let file = try await sample.cephdev("inspect", sample.name, "--file", "/usr/bin/ceph-mds")
        let sum = try await sample.inside(sample.name, "sha256sum /usr/bin/ceph-mds").output.first?.prefix(64) ?? ""
        #expect(file.output.contains("sha256: \(sum)") && file.output.contains("commit: \(commit)"), "\(file.errors)")
        #expect(file.output.contains("component: mds") && file.output.contains("cmake target: ceph-mds"))
        #expect(file.output.contains { $0.hasPrefix("edits: ") })

        let diff = try await sample.cephdev("diff", old, sample.name)
        #expect(diff.status == 0 && diff.output[0].hasPrefix("M /usr/bin/ceph-mds "), "\(diff.output) \(diff.errors)")
        #expect(diff.output.contains { $0.hasPrefix("0 files added, 0 removed, 1 changed; 1 layers added, 1 removed") })
        try await compareTransports(sample)
        try await sample.clean()
    }

    /// The same image, read out of files.
    private func compareTransports(_ sample: Sample) async throws {
        let storage = sample.engine == "docker" ? "docker-daemon" : "containers-storage"
        let source = "\(storage):\(sample.engine == "docker" ? "" : "localhost/")\(sample.name)"
        let plain = try await sample.cephdev("inspect", source, "--format", "json")
        #expect(plain.status == 0, "\(plain.errors)")
        for form in ["oci:layout:x", "oci-archive:x.tar", "docker-archive:y.tar"] {
            _ = try await sample.scratch.run("skopeo", "--insecure-policy", "copy", "-q", source, form)
            let run = try await sample.cephdev("inspect", form, "--format", "json")
            #expect(run.status == 0, "\(run.errors)")
            #expect(files(run) == files(plain) && files(run).count > 5, "\(form)")
            let same = try await sample.cephdev("diff", source, form)
            #expect(same.output.first?.hasPrefix("0 files added, 0 removed, 0 changed") == true, "\(same.output)")
        }
    }

    private func files(_ run: Sample.Run) -> [String] {
        run.output.filter { $0.contains("\"sha256\"") || $0.contains("\"path\"") }
    }

    @Test func `an image that is nowhere is wrong input`() async throws {
        let sample = try await Sample(engine: "docker")
        let run = try await sample.cephdev("inspect", "cephdev-test/nothing:here")
        #expect(
            run.status == 65 && run.errors.contains("docker has no image 'cephdev-test/nothing:here'"),
            "\(run.errors)"
        )
        let missing = try await sample.cephdev("inspect", "oci:/no/such/layout")
        #expect(missing.status == 65 && missing.errors.contains("is no OCI layout"), "\(missing.errors)")
    }
}
