// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
internal import Digests
internal import Glibc
internal import OCIKit
internal import SystemPackage

/// Blobs as files of a folder, which somebody else may have filled.
struct BlobFolder {
    private static let documentByteLimit = 8 << 20

    /// `sha256` lies in it.
    let folder: FilePath
    /// For errors.
    let place: String

    /// As a source whose reading `check` can end; `tap` is given the bytes of files in layers.
    func source(tap: (any FileTap)?, check: @escaping () throws -> Void) -> BlobSource {
        BlobSource(
            place: place,
            document: { try document($0) },
            layer: { try layer($0, tap: tap, check: check) }
        )
    }

    private func document(_ descriptor: Descriptor) throws -> [UInt8] {
        try reading(descriptor) { file in
            let bytes = try SmallFile.read(file, limit: Self.documentByteLimit)
            let found = Digest.of(bytes)
            guard found == descriptor.digest else {
                throw ArchiveError.blobMismatch(expected: descriptor.digest, found: found)
            }
            return bytes
        }
    }

    private func layer(
        _ descriptor: Descriptor,
        tap: (any FileTap)?,
        check: @escaping () throws -> Void
    ) throws -> IndexedLayer {
        try reading(descriptor) { file in
            let blob = try BlobLayer.read(file, tap: tap, check: check)
            guard blob.digest == descriptor.digest else {
                throw ArchiveError.blobMismatch(expected: descriptor.digest, found: blob.digest)
            }
            return blob.layer
        }
    }

    private func reading<Value>(_ descriptor: Descriptor, _ body: (FileDescriptor) throws -> Value) throws -> Value {
        let path = folder.appending("sha256").appending(descriptor.digest.hex)
        let file: FileDescriptor
        do {
            file = try SmallFile.open(path)
        } catch {
            throw LayoutFailure.blobMissing(descriptor.digest, place: place)
        }
        return try file.closeAfter {
            guard try file.seek(offset: 0, from: .end) == descriptor.size else {
                throw LayoutFailure.wrongSize(descriptor.digest, place: place)
            }
            try file.seek(offset: 0, from: .start)
            return try body(file)
        }
    }
}

/// Files of a folder that is not to be trusted.
enum SmallFile {
    /// Opens a regular file; a pipe in its place does not keep us waiting.
    static func open(_ path: FilePath) throws -> FileDescriptor {
        let file = try FileDescriptor.open(path, .readOnly, options: [.nonBlocking, .closeOnExec])
        var status = stat()
        guard fstat(file.rawValue, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            try file.close()
            throw Errno.invalidArgument
        }
        return file
    }

    /// The bytes of `file`; it throws `EFBIG` when there are more than `limit`.
    static func read(_ file: FileDescriptor, limit: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while case let count = try buffer.withUnsafeMutableBytes({ try file.read(into: $0) }), count > 0 {
            bytes += buffer[..<count]
            guard bytes.count <= limit else { throw Errno.fileTooLarge }
        }
        return bytes
    }
}
