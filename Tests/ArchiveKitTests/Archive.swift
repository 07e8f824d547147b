// SPDX-License-Identifier: Apache-2.0

import ArchiveKit
import FileTree

/// The bytes of the archive that `body` writes.
func archive(_ body: (inout TarWriter) throws -> Void) throws -> [UInt8] {
    final class Bytes { var all: [UInt8] = [] }
    let bytes = Bytes()
    var writer = TarWriter { bytes.all.append(contentsOf: $0) }
    try body(&writer)
    try writer.finish()
    return bytes.all
}

extension TarWriter {
    mutating func addFile(_ name: String, _ bytes: [UInt8]) throws {
        try addFile(.init(parsing: name), mode: 0o644, size: Int64(bytes.count), modified: 1) { write in
            try bytes.withUnsafeBytes { try write($0) }
        }
    }

    mutating func addFolder(_ name: String) throws {
        try add(FileEntry(path: .init(parsing: name), kind: .directory, mode: 0o755), modified: 1)
    }

    mutating func addSymlink(_ name: String, _ target: String) throws {
        try add(FileEntry(path: .init(parsing: name), kind: .symlink(target: target), mode: 0o777), modified: 1)
    }
}
