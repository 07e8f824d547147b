// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import Glibc
internal import SystemPackage

/// What a volume of sources holds: for each path what stat(2) said here of the file when it was sent.
struct SourceManifest: Sendable, Equatable {
    private static let heading = "cephdev source 1"
    private static let ending = "end"

    /// Marks by path, relative to the source's top. A mark begins with the letter of a kind.
    var marks: [String: String]

    init(marks: [String: String] = [:]) {
        self.marks = marks
    }

    /// Of the files below `root`, but for the mount point of the build tree.
    init(of root: FilePath, check: () throws -> Void) throws {
        marks = [:]
        try walk(root, "", check)
        marks["build"] = nil
    }

    /// A manifest as ``text`` has it, or nil when it is not whole.
    init?(parsing bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        let lines = bytes.split(separator: 0)
        guard lines.count > 1, lines[0].elementsEqual(Self.heading.utf8),
            lines[lines.count - 1].elementsEqual(Self.ending.utf8)
        else { return nil }
        self.init()
        add(bytes)
    }

    /// Adds lines of a manifest; what is none tells of no file.
    mutating func add(_ bytes: some Collection<UInt8>) {
        let space = UInt8(ascii: " ")
        for line in bytes.split(separator: 0) {
            let fields = line.split(separator: space, maxSplits: 4)
            guard fields.count == 5 else { continue }
            let mark = String(decoding: Array(fields[..<4].joined(separator: [space])), as: UTF8.self)
            marks[String(decoding: fields[4], as: UTF8.self)] = mark
        }
    }

    /// The whole manifest. No name on a disk holds a NUL.
    var text: String {
        ([Self.heading] + lines(of: marks.keys.sorted()) + [Self.ending]).joined(separator: "\0") + "\0"
    }

    func lines(of paths: some Sequence<String>) -> [String] {
        paths.compactMap { path in marks[path].map { "\($0) \(path)" } }
    }

    /// By which a volume says that it holds just this.
    var id: String { Digest.of(text.utf8).hex }

    static func isFolder(_ mark: String) -> Bool { mark.hasPrefix("d") }

    private mutating func walk(_ root: FilePath, _ folder: String, _ check: () throws -> Void) throws {
        try check()
        guard let stream = opendir(folder.isEmpty ? root.string : root.appending(folder).string) else {
            throw Errno(rawValue: errno)
        }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != "..", !(folder.isEmpty && name == "build") else { continue }
            let path = folder.isEmpty ? name : folder + "/" + name
            guard let mark = Self.mark(of: root.appending(path)) else { continue }
            marks[path] = mark
            if Self.isFolder(mark) { try walk(root, path, check) }
        }
    }

    private static func mark(of path: FilePath) -> String? {
        var status = stat()
        guard lstat(path.string, &status) == 0 else { return nil }
        let mode = String(status.st_mode & 0o777, radix: 8)
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return "d 0 0 \(mode)"
        case S_IFREG: return "f \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(mode)"
        case S_IFLNK: return "l \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(mode)"
        default: return nil
        }
    }
}
