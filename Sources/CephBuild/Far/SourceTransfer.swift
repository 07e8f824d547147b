// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
internal import FileTree
internal import FoundationEssentials
internal import SystemPackage

/// What must be done to a volume so that it holds other sources.
struct SourceTransfer: Sendable, Equatable {
    /// What the volume holds for certain while the transfer is under way.
    let kept: SourceManifest
    let wanted: SourceManifest
    /// Paths to remove, what a folder holds before the folder.
    let removed: [String]
    /// Paths to send, a folder before what it holds.
    let sent: [String]

    init(from present: SourceManifest, to wanted: SourceManifest) {
        self.wanted = wanted
        removed = present.marks.filter { path, mark in
            // What becomes of another kind is in its own way.
            wanted.marks[path].map { SourceManifest.isFolder($0) != SourceManifest.isFolder(mark) } ?? true
        }
        .keys.sorted(by: >)
        sent = wanted.marks.filter { present.marks[$0] != $1 }.keys.sorted()
        var kept = present
        // Still known, for whoever removes it after this transfer was killed; but no file's mark.
        for path in removed {
            kept.marks[path] = SourceManifest.isFolder(kept.marks[path] ?? "") ? "d - - -" : "- - - -"
        }
        for path in sent where kept.marks[path] == nil || !SourceManifest.isFolder(kept.marks[path] ?? "") {
            kept.marks[path] = "- - - -"
        }
        self.kept = kept
    }

    /// How many of what is sent are no folders.
    var fileCount: Int { sent.count { !SourceManifest.isFolder(wanted.marks[$0] ?? "") } }

    /// Where a volume keeps what is known of it.
    static let folder = ".cephdev"

    private static let filesPerNote = 1000

    /// Writes the archive of what is sent from below `root`. Notes between the files say which ones are there already, so that
    /// a transfer that is killed need not begin at its beginning; the last members say that all are there.
    func write(from root: FilePath, to output: FileDescriptor, check: () throws -> Void) throws {
        var archive = TarWriter { try output.writeAll($0) }
        for start in stride(from: 0, to: sent.count, by: Self.filesPerNote) {
            let paths = sent[start..<min(sent.count, start + Self.filesPerNote)]
            for path in paths {
                try check()
                try add(path, from: root, to: &archive)
            }
            let note = wanted.lines(of: paths).joined(separator: "\0") + "\0"
            try archive.addDocument(Array(note.utf8), named: "\(Self.folder)/sent-\(start)")
        }
        try archive.addDocument(Array(wanted.text.utf8), named: "\(Self.folder)/manifest.new")
        try archive.addDocument(Array(wanted.id.utf8), named: "\(Self.folder)/id.new")
        try archive.finish()
    }

    private func add(_ text: String, from root: FilePath, to archive: inout TarWriter) throws {
        let path = try TreePath(parsing: text)
        let place = path.onDisk(under: root)
        let fields = wanted.marks[text]?.split(separator: " ") ?? []
        let mode = fields.last.flatMap { UInt16($0, radix: 8) } ?? 0o644
        switch fields.first {
        case "d": try archive.add(FileEntry(path: path, kind: .directory, mode: mode), modified: 0)
        case "l":
            let target = try FileManager.default.destinationOfSymbolicLink(atPath: place.string)
            try archive.add(FileEntry(path: path, kind: .symlink(target: target), mode: mode), modified: 0)
        default:
            let size = Int64(fields.dropFirst().first ?? "") ?? 0
            try archive.addFile(path, mode: mode, size: size, modified: 0) { write in
                try Self.read(place, write)
            }
        }
    }

    private static func read(_ path: FilePath, _ write: (UnsafeRawBufferPointer) throws -> Void) throws {
        let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
        try file.closeAfter {
            try withUnsafeTemporaryAllocation(byteCount: 1 << 18, alignment: 16) { block in
                while true {
                    let count = try file.read(into: block)
                    if count == 0 { return }
                    try write(UnsafeRawBufferPointer(rebasing: block[..<count]))
                }
            }
        }
    }
}
