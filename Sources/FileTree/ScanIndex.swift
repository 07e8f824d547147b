// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import Glibc

/// Digests of the files of an earlier scan, each good for as long as stat(2) says the same of its file.
package struct ScanIndex: Sendable, Equatable {
    struct Known: Sendable, Equatable {
        let stamp: FileStamp
        let digest: Digest
        let isELF: Bool
    }

    private var files: [TreePath: Known] = [:]

    /// An index that knows nothing.
    package init() {}

    /// What the file at `path` holds, if that is known of exactly this file.
    func kind(of path: TreePath, _ stamp: FileStamp) -> FileEntry.Kind? {
        guard let known = files[path], known.stamp == stamp else { return nil }
        return .file(size: stamp.size, digest: known.digest, isELF: known.isELF)
    }

    /// Notes what was hashed at `path`, unless the file is so young that it may change once more within the same tick of
    /// its file system's clock (git's racy entries; FAT ticks every two seconds).
    mutating func add(_ path: TreePath, _ stamp: FileStamp, _ kind: FileEntry.Kind, scannedAt now: Int64) {
        guard case .file(_, let digest, let isELF) = kind else { return }
        guard max(stamp.changed, stamp.modified) < now - 2_000_000_000 else { return }
        files[path] = Known(stamp: stamp, digest: digest, isELF: isELF)
    }
}

extension ScanIndex {
    /// The index as bytes.
    package var encoded: [UInt8] {
        var writer = BinaryWriter()
        writer.put(UInt32(files.count))
        for (path, known) in files.sorted(by: { $0.key < $1.key }) {
            writer.put(counted: path.string.utf8)
            writer.put(known.stamp.device)
            writer.put(known.stamp.inode)
            writer.put(known.stamp.size)
            writer.put(known.stamp.modified)
            writer.put(known.stamp.changed)
            writer.put(raw: known.digest.bytes)
            writer.put(known.isELF ? UInt8(1) : 0)
        }
        return writer.bytes
    }

    /// The index that ``encoded`` gave.
    ///
    /// - Throws: ``TreeEncodingError/damaged``
    package init(decoding bytes: UnsafeRawBufferPointer) throws(TreeEncodingError) {
        var reader = BinaryReader(bytes)
        for _ in 0..<(try reader.number(UInt32.self)) {
            let path = try TreePath(from: &reader)
            let stamp = FileStamp(
                device: try reader.number(),
                inode: try reader.number(),
                size: try reader.number(),
                modified: try reader.number(),
                changed: try reader.number()
            )
            let digest = Digest(bytes: try Array(reader.raw(32)))
            files[path] = Known(stamp: stamp, digest: digest, isELF: try reader.number(UInt8.self) == 1)
        }
        guard reader.isAtEnd else { throw .damaged }
    }
}
