// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

/// Reading whole files, which templates are.
enum ReadFile {
    private static let mostBytes = 256 << 20

    static func whole(_ path: FilePath) throws(FlavorFailure) -> [UInt8] {
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            return try file.closeAfter { try read(file) }
        } catch {
            throw .unreadable(path, reason: "\(error)")
        }
    }

    private static func read(_ file: FileDescriptor) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try file.forEachBlock { block in
            bytes += block
            guard bytes.count <= mostBytes else { throw Errno.fileTooLarge }
        }
        return bytes
    }
}
