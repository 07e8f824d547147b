// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

/// A copy of a file of which some bytes are others.
enum PatchedCopy {
    struct Patch {
        let offset: UInt64
        let bytes: [UInt8]
    }

    /// Writes `source` to `destination`, with the same mode. What lay there is overwritten.
    static func write(_ source: FilePath, to destination: FilePath, _ patches: [Patch]) throws(ELFError) {
        let input: FileDescriptor
        do {
            input = try FileDescriptor.open(source, .readOnly, options: .closeOnExec)
        } catch {
            throw .unreadable(source, reason: "\(error)")
        }
        defer { try? input.close() }  // read only: nothing to lose
        do {
            let output = try FileDescriptor.open(
                destination,
                .writeOnly,
                options: [.create, .truncate, .closeOnExec],
                permissions: .ownerReadWrite
            )
            try output.closeAfter {
                try copy(input, to: output)
                for patch in patches { try output.writeAll(toAbsoluteOffset: Int64(patch.offset), patch.bytes) }
            }
        } catch {
            throw .unwritable(destination, reason: "\(error)")
        }
    }

    private static func copy(_ input: FileDescriptor, to output: FileDescriptor) throws {
        var status = stat()
        guard fstat(input.rawValue, &status) == 0, fchmod(output.rawValue, status.st_mode & 0o7777) == 0 else {
            throw Errno(rawValue: errno)
        }
        try withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
            while case let count = try input.read(into: buffer), count > 0 {
                try output.writeAll(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
        }
    }
}
