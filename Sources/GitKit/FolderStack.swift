// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

/// The folders on the way to a file, open, for files that are asked for in the order of their names: of each folder the
/// kernel looks up only the last part, and none is reached through a symbolic link.
struct FolderStack: ~Copyable {
    private let root: Int32
    /// The open folders within each other, each with where its name ends in the path that was asked for last.
    private var open: [(end: Int, descriptor: Int32)] = []
    private var last = 0..<0

    /// Nothing when the folder cannot be opened.
    init?(in folder: FilePath) {
        root = Glibc.open(folder.string, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if root < 0 { return nil }
    }

    deinit {
        for folder in open { close(folder.descriptor) }
        close(root)
    }

    /// What lies at the path in `name`, which ends with a zero; nothing when nothing does.
    mutating func status(of name: Range<Int>, in raw: UnsafeMutableRawBufferPointer) -> stat? {
        leave(to: name, in: raw)
        var start = name.lowerBound + (open.last.map { $0.end + 1 } ?? 0)
        while let slash = raw[start..<name.upperBound].firstIndex(of: UInt8(ascii: "/")) {
            raw[slash] = 0
            let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
            let descriptor = Self.text(at: start, in: raw).map { openat(folder, $0, flags) } ?? -1
            raw[slash] = UInt8(ascii: "/")
            guard descriptor >= 0 else { return nil }
            open.append((slash - name.lowerBound, descriptor))
            start = slash + 1
        }
        var status = Glibc.stat()
        guard let text = Self.text(at: start, in: raw) else { return nil }
        return fstatat(folder, text, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status : nil
    }

    private var folder: Int32 { open.last?.descriptor ?? root }

    /// Closes the folders that `name` does not lie in.
    private mutating func leave(to name: Range<Int>, in raw: UnsafeMutableRawBufferPointer) {
        var common = 0
        while common < min(last.count, name.count), raw[last.lowerBound + common] == raw[name.lowerBound + common] {
            common += 1
        }
        while let inner = open.last, inner.end >= common { close(open.removeLast().descriptor) }
        last = name
    }

    private static func text(at offset: Int, in raw: UnsafeMutableRawBufferPointer) -> UnsafePointer<CChar>? {
        raw.baseAddress.map { UnsafeRawPointer($0 + offset).assumingMemoryBound(to: CChar.self) }
    }
}
