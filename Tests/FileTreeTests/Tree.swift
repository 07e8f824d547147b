// SPDX-License-Identifier: Apache-2.0

import Digests
import FileTree

/// Writes trees in short: `d` a directory, `f` a file whose bytes are its text, `l` a symbolic link.
enum Tree {
    static func d(_ path: String, mode: UInt16 = 0o755) throws -> FileEntry {
        try FileEntry(path: TreePath(parsing: path), kind: .directory, mode: mode)
    }

    static func f(_ path: String, _ text: String = "") throws -> FileEntry {
        let kind = FileEntry.Kind.file(size: Int64(text.utf8.count), digest: .of(text.utf8), isELF: false)
        return try FileEntry(path: TreePath(parsing: path), kind: kind, mode: 0o644)
    }

    static func l(_ path: String, _ target: String) throws -> FileEntry {
        try FileEntry(path: TreePath(parsing: path), kind: .symlink(target: target), mode: 0o777)
    }

    static func paths(_ texts: [String]) throws -> [TreePath] {
        try texts.map { try TreePath(parsing: $0) }
    }
}

extension FileTree {
    var paths: [String] { entries.map(\.path.string) }
}
