// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
internal import FileTree
internal import SystemPackage

extension TarWriter {
    /// Adds the file at `path`, of `size` bytes, as the regular file `name` of an image archive.
    mutating func addBlob(_ path: FilePath, size: Int64, named name: String) throws {
        try addFile(TreePath(parsing: name), mode: 0o644, size: size, modified: 0) { write in
            try BlobReader.read(path, write)
        }
    }
}
