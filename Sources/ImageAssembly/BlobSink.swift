// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import Glibc
internal import SystemPackage

/// A file that is hashed while it is written, a MiB at a time.
final class BlobSink {
    private static let blockSize = 1 << 20

    private let file: FileDescriptor
    private var digest: DigestStream? = DigestStream()
    private var buffer: [UInt8] = []
    private var byteCount: Int64 = 0
    private var isOpen = true

    init(at path: FilePath) throws {
        file = try FileDescriptor.open(
            path,
            .writeOnly,
            options: [.create, .exclusiveCreate, .closeOnExec],
            permissions: [.ownerReadWrite]
        )
        buffer.reserveCapacity(2 * Self.blockSize)
    }

    deinit {
        if isOpen { try? file.close() }  // the file is being thrown away
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        if bytes.count >= Self.blockSize {
            try flush()
            return try pass(bytes)
        }
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.blockSize { try flush() }
    }

    func finish() throws -> StoredBlob {
        try flush()
        try Self.sync(file)
        isOpen = false
        try file.close()
        guard let digest = digest.take() else { throw Errno.badFileDescriptor }
        return StoredBlob(digest: digest.finish(), byteCount: byteCount)
    }

    /// Syncs a file that another program wrote, and describes it.
    static func describe(_ path: FilePath) throws -> StoredBlob {
        var digest = DigestStream()
        var byteCount: Int64 = 0
        try BlobReader.read(path) {
            digest.update($0)
            byteCount += Int64($0.count)
        }
        let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
        try file.closeAfter { try sync(file) }
        return StoredBlob(digest: digest.finish(), byteCount: byteCount)
    }

    private static func sync(_ file: FileDescriptor) throws {
        guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
    }

    private func flush() throws {
        try buffer.withUnsafeBytes { try pass($0) }
        buffer.removeAll(keepingCapacity: true)
    }

    private func pass(_ bytes: UnsafeRawBufferPointer) throws {
        digest?.update(bytes)
        try file.writeAll(bytes)
        byteCount += Int64(bytes.count)
    }
}
