// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

/// The folders on the way to a file, open, for files that are asked for in the order of their names: of each folder the
/// kernel looks up only the last part, and none is reached through a symbolic link.
///
/// Paths are relative to the root, with a zero behind their last byte.
struct FolderStack: ~Copyable {
    private let root: Int32
    /// The open folders within each other, each with where its name ends in a path of a file in it.
    private var open: [(end: Int, descriptor: Int32)] = []
    /// The path of the innermost one.
    private var innermost: [UInt8] = []

    /// A folder, and the name of something in it.
    struct Place {
        let folder: Int32
        let name: UnsafePointer<CChar>

        /// What lies there, following no link; nothing when nothing does.
        var status: stat? {
            var status = stat()
            return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status : nil
        }
    }

    /// Nothing when the folder cannot be opened.
    init?(in folder: FilePath) {
        root = Glibc.open(folder.string, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if root < 0 { return nil }
    }

    deinit {
        for folder in open { close(folder.descriptor) }
        close(root)
    }

    /// Where `path` is or would be; nothing when the folders above it are not there, or something else is in their place.
    ///
    /// The place is good as long as `path` and until the next call. With `making`, what is missing of the folders is made,
    /// and a file or a link in their place goes; nothing, and `errno`, when that fails.
    mutating func place(of path: UnsafeRawBufferPointer, making: Bool = false) -> Place? {
        leave(to: path)
        var start = open.last.map { $0.end + 1 } ?? 0
        while let slash = path[start...].firstIndex(of: UInt8(ascii: "/")) {
            let name = UnsafeRawBufferPointer(rebasing: path[start..<slash])
            let descriptor = Self.open(name, in: folder, making: making)
            guard descriptor >= 0 else { return nil }
            open.append((slash, descriptor))
            innermost = Array(path[..<slash])
            start = slash + 1
        }
        return path.baseAddress.map {
            Place(folder: folder, name: UnsafeRawPointer($0 + start).assumingMemoryBound(to: CChar.self))
        }
    }

    private var folder: Int32 { open.last?.descriptor ?? root }

    /// Closes the folders that `path` does not lie in.
    private mutating func leave(to path: UnsafeRawBufferPointer) {
        var common = 0
        while common < min(innermost.count, path.count), innermost[common] == path[common] { common += 1 }
        while let inner = open.last, inner.end > common || path.count == inner.end || path[inner.end] != Self.slash {
            close(open.removeLast().descriptor)
            innermost.removeSubrange((open.last?.end ?? 0)...)
        }
    }

    private static let slash = UInt8(ascii: "/")

    private static func open(_ name: UnsafeRawBufferPointer, in folder: Int32, making: Bool) -> Int32 {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: name.count + 1) { text in
            guard let base = text.baseAddress else { return -1 }
            UnsafeMutableRawBufferPointer(text).copyMemory(from: name)
            text[name.count] = 0
            let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
            let descriptor = openat(folder, base, flags)
            guard descriptor < 0, making, [ENOENT, ENOTDIR, ELOOP].contains(errno) else { return descriptor }
            // Somebody else may be making the same folder: what counts is that it can be opened then.
            if errno != ENOENT { _ = unlinkat(folder, base, 0) }
            return mkdirat(folder, base, 0o777) == 0 || errno == EEXIST ? openat(folder, base, flags) : -1
        }
    }
}

extension FolderStack {
    /// What `errno` says of a path to which the folders do not lead.
    private static let leadsNowhere = [ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG]

    /// Removes the file, the link or the empty folder at `path`, and the folders that are empty without it. What lies behind
    /// a link, or holds something, is left alone.
    mutating func remove(_ path: RawPath) throws(Errno) {
        let isGone = try path.withBytes { bytes throws(Errno) -> Bool in
            if let place = place(of: bytes) { return try place.remove() }
            guard Self.leadsNowhere.contains(errno) else { throw Errno(rawValue: errno) }
            return true
        }
        guard isGone else { return }
        while let inner = open.popLast() {
            close(inner.descriptor)
            let name = RawPath(innermost[(open.last.map { $0.end + 1 } ?? 0)...])
            innermost.removeSubrange((open.last?.end ?? 0)...)
            let isEmpty = name.withCString { unlinkat(folder, $0, AT_REMOVEDIR) == 0 || errno == ENOENT }
            guard isEmpty else { return }
        }
    }
}

extension FolderStack.Place {
    /// Whether there is nothing now: a file, a link or an empty folder goes.
    func remove() throws(Errno) -> Bool {
        if unlinkat(folder, name, 0) == 0 { return true }
        let reason = errno
        if reason == EISDIR { return unlinkat(folder, name, AT_REMOVEDIR) == 0 }
        // Of a name that the file system does not take there is nothing either.
        guard status == nil, errno != EACCES else { throw Errno(rawValue: reason) }
        return true
    }

    /// Removes whatever lies there, a folder with all that is in it, through no link.
    func removeAll() throws(Errno) {
        if try remove() { return }
        let descriptor = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        defer { close(descriptor) }
        for inner in try FileStore.names(in: descriptor) {
            try inner.withCString { name throws(Errno) in
                try FolderStack.Place(folder: descriptor, name: name).removeAll()
            }
        }
        guard unlinkat(folder, name, AT_REMOVEDIR) == 0 || errno == ENOENT else { throw Errno(rawValue: errno) }
    }
}
