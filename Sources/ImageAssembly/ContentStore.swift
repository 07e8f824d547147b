// SPDX-License-Identifier: Apache-2.0

package import Digests
internal import FoundationEssentials
internal import Glibc
package import SystemPackage

/// Blobs by the digest of their content. A blob appears whole or not at all.
package struct ContentStore: Sendable {
    private let folder: FilePath

    package init(at folder: FilePath) {
        self.folder = folder
    }

    /// Where the blob `digest` lies, or would.
    package func path(of digest: Digest) -> FilePath {
        folder.appending("sha256").appending(digest.hex)
    }

    /// Takes in what `produce` writes: into a scratch file first, then synced and renamed.
    ///
    /// - Throws: ``ImageFailure/cannotWrite(_:reason:)``, or what `produce` throws.
    package func ingest(
        _ produce: (_ write: @escaping (UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws -> (digest: Digest, byteCount: Int64) {
        let blobs = folder.appending("sha256")
        try FileManager.default.createDirectory(atPath: blobs.string, withIntermediateDirectories: true)
        let scratch = folder.appending("ingest-\(getpid())-\(UInt64.random(in: 0...UInt64.max))")
        do {
            let sink = try BlobSink(at: scratch)
            try produce(sink.write)
            let (digest, byteCount) = try sink.finish()
            try rename(scratch, to: path(of: digest))
            return (digest, byteCount)
        } catch {
            unlink(scratch.string)
            if let errno = error as? Errno { throw ImageFailure.cannotWrite(scratch, reason: "\(errno)") }
            throw error
        }
    }

    private func rename(_ source: FilePath, to target: FilePath) throws {
        guard Glibc.rename(source.string, target.string) == 0 else { throw Errno(rawValue: errno) }
    }
}

/// A file that is hashed while it is written, a MiB at a time.
private final class BlobSink {
    private static let blockSize = 1 << 20

    private let file: FileDescriptor
    private let path: FilePath
    private var digest: DigestStream? = DigestStream()
    private var buffer: [UInt8] = []
    private var byteCount: Int64 = 0
    private var isOpen = true

    init(at path: FilePath) throws {
        self.path = path
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
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.blockSize { try flush() }
    }

    func finish() throws -> (Digest, Int64) {
        try flush()
        guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
        isOpen = false
        try file.close()
        guard let digest = digest.take() else { throw Errno.badFileDescriptor }
        return (digest.finish(), byteCount)
    }

    private func flush() throws {
        try buffer.withUnsafeBytes { bytes in
            digest?.update(bytes)
            try file.writeAll(bytes)
        }
        byteCount += Int64(buffer.count)
        buffer.removeAll(keepingCapacity: true)
    }
}
