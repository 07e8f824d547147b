// SPDX-License-Identifier: Apache-2.0

package import FileTree

/// Writes a tar archive whose bytes depend on nothing but the calls: ustar, with pax records where ustar falls short.
///
/// Files and links belong to 0:0; no member has a user name, access time or change time. The caller gives the order.
/// Spec: POSIX.1-2017, pax, "ustar Interchange Format" and "pax Interchange Format".
package struct TarWriter: ~Copyable {
    /// Takes the next bytes of the archive.
    package typealias Sink = (UnsafeRawBufferPointer) throws -> Void

    private let sink: Sink

    /// A writer that gives the archive to `sink` piece by piece, in order.
    package init(sink: @escaping Sink) {
        self.sink = sink
    }

    /// Adds a directory; `modified` is in seconds since 1970. It has an owner because it may stand for one that lower
    /// layers hold, whose owner must stay.
    ///
    /// - Throws: ``ArchiveError/numberOutOfRange(path:number:)``, and what the sink throws.
    package mutating func addDirectory(
        _ path: TreePath,
        mode: UInt16,
        owner: UInt32 = 0,
        group: UInt32 = 0,
        modified: Int64
    ) throws {
        var header = TarHeader(path: path, type: .directory, mode: mode, modified: modified)
        header.owner = owner
        header.group = group
        try write(header)
    }

    /// Adds a symbolic link with `target` as it stands; `modified` is in seconds since 1970.
    ///
    /// - Throws: ``ArchiveError/numberOutOfRange(path:number:)``, and what the sink throws.
    package mutating func addSymlink(_ path: TreePath, target: String, modified: Int64) throws {
        try write(TarHeader(path: path, type: .symlink, mode: 0o777, modified: modified, linkTarget: target))
    }

    /// Adds a regular file of `size` bytes, which `contents` passes to its argument in pieces of any length.
    ///
    /// - Throws: ``ArchiveError/sizeMismatch(path:declared:written:)`` when there were more or fewer bytes, and the
    ///   archive is then of no use; ``ArchiveError/numberOutOfRange(path:number:)``; what `contents` or the sink throws.
    package mutating func addFile(
        _ path: TreePath,
        mode: UInt16,
        size: Int64,
        modified: Int64,
        contents: (_ write: (UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws {
        try write(TarHeader(path: path, type: .file, mode: mode, modified: modified, size: size))
        var written: Int64 = 0
        try contents { block in
            written += Int64(block.count)
            guard written <= size else { throw ArchiveError.sizeMismatch(path: path, declared: size, written: written) }
            try sink(block)
        }
        guard written == size else { throw ArchiveError.sizeMismatch(path: path, declared: size, written: written) }
        try pad(after: size)
    }

    /// Adds a regular file without bytes, as a whiteout is.
    ///
    /// - Throws: ``ArchiveError/numberOutOfRange(path:number:)``, and what the sink throws.
    package mutating func addEmptyFile(_ path: TreePath, mode: UInt16 = 0o644, modified: Int64) throws {
        try write(TarHeader(path: path, type: .file, mode: mode, modified: modified))
    }

    /// Writes the two zero blocks that end an archive.
    ///
    /// - Throws: what the sink throws.
    package consuming func finish() throws {
        try write([UInt8](repeating: 0, count: 2 * TarHeader.blockByteCount))
    }

    private func write(_ header: TarHeader) throws {
        let bytes = try header.encoded()
        try write(bytes)
    }

    private func pad(after size: Int64) throws {
        let rest = Int(size % Int64(TarHeader.blockByteCount))
        guard rest > 0 else { return }
        try write([UInt8](repeating: 0, count: TarHeader.blockByteCount - rest))
    }

    private func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try sink($0) }
    }
}
