// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import FileTree

extension FileTree {
    /// Every ELF file that the dynamic loader could be asked about; relocatable objects and the like are not.
    var loadableObjects: [TreePath] {
        entries.compactMap { entry in
            guard case .file(_, _, isELF: true) = entry.kind else { return nil }
            return [".o", ".ko", ".debug"].contains { entry.path.name.hasSuffix($0) } ? nil : entry.path
        }
    }

    /// Whether a file lies where `text` leads.
    func holdsFile(at text: String) -> Bool { resolve(text: text).flatMap(digest) != nil }
}

extension TreePath {
    /// Whether the name is that of a shared object: `libx.so`, `libx.so.1.2`.
    var isLibrary: Bool {
        var rest = string.utf8[...]
        while let last = rest.last, LibraryName.isDigit(last) {
            while let last = rest.last, LibraryName.isDigit(last) { rest.removeLast() }
            guard rest.popLast() == UInt8(ascii: ".") else { return false }
        }
        return rest.count > 3 && rest.suffix(3).elementsEqual(".so".utf8) && rest.dropLast(3).last != UInt8(ascii: "/")
    }
}
