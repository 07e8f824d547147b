// SPDX-License-Identifier: Apache-2.0

package import Digests

/// The one form in which change sets are kept and compared: equal change sets have equal bytes. An image of 25,000 files
/// is read in hundredths of a second, where JSON took most of one.
extension LayerContents {
    /// The whole change set as bytes.
    package var encoded: [UInt8] {
        var writer = BinaryWriter()
        writer.put(UInt32(entries.count))
        for entry in entries { entry.encode(to: &writer) }
        for paths in [whiteouts, opaqueDirectories] {
            writer.put(UInt32(paths.count))
            for path in paths { writer.put(counted: path.string.utf8) }
        }
        return writer.bytes
    }

    /// The change set that ``encoded`` gave.
    ///
    /// - Throws: ``TreeEncodingError/damaged``
    package init(decoding bytes: UnsafeRawBufferPointer) throws(TreeEncodingError) {
        var reader = BinaryReader(bytes)
        let entryCount = try reader.number(UInt32.self)
        var entries: [FileEntry] = []
        for _ in 0..<entryCount { entries.append(try FileEntry(from: &reader)) }
        let whiteouts = try Self.paths(from: &reader)
        let opaqueDirectories = try Self.paths(from: &reader)
        guard reader.isAtEnd, Self.isAscending(entries.map(\.path)) else { throw .damaged }
        self.init(sorted: entries, whiteouts: whiteouts, opaqueDirectories: opaqueDirectories)
    }

    /// The digest of everything that the change set says.
    package var identity: Digest { Digest.of(encoded) }

    private static func paths(from reader: inout BinaryReader) throws(TreeEncodingError) -> [TreePath] {
        let count = try reader.number(UInt32.self)
        var paths: [TreePath] = []
        for _ in 0..<count { paths.append(try TreePath(from: &reader)) }
        guard isAscending(paths) else { throw .damaged }
        return paths
    }

    private static func isAscending(_ paths: [TreePath]) -> Bool {
        zip(paths, paths.dropFirst()).allSatisfy { $0 < $1 }
    }
}

extension TreePath {
    init(from reader: inout BinaryReader) throws(TreeEncodingError) {
        let text = try reader.text()
        guard let path = try? TreePath(parsing: text) else { throw .damaged }  // as good a reason as its own
        self = path
    }
}

extension FileEntry {
    private enum Tag: UInt8 {
        case directory, file, program, symlink, special
    }

    fileprivate func encode(to writer: inout BinaryWriter) {
        writer.put(tag.rawValue)
        writer.put(counted: path.string.utf8)
        writer.put(mode)
        writer.put(owner)
        writer.put(group)
        writer.put(UInt32(attributes.count))
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
            writer.put(counted: name.utf8)
            writer.put(counted: value)
        }
        switch kind {
        case .file(let size, let digest, _):
            writer.put(size)
            writer.put(raw: digest.bytes)
        case .symlink(let target): writer.put(counted: target.utf8)
        case .directory, .special: break
        }
    }

    private var tag: Tag {
        switch kind {
        case .directory: .directory
        case .file(_, _, let isELF): isELF ? .program : .file
        case .symlink: .symlink
        case .special: .special
        }
    }

    fileprivate init(from reader: inout BinaryReader) throws(TreeEncodingError) {
        guard let tag = try Tag(rawValue: reader.number()) else { throw .damaged }
        let path = try TreePath(from: &reader)
        let mode = try reader.number(UInt16.self)
        let owner = try reader.number(UInt32.self)
        let group = try reader.number(UInt32.self)
        var attributes: [String: [UInt8]] = [:]
        for _ in 0..<(try reader.number(UInt32.self)) {
            let name = try reader.text()
            attributes[name] = try Array(reader.counted())
        }
        let kind: Kind
        switch tag {
        case .directory: kind = .directory
        case .special: kind = .special
        case .symlink: kind = .symlink(target: try reader.text())
        case .file, .program:
            let size = try reader.number(Int64.self)
            guard size >= 0 else { throw .damaged }
            kind = .file(size: size, digest: Digest(bytes: try Array(reader.raw(32))), isELF: tag == .program)
        }
        self.init(path: path, kind: kind, mode: mode, owner: owner, group: group, attributes: attributes)
    }
}
