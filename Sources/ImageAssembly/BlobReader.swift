// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

/// Reads a file in blocks of a MiB.
enum BlobReader {
    static func read(_ path: FilePath, _ take: (UnsafeRawBufferPointer) throws -> Void) throws {
        let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
        try file.closeAfter {
            var buffer = [UInt8](repeating: 0, count: 1 << 20)
            while true {
                let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
                guard count > 0 else { return }
                try buffer.withUnsafeBytes { try take(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            }
        }
    }
}
