// SPDX-License-Identifier: Apache-2.0

package import SystemPackage

/// A path inside a root directory that cannot leave it: `usr/bin/rados`, or the root itself.
///
/// Paths are compared by their bytes, as the kernel does, and not by Unicode equivalence.
package struct TreePath: Sendable {
    /// The components joined by `/`, without a leading or trailing one; empty for the root.
    package let string: String

    /// The root directory itself.
    package static let root = TreePath(unchecked: "")

    /// A path as archives and programs write it: leading `/` and `./`, doubled slashes and `.` are dropped.
    package init(parsing text: String) throws(TreePathError) {
        guard !PathBytes.isClean(text) else {
            string = text
            return
        }
        guard text.utf8.count <= 4096 else { throw .tooLong(text) }
        guard !text.utf8.contains(0) else { throw .containsNUL(text) }
        // Components are views of the text.
        var kept: [Substring.UTF8View] = []
        for component in text.utf8.split(separator: UInt8(ascii: "/")) where !component.elementsEqual(".".utf8) {
            guard !component.elementsEqual("..".utf8) else { throw .leavesRoot(text) }
            guard component.count <= 255 else { throw .componentTooLong(text) }
            kept.append(component)
        }
        string = kept.map { String(Substring($0)) }.joined(separator: "/")
    }

    private init(unchecked string: String) {
        self.string = string
    }

    /// The components from the root down; none for the root.
    package var components: [String] {
        string.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
    }

    /// The last component; empty for the root.
    package var name: String {
        guard let slash = lastSlash else { return string }
        return String(string[string.utf8.index(after: slash)...])
    }

    /// The directory that holds this path; `nil` for the root.
    package var parent: TreePath? {
        guard !string.isEmpty else { return nil }
        guard let slash = lastSlash else { return .root }
        return TreePath(unchecked: String(string[..<slash]))
    }

    /// The path of `name` in this directory; `name` is one component, neither `.` nor `..`.
    package func appending(_ name: String) throws(TreePathError) -> TreePath {
        guard !name.isEmpty, name != ".", !name.utf8.contains(UInt8(ascii: "/")) else { throw .notOneComponent(name) }
        return try TreePath(parsing: string.isEmpty ? name : "\(string)/\(name)")
    }

    /// Whether this path lies below `other`; no path is inside itself.
    package func isInside(_ other: TreePath) -> Bool {
        guard !other.string.isEmpty else { return !string.isEmpty }
        return PathBytes.isPrefix(other.string, of: string, before: UInt8(ascii: "/"))
    }

    /// Whether this path is that of an entry of the directory `other`.
    func isDirectly(in other: TreePath) -> Bool {
        guard isInside(other) else { return false }
        let start = other.string.isEmpty ? 0 : other.string.utf8.count + 1
        return !string.utf8.dropFirst(start).contains(UInt8(ascii: "/"))
    }

    /// Where this path lies on disk when the root is the directory `root`.
    package func onDisk(under root: FilePath) -> FilePath {
        var path = root
        for component in string.utf8.split(separator: UInt8(ascii: "/")) { path.append(String(Substring(component))) }
        return path
    }

    private var lastSlash: String.Index? { string.utf8.lastIndex(of: UInt8(ascii: "/")) }
}

extension TreePath: Hashable {
    package static func == (left: TreePath, right: TreePath) -> Bool {
        PathBytes.compare(left.string, right.string) == 0
    }

    package func hash(into hasher: inout Hasher) {
        let direct: Void? = string.utf8.withContiguousStorageIfAvailable { bytes in
            hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
        }
        if direct == nil { Array(string.utf8).withUnsafeBytes { hasher.combine(bytes: $0) } }
    }
}

extension TreePath: Comparable {
    /// Byte by byte within components, a slash below every other byte: a directory comes directly before what it holds.
    package static func < (left: TreePath, right: TreePath) -> Bool {
        PathBytes.compare(left.string, right.string) < 0
    }
}

extension TreePath: CustomStringConvertible {
    /// The path with a leading slash.
    package var description: String { "/" + string }
}

extension TreePath: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            try self.init(parsing: container.decode(String.self))
        } catch let error as TreePathError {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(string)
    }
}
