// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

/// A file copied block by block, with its permissions and time.
struct FileCopy {
    /// Whether it has two underscores in a row, and no NUL, which only binary files have.
    let mayHoldTokens: Bool
    private let place: FilePath
    private let permissions: FilePermissions
    private let times: [timespec]

    init(of source: FilePath, to place: FilePath) throws {
        self.place = place
        do {
            let file = try FileDescriptor.open(source, .readOnly, options: [.closeOnExec, .noFollow])
            var status = stat()
            (mayHoldTokens, permissions, times) = try file.closeAfter {
                guard fstat(file.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
                let permissions = FilePermissions(rawValue: status.st_mode & 0o7777)
                let times = [status.st_atim, status.st_mtim]
                var contents = ContentProbe()
                try Self.write(to: place, permissions, times) { copy in
                    try file.forEachBlock { block in
                        contents.take(block)
                        try copy.writeAll(block)
                    }
                }
                return (contents.mayHoldTokens, permissions, times)
            }
        } catch {
            throw FlavorFailure.unreadable(source, reason: "\(error)")
        }
    }

    /// Writes other content in the file's place, with its permissions and time.
    func write(_ bytes: [UInt8]) throws {
        do {
            try Self.write(to: place, permissions, times) { file in try file.writeAll(bytes) }
        } catch {
            throw FlavorFailure.unwritable(place, reason: "\(error)")
        }
    }

    private static func write(
        to place: FilePath,
        _ permissions: FilePermissions,
        _ times: [timespec],
        _ body: (FileDescriptor) throws -> Void
    ) throws {
        let file = try FileDescriptor.open(
            place,
            .writeOnly,
            options: [.create, .truncate, .closeOnExec, .noFollow],
            permissions: .ownerReadWrite
        )
        try file.closeAfter {
            try body(file)
            guard fchmod(file.rawValue, permissions.rawValue) == 0, futimens(file.rawValue, times) == 0 else {
                throw Errno(rawValue: errno)
            }
        }
    }
}
