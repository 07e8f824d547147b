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
}
