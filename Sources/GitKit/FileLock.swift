// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

/// A lock between processes, on a file of its own, given back with this value.
struct FileLock: ~Copyable {
    private let file: FileDescriptor

    private init(file: FileDescriptor) {
        self.file = file
    }

    deinit {
        try? file.close()  // the lock goes with the descriptor, whatever close says
    }

    /// Waits for the lock; a cancelled task stops waiting.
    static func acquire(_ path: FilePath) async throws -> FileLock {
        while true {
            if let lock = try attempt(path) { return lock }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Takes the lock if nobody has it.
    static func attempt(_ path: FilePath) throws(GitError) -> FileLock? {
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(
                path,
                .readWrite,
                options: [.create, .closeOnExec],
                permissions: .init(rawValue: 0o666)
            )
        } catch {
            throw .file(operation: "open", path: path.string, reason: String(describing: error))
        }
        let lock = FileLock(file: file)
        if flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 { return lock }
        guard errno == EWOULDBLOCK || errno == EINTR else { throw FileStore.failure("lock", path) }
        return nil
    }
}
