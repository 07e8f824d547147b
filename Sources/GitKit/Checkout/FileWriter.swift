// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import Glibc
internal import SystemPackage

/// Writes files of a commit into a work tree, for paths in the order of an index.
///
/// What is in the way goes; nothing is written through a symbolic link, and no file that has a second name is changed.
struct FileWriter: ~Copyable {
    private let workTree: FilePath
    private let objects: Handle
    private var folders: FolderStack

    /// The objects are those of `repository`.
    init(in workTree: FilePath, objectsOf repository: borrowing Repository) throws(GitError) {
        let objects = try repository.objects()
        guard let folders = FolderStack(in: workTree) else { throw FileStore.failure("open", workTree) }
        self.workTree = workTree
        self.folders = folders
        self.objects = objects
    }

    /// Makes `file` what the commit has; gives what stat(2) says of it then, and whether it was written.
    mutating func write(_ file: CheckoutPlan.File) throws(GitError) -> (status: stat, isWritten: Bool) {
        do {
            return try file.path.withBytes { path in
                guard let place = folders.place(of: path, making: true) else { throw Errno(rawValue: errno) }
                if file.isIndexed, let status = try kept(file, at: place) { return (status, false) }
                try replace(file, at: place)
                guard let status = place.status else { throw Errno(rawValue: errno) }
                return (status, true)
            }
        } catch let error as GitError {
            throw error
        } catch {
            throw .file(operation: "write", path: onDisk(file).string, reason: "\(error)")
        }
    }

    private func onDisk(_ file: CheckoutPlan.File) -> FilePath { workTree.appending(file.path.description) }

    /// The status of a file that has the content already; nothing of another one.
    private func kept(_ file: CheckoutPlan.File, at place: FolderStack.Place) throws -> stat? {
        guard let status = place.status, file.kind.matches(status.st_mode) else { return nil }
        var (id, wanted) = (git_oid(), file.id)
        var (byteCount, type) = (0, GIT_OBJECT_BLOB)
        let code = git_odb_read_header(&byteCount, &type, objects.pointer, &wanted)
        try check(code, "read", file.path.description)
        // What cannot be read is not what it should be.
        guard byteCount == status.st_size, let content = try? content(of: file, at: place, byteCount) else {
            return nil
        }
        let hashing = content.withUnsafeBytes { git_odb_hash(&id, $0.baseAddress, $0.count, GIT_OBJECT_BLOB) }
        try check(hashing, "hash", file.path.description)
        return git_oid_equal(&id, &wanted) == 1 ? status : nil
    }

    private func content(
        of file: CheckoutPlan.File,
        at place: FolderStack.Place,
        _ byteCount: Int
    ) throws -> [UInt8] {
        try file.kind == .link ? target(at: place, byteCount: byteCount) : bytes(at: place)
    }

    private func target(at place: FolderStack.Place, byteCount: Int) throws(Errno) -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: byteCount + 1) { buffer, count throws(Errno) in
            count = 0
            guard let base = buffer.baseAddress else { return }
            let read = base.withMemoryRebound(to: CChar.self, capacity: buffer.count) {
                readlinkat(place.folder, place.name, $0, buffer.count)
            }
            guard read >= 0 else { throw Errno(rawValue: errno) }
            count = read
        }
    }

    private func bytes(at place: FolderStack.Place) throws -> [UInt8] {
        let file = try open(place, O_RDONLY)
        return try file.closeAfter { try FileStore.content(of: file) }
    }

    private func replace(_ file: CheckoutPlan.File, at place: FolderStack.Place) throws {
        var id = file.id
        let object = try Handle(git_odb_object_free, "read", file.path.description) {
            git_odb_read(&$0, objects.pointer, &id)
        }
        guard git_odb_object_type(object.pointer) == GIT_OBJECT_BLOB else {
            throw GitError.file(operation: "write", path: onDisk(file).string, reason: "the commit has no file of it")
        }
        let content = UnsafeRawBufferPointer(
            start: git_odb_object_data(object.pointer),
            count: git_odb_object_size(object.pointer)
        )
        do {
            try make(file, at: place, content)
        } catch Errno.fileExists {
            try place.removeAll()
            try make(file, at: place, content)
        }
    }

    /// Throws `Errno.fileExists` when something lies there.
    private func make(
        _ file: CheckoutPlan.File,
        at place: FolderStack.Place,
        _ content: UnsafeRawBufferPointer
    ) throws {
        if file.kind == .link {
            let code = (content.map(CChar.init(bitPattern:)) + [0]).withUnsafeBufferPointer { target in
                target.baseAddress.map { symlinkat($0, place.folder, place.name) } ?? -1
            }
            guard code == 0 else { throw Errno(rawValue: errno) }
            return
        }
        let made = try open(place, O_WRONLY | O_CREAT | O_EXCL, file.kind == .executable ? 0o777 : 0o666)
        do {
            _ = try made.closeAfter { try made.writeAll(content) }
        } catch {
            _ = try? place.remove()  // half a file is worse than none; this error tells more
            throw error
        }
    }

    private func open(_ place: FolderStack.Place, _ flags: Int32, _ mode: mode_t = 0) throws(Errno) -> FileDescriptor {
        let descriptor = openat(place.folder, place.name, flags | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        return FileDescriptor(rawValue: descriptor)
    }
}

extension CheckoutPlan.File.Kind {
    /// Whether a file of this mode is one of this kind.
    fileprivate func matches(_ mode: mode_t) -> Bool {
        switch self {
        case .link: mode & S_IFMT == S_IFLNK
        case .plain: mode & S_IFMT == S_IFREG && mode & S_IXUSR == 0
        case .executable: mode & S_IFMT == S_IFREG && mode & S_IXUSR != 0
        }
    }
}
