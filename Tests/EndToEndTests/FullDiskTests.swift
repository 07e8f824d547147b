// SPDX-License-Identifier: Apache-2.0

import Glibc
import ProcessKit
import SystemPackage
import TestSupport
import Testing

/// A cache on a file system that is full while layers are written.
@Suite(.tags(.large), .serialized, .enabled(if: getuid() == 0, "mounts a file system"))
struct FullDiskTests {
    @Test(arguments: [4096, 8192, 16384, 28672])
    func `a full disk is a clear error, and nothing is lost by it`(room: Int) async throws {
        let sample = try await Sample(engine: "docker")
        let cache = sample.scratch.path.appending("cache")
        try await sample.scratch.run("mkdir", "cache")
        try await sample.scratch.run("mount", "-t", "tmpfs", "-o", "size=60m", "cephdev-test", "cache")
        do {
            try await fill(sample, cache, room: room)
        } catch {
            try await sample.scratch.run("umount", "cache")
            throw error
        }
        try await sample.scratch.run("umount", "cache")
        try await sample.clean()
    }

    private func fill(_ sample: Sample, _ cache: FilePath, room: Int) async throws {
        let checkout = sample.repositories.appending("miniceph").string
        let arguments = ["build", "--source", checkout, "--no-check", "--cache", cache.string] + sample.common
        _ = try await ProcessRunner.run(sample.command(arguments)).requireSuccess()

        try await sample.scratch.run(
            "sh",
            "-c",
            "cat /dev/zero > cache/filler 2>/dev/null; truncate -s -\(room) cache/filler"
        )
        try await sample.scratch.run("sed", "-i", "s/\"active\"/\"edited\"/", checkout + "/src/mds/MDSRank.cc")
        let full = try await ProcessRunner.run(sample.command(arguments))
        #expect(full.status == .exited(74), "\(full.errors)")
        let message = full.errors.first { $0.hasPrefix("cephdev: ") } ?? ""
        #expect(message.contains(cache.string) && message.contains("No space left on device"), "\(full.errors)")
        #expect(full.errors.last?.hasPrefix("hint: ") == true, "\(full.errors)")

        try await sample.scratch.run("rm", "cache/filler")
        let doctor = try await sample.cephdev("doctor", "--verify", "--cache", cache.string, "--format", "json")
        // The engine is shared with tests that kill runs; the cache is this test's own.
        let complaints = doctor.output.filter { $0.contains("broken") || $0.contains("killed") }
        #expect(complaints.allSatisfy { $0.contains("images of killed runs") }, "\(doctor.output)")
        #expect(try await sample.inside(sample.name, "ceph-mds --version").status.isSuccess)
        let next = try await ProcessRunner.run(sample.command(arguments))
        #expect(next.status.isSuccess, "\(next.errors)")
    }
}
