// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ProcessKit
import SystemPackage
import TestSupport
import Testing

@testable import CephBuild

/// The script that a volume is filled by, with a folder in the volume's place and the tools of this host.
@Suite(.tags(.medium)) struct SourceVolumeTests {
    private let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        try scratch.write("volume/.cephdev/keep", "")
        try scratch.write("source/top", "top")
        try scratch.write("source/src/mds/a.cc", "int a;")
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path.appending("source/link").string,
            withDestinationPath: "src/mds/a.cc"
        )
    }

    private var source: FilePath { scratch.path.appending("source") }
    private var volume: FilePath { scratch.path.appending("volume") }

    /// Fills the volume, which holds `present`; the stream ends after `limit` bytes when that is given.
    @discardableResult
    private func fill(from present: SourceManifest, limit: Int? = nil) async throws -> SourceManifest {
        let wanted = try SourceManifest(of: source) {}
        let transfer = SourceTransfer(from: present, to: wanted)
        let stream = scratch.path.appending("stream")
        let file = try FileDescriptor.open(
            stream,
            .writeOnly,
            options: [.create, .truncate],
            permissions: .ownerReadWrite
        )
        try file.closeAfter { try FarSource.write(transfer, from: source, to: file) {} }
        if let limit { try await scratch.run("truncate", "-s", "-\(limit)", "stream") }
        let arguments = FarSource.arguments(of: transfer, at: volume.string)
        let command = Command("/bin/sh", ["-euc", FarSource.script, "sh"] + arguments)
        let input = try FileDescriptor.open(stream, .readOnly)
        let result = try await ProcessRunner.run(command, input: input)
        try input.close()
        #expect(result.status.isSuccess == (limit == nil), "\(result.errors)")
        return wanted
    }

    private func difference() async throws -> [String] {
        let diff = ["--recursive", "--no-dereference", "--exclude=.cephdev", "source", "volume"]
        return try await ProcessRunner.run(Command("diff", diff, workingDirectory: scratch.path)).output
    }

    @Test func `a volume becomes what the source is, and says so`() async throws {
        let wanted = try await fill(from: SourceManifest())
        #expect(try await difference().isEmpty)
        #expect(try scratch.read("volume/.cephdev/id") == wanted.id)
        #expect(SourceManifest(parsing: try scratch.bytes("volume/.cephdev/manifest")) == wanted)
        #expect(!scratch.exists("volume/.cephdev/sent-0"))
    }

    @Test func `files and folders that take each other's places, or go, go first`() async throws {
        try scratch.write("source/old/x/y", "gone")
        let first = try await fill(from: SourceManifest())
        try await scratch.run("rm", "-r", "source/old", "source/src/mds", "source/top")
        try scratch.write("source/top/now", "a folder")
        try scratch.write("source/src/mds", "a file")
        try await fill(from: first)
        #expect(try await difference().isEmpty)
    }

    @Test func `a file that goes over is newer there than what was made before`() async throws {
        let first = try await fill(from: SourceManifest())
        try scratch.write("volume/object", "made there")
        try await scratch.run("sh", "-c", "echo 'int b;' >source/src/mds/a.cc; touch -d '-1 hour' source/src/mds/a.cc")
        let top = try await scratch.run("stat", "-c", "%Y.%y", "volume/top")
        try await fill(from: first)
        try await scratch.run("test", "volume/src/mds/a.cc", "-nt", "volume/object")
        #expect(try await scratch.run("stat", "-c", "%Y.%y", "volume/top") == top)
    }

    @Test func `what a build made beside the sources stays`() async throws {
        let first = try await fill(from: SourceManifest())
        try scratch.write("volume/src/mds/made.h", "made")
        try scratch.write("source/src/mds/b.cc", "int b;")
        try await fill(from: first)
        #expect(scratch.exists("volume/src/mds/made.h") && scratch.exists("volume/src/mds/b.cc"))
    }

    @Test func `a transfer that is cut off leaves no id, and what its notes tell of need not come again`() async throws
    {
        for number in 0..<2500 { try scratch.write("source/many/\(number)", "\(number)") }
        let wanted = try await fill(from: SourceManifest(), limit: 600_000)
        #expect(!scratch.exists("volume/.cephdev/id"))
        var known = try #require(SourceManifest(parsing: try scratch.bytes("volume/.cephdev/manifest")))
        for note in ["sent-0", "sent-1000", "sent-2000"] where scratch.exists("volume/.cephdev/\(note)") {
            known.add(try scratch.bytes("volume/.cephdev/\(note)"))
        }
        let again = SourceTransfer(from: known, to: wanted)
        #expect(again.sent.count > 100 && again.sent.count < 1600)
        try await fill(from: known)
        #expect(try await difference().isEmpty)
    }
}
