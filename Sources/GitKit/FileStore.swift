// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

/// The few things done to files beside git's own.
enum FileStore {
    static func exists(_ path: FilePath) -> Bool {
        mode(of: path) != nil
    }

    static func isDirectory(_ path: FilePath) -> Bool {
        mode(of: path) == S_IFDIR
    }

    /// Makes `path` and the folders above it.
    static func makeFolder(_ path: FilePath) throws(GitError) {
        if isDirectory(path) { return }
        let parent = path.removingLastComponent()
        if parent != path, !parent.isEmpty { try makeFolder(parent) }
        guard mkdir(path.string, 0o777) == 0 || errno == EEXIST else { throw failure("make", path) }
    }

    /// Removes whatever lies at `path`, following no symbolic link in it or below it.
    static func remove(_ path: FilePath) throws(GitError) {
        do {
            try path.withPlatformString { try FolderStack.Place(folder: AT_FDCWD, name: $0).removeAll() }
        } catch {
            throw .file(operation: "remove", path: path.string, reason: "\(error)")
        }
    }

    static func rename(_ from: FilePath, to: FilePath) throws(GitError) {
        guard Glibc.rename(from.string, to.string) == 0 else { throw failure("move", from) }
    }

    /// The names in a folder, sorted; none when there is no folder.
    static func names(in folder: FilePath) throws(GitError) -> [String] {
        do {
            let descriptor = try FileDescriptor.open(folder, .readOnly, options: [.directory, .closeOnExec])
            return try descriptor.closeAfter { try names(in: descriptor.rawValue).map(\.description) }.sorted()
        } catch {
            if error as? Errno == .noSuchFileOrDirectory { return [] }
            throw .file(operation: "list", path: folder.string, reason: String(describing: error))
        }
    }

    /// The names in an open folder, in no order.
    static func names(in folder: Int32) throws(Errno) -> [RawPath] {
        // The stream closes what it is given.
        let descriptor = fcntl(folder, F_DUPFD_CLOEXEC, 0)
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        guard let stream = fdopendir(descriptor) else {
            close(descriptor)
            throw Errno(rawValue: errno)
        }
        defer { closedir(stream) }
        var names: [RawPath] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in RawPath(bytes.prefix { $0 != 0 }) }
            if ![".", ".."].contains(name.description) { names.append(name) }
        }
        return names
    }

    static func write(_ text: String, to path: FilePath) throws(GitError) {
        do {
            let file = try FileDescriptor.open(
                path,
                .writeOnly,
                options: [.create, .truncate, .closeOnExec],
                permissions: .init(rawValue: 0o666)
            )
            _ = try file.closeAfter { try file.writeAll(text.utf8) }
        } catch {
            throw .file(operation: "write", path: path.string, reason: String(describing: error))
        }
    }

    /// The text of a small file; nothing when there is none.
    static func read(_ path: FilePath) throws(GitError) -> String? {
        try reading(path) { file in
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let count = try bytes.withUnsafeMutableBytes { try file.read(into: $0) }
            return String(decoding: bytes.prefix(count), as: UTF8.self)
        }
    }

    /// All of a file; nothing when there is none.
    static func bytes(of path: FilePath) throws(GitError) -> [UInt8]? {
        try reading(path) { try content(of: $0) }
    }

    /// All of an open file.
    static func content(of file: FileDescriptor) throws -> [UInt8] {
        let size = Int(try file.seek(offset: 0, from: .end))
        return try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                let read = try file.read(fromAbsoluteOffset: Int64(count), into: rest)
                if read == 0 { break }
                count += read
            }
        }
    }

    /// The last bytes of a file; nothing when it has fewer.
    static func end(of path: FilePath, byteCount: Int) throws(GitError) -> ArraySlice<UInt8> {
        let end = try reading(path) { file -> ArraySlice<UInt8> in
            let size = try file.seek(offset: 0, from: .end)
            guard size >= byteCount else { return [] }
            var bytes = [UInt8](repeating: 0, count: byteCount)
            let count = try bytes.withUnsafeMutableBytes {
                try file.read(fromAbsoluteOffset: size - Int64(byteCount), into: $0)
            }
            return bytes.prefix(count)
        }
        guard let end else {
            throw .file(operation: "read", path: path.string, reason: Errno.noSuchFileOrDirectory.description)
        }
        return end
    }

    /// What `body` reads; nothing when there is no file.
    private static func reading<Value>(
        _ path: FilePath,
        _ body: (FileDescriptor) throws -> Value
    ) throws(GitError) -> Value? {
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            return try file.closeAfter { try body(file) }
        } catch {
            if error as? Errno == .noSuchFileOrDirectory { return nil }
            throw .file(operation: "read", path: path.string, reason: String(describing: error))
        }
    }

    static func failure(_ operation: String, _ path: FilePath) -> GitError {
        .file(operation: operation, path: path.string, reason: Errno(rawValue: errno).description)
    }

    private static func mode(of path: FilePath) -> mode_t? {
        var status = stat()
        return lstat(path.string, &status) == 0 ? status.st_mode & S_IFMT : nil
    }
}
