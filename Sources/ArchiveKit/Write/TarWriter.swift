// SPDX-License-Identifier: Apache-2.0

package import FileTree

/// Writes a tar archive whose bytes depend on nothing but the calls: ustar, with pax records where ustar falls short.
///
/// No member has a user name, access time or change time. The caller gives the order.
/// Spec: POSIX.1-2017, pax, "ustar Interchange Format" and "pax Interchange Format".
package struct TarWriter: ~Copyable {
    /// Takes the next bytes of the archive.
    package typealias Sink = (UnsafeRawBufferPointer) throws -> Void
    /// Passes the bytes of a file to its argument.
    package typealias Contents = (_ write: (UnsafeRawBufferPointer) throws -> Void) throws -> Void

    private let sink: Sink

    /// A writer that gives the archive to `sink` piece by piece, in order.
    package init(sink: @escaping Sink) {
        self.sink = sink
    }

    /// Adds what `entry` names, with its mode, owner and extended attributes; `modified` is in seconds since 1970. For a
    /// regular file, `contents` passes the bytes to its argument in pieces of any length. Nothing is added for a device,
    /// a pipe or a socket.
    ///
    /// - Throws: as ``addFile(_:mode:size:modified:contents:)`` does.
    package mutating func add(_ entry: FileEntry, modified: Int64, contents: Contents = { _ in }) throws {
        switch entry.kind {
        case .directory: try write(TarHeader(entry, .directory, modified: modified))
        case .symlink(let target):
            var header = TarHeader(entry, .symlink, modified: modified)
            header.linkTarget = target
            try write(header)
        case .file(let size, _, _):
            var header = TarHeader(entry, .file, modified: modified)
            header.size = size
            try addFile(header, contents)
        case .special: break
        }
    }

    /// Adds `entry`, a regular file, as one more name of the regular file `original`, which the archive holds already.
    ///
    /// - Throws: ``ArchiveError/numberOutOfRange(path:number:)``, and what the sink throws.
    package mutating func addHardLink(_ entry: FileEntry, to original: TreePath, modified: Int64) throws {
        var header = TarHeader(entry, .hardLink, modified: modified)
        header.linkTarget = original.string
        try write(header)
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
        contents: Contents
    ) throws {
        try addFile(TarHeader(path: path, type: .file, mode: mode, modified: modified, size: size), contents)
    }

    private mutating func addFile(_ header: TarHeader, _ contents: Contents) throws {
        try write(header)
        let (path, size) = (header.path, header.size)
        var written: Int64 = 0
        try contents { block in
            written += Int64(block.count)
            guard written <= size else { throw ArchiveError.sizeMismatch(path: path, declared: size, written: written) }
            try sink(block)
        }
        guard written == size else { throw ArchiveError.sizeMismatch(path: path, declared: size, written: written) }
        try pad(after: size)
    }

    /// Adds `bytes` as the regular file `name`, mode 0644, of 1970: a document of an image archive.
    ///
    /// - Throws: ``ArchiveError/unusableName(_:)``, and what the sink throws.
    package mutating func addDocument(_ bytes: [UInt8], named name: String) throws {
        try addFile(TreePath(member: name), mode: 0o644, size: Int64(bytes.count), modified: 0) { write in
            try bytes.withUnsafeBytes(write)
        }
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
