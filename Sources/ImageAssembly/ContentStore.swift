// SPDX-License-Identifier: Apache-2.0

package import Digests
internal import FoundationEssentials
internal import Glibc
internal import ProcessKit
package import SystemPackage

/// Blobs by the digest of their content. A blob appears whole or not at all.
package struct ContentStore: Sendable {
    /// Also the folder that skopeo shares blobs by: `sha256/` lies in it.
    let folder: FilePath
    /// What a file is called until its digest is known.
    static let scratchPrefix = "ingest-"

    package init(at folder: FilePath) {
        self.folder = folder
    }

    /// Where the blob `digest` lies, or would.
    package func path(of digest: Digest) -> FilePath {
        folder.appending("sha256").appending(digest.hex)
    }

    /// Where records of derived blobs lie.
    var derivedFolder: FilePath { folder.appending("derived") }

    /// The blob `digest`, or nil when the store has none.
    package func blob(_ digest: Digest) -> StoredBlob? {
        var status = stat()
        guard stat(path(of: digest).string, &status) == 0 else { return nil }
        return StoredBlob(digest: digest, byteCount: Int64(status.st_size))
    }

    /// Takes in what `produce` writes: into a scratch file first, then synced and renamed. Bytes whose digest is not the
    /// `expected` one are not taken.
    ///
    /// - Throws: ``ImageFailure/cannotWrite(_:reason:)``, ``ImageFailure/unexpectedContent(expected:found:)``, or what
    ///   `produce` throws.
    package func ingest(
        expecting expected: Digest? = nil,
        _ produce: (_ write: @escaping (UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws -> StoredBlob {
        try throughScratch(expected) { scratch in
            let sink = try BlobSink(at: scratch)
            try produce(sink.write)
            return try sink.finish()
        }
    }

    /// Takes in a file that `produce` makes at the path it is given, which is inside the store.
    ///
    /// - Throws: as ``ingest(expecting:_:)`` does.
    package func ingestFile(
        expecting expected: Digest? = nil,
        _ produce: (FilePath) async throws -> Void
    ) async throws -> StoredBlob {
        let scratch = try makeScratch()
        do {
            try await produce(scratch)
            return try keep(scratch, as: await BlockingWork.run { _ in try BlobSink.describe(scratch) }, expected)
        } catch {
            throw discard(scratch, because: error)
        }
    }

    /// Whether the file system has room for that many bytes more.
    func hasSpace(for byteCount: Int64) -> Bool {
        var status = statvfs()
        guard statvfs(folder.string, &status) == 0 else { return true }
        return Int64(status.f_bavail) * Int64(status.f_frsize) >= byteCount
    }

    private func throughScratch(_ expected: Digest?, _ write: (FilePath) throws -> StoredBlob) throws -> StoredBlob {
        let scratch = try makeScratch()
        do {
            return try keep(scratch, as: write(scratch), expected)
        } catch {
            throw discard(scratch, because: error)
        }
    }

    private func makeScratch() throws -> FilePath {
        let blobs = folder.appending("sha256")
        try FileManager.default.createDirectory(atPath: blobs.string, withIntermediateDirectories: true)
        return scratchName()
    }

    /// Where something may be made that is to become a blob.
    func scratchName() -> FilePath {
        folder.appending("\(Self.scratchPrefix)\(getpid())-\(UInt64.random(in: 0...UInt64.max))")
    }

    private func keep(_ scratch: FilePath, as blob: StoredBlob, _ expected: Digest?) throws -> StoredBlob {
        if let expected, expected != blob.digest {
            throw ImageFailure.unexpectedContent(expected: expected, found: blob.digest)
        }
        guard rename(scratch.string, path(of: blob.digest).string) == 0 else { throw Errno(rawValue: errno) }
        return blob
    }

    private func discard(_ scratch: FilePath, because error: any Error) -> any Error {
        unlink(scratch.string)
        guard let errno = error as? Errno else { return error }
        return ImageFailure.cannotWrite(scratch, reason: "\(errno)")
    }
}
