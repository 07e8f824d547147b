// SPDX-License-Identifier: Apache-2.0

import ArchiveKit
import FileTree
import SystemPackage
import TestSupport
import Testing

/// Archives that are small and ask for much.
@Suite(.tags(.medium)) struct ArchiveLimitsTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func read(_ name: String, _ set: (inout ArchiveLimits) -> Void = { _ in }) throws -> LayerContents {
        var limits = ArchiveLimits()
        set(&limits)
        return try scratch.reading(name) { try LayerReader.read($0, limits: limits) }
    }

    /// A layer with one file of zeros, compressed.
    private func bomb(_ compressor: String, mebibytes: Int) async throws {
        try await scratch.run(
            "sh",
            "-ec",
            "truncate -s \(mebibytes)M f; tar -c f | \(compressor) > bomb; rm f"
        )
    }

    @Test(arguments: ["gzip", "zstd -q"])
    func `a stream that expands too far is refused, however short it is`(compressor: String) async throws {
        try await bomb(compressor, mebibytes: 64)
        #expect {
            try read("bomb") { $0.expandedByteCount = 16 << 20 }
        } throws: { error in
            guard case .expandsTooFar(let from, let to)? = error as? ArchiveError else { return false }
            return from < 1 << 20 && to > 16 << 20 && to < 18 << 20
        }
    }

    @Test func `a terabyte of zeros is refused at the limit, and takes no memory`() async throws {
        // zstd makes some 30 KB of a GiB of zeros; frames that follow one another are one stream.
        try await scratch.run(
            "sh",
            "-ec",
            """
            python3 -c 'import tarfile; m = tarfile.TarInfo("f"); m.size = 1 << 40; print(m.tobuf().decode(), end="")' \
                | zstd -q > bomb
            head -c 1G /dev/zero | zstd -q > zeros
            for i in $(seq 1024); do cat zeros; done >> bomb
            """
        )
        // In a process of its own: what other tests hold is not the reader's.
        await #expect(processExitsWith: .success) { [bomb = scratch.path.appending("bomb").string as String] in
            var limits = ArchiveLimits()
            limits.expandedByteCount = 1 << 30
            let file = try FileDescriptor.open(FilePath(bomb), .readOnly)
            #expect {
                try file.closeAfter { try LayerReader.read(file, limits: limits) }
            } throws: { error in
                if case .expandsTooFar? = error as? ArchiveError { true } else { false }
            }
            #expect(try Self.residentPeak() < 400 << 20)
        }
    }

    @Test func `a stream within the factor may be longer than the limit`() async throws {
        try await scratch.run("sh", "-ec", "head -c 3000000 /dev/urandom > f; tar -czf a.tar.gz f")
        #expect(try read("a.tar.gz") { $0.expandedByteCount = 1000 }.entries.count == 1)
    }

    @Test func `too many members are refused`() async throws {
        try await scratch.run("python3", "-c", many)
        #expect(throws: ArchiveError.tooManyMembers(999)) { try read("many.tar") { $0.memberCount = 999 } }
        #expect(try read("many.tar") { $0.memberCount = 1000 }.entries.count == 1000)
    }

    @Test func `names that fill the memory are refused`() async throws {
        try await scratch.run("python3", "-c", many)
        #expect(throws: ArchiveError.headersTooLong(100_000)) { try read("many.tar") { $0.headerByteCount = 100_000 } }
    }

    @Test func `holes count together`() async throws {
        try await scratch.run("sh", "-ec", "for i in 1 2 3; do truncate -s 1M f$i; done; tar -cSf a.tar f1 f2 f3")
        #expect(throws: ArchiveError.holeTooLarge(member: "f3", byteCount: 1 << 20)) {
            try read("a.tar") { $0.expandedByteCount = 2 << 20 }
        }
        #expect(try read("a.tar") { $0.expandedByteCount = 3 << 20 }.entries.count == 3)
    }

    private let many = """
        import tarfile
        t = tarfile.open('many.tar', 'w')
        for i in range(1000): t.addfile(tarfile.TarInfo('d' * 200 + str(i)))
        t.close()
        """

    /// The most memory that this process ever had, in bytes (proc(5)).
    private static func residentPeak() throws -> Int {
        let status = try FileDescriptor.open("/proc/self/status", .readOnly)
        let text = try status.closeAfter {
            try String(unsafeUninitializedCapacity: 8192) { try status.read(into: UnsafeMutableRawBufferPointer($0)) }
        }
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? .max >> 10) << 10
    }
}
