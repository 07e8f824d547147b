// SPDX-License-Identifier: Apache-2.0

package import Digests
package import ELFKit
package import FileTree
internal import Glibc

/// The folders that `ldconfig` looks into: those of `/etc/ld.so.conf`, then those that it was built with (glibc,
/// elf/ldconfig.c, `parse_conf`).
package struct LoaderConfiguration {
    /// The bytes of the file with a digest; nil when it cannot be read.
    package typealias Files = @Sendable (Digest) throws -> [UInt8]?

    package struct Folder: Hashable {
        /// As it is written, and as it comes before names in the cache.
        package let name: String
        /// The directory itself.
        package let path: TreePath
    }

    /// Each directory once, in the order in which they are looked into.
    package private(set) var folders: [Folder] = []
    private let tree: FileTree
    private var files: Set<TreePath> = []

    /// - Parameters:
    ///   - tree: the image's files.
    ///   - format: that of its programs.
    ///   - contents: reads `/etc/ld.so.conf` and what it includes.
    /// - Throws: what `contents` throws.
    package init(tree: FileTree, format: DynamicObject.Format, contents: Files) throws {
        self.tree = tree
        try read(TreePath(parsing: "etc/ld.so.conf"), contents)
        for name in Self.defaults(tree: tree, format) { add(name) }
    }

    private static func defaults(tree: FileTree, _ format: DynamicObject.Format) -> [String] {
        if let triplet = format.triplet(in: tree) {
            return ["/lib/\(triplet)", "/usr/lib/\(triplet)", "/lib", "/usr/lib"]
        }
        // For systems that keep 32-bit libraries beside the others, ldconfig looks into both, whatever it was built with.
        return ["/lib", "/lib64", "/usr/lib", "/usr/lib64"]
    }

    // MARK: Files

    private static let mostFiles = 1000

    /// A file that is included twice names no new folder.
    private mutating func read(_ path: TreePath, _ contents: Files) throws {
        guard let place = tree.resolve(path), let digest = tree.digest(at: place),
            files.count < Self.mostFiles, files.insert(place).inserted, let bytes = try contents(digest)
        else { return }
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let text = line.prefix { $0 != UInt8(ascii: "#") && $0 != 0 }.drop(while: Self.isSpace)
            if let patterns = Self.words(of: text, after: "include") {
                for pattern in patterns {
                    for file in matches(for: pattern, beside: path) { try read(file, contents) }
                }
            } else if Self.words(of: text, after: "hwcap") == nil {
                // What follows a `=` is a kind of library of the time before glibc 2.
                let name = Array(text.prefix { $0 != UInt8(ascii: "=") })
                add(String(decoding: name, as: UTF8.self))
            }
        }
    }

    /// The words behind `keyword`, when `line` begins with it.
    private static func words(of line: ArraySlice<UInt8>, after keyword: String) -> [String]? {
        let blanks = [UInt8(ascii: " "), UInt8(ascii: "\t")]
        guard let end = line.firstIndex(where: blanks.contains) else { return nil }
        let start = String(decoding: line[..<end], as: UTF8.self)
        guard keyword == "hwcap" ? start.lowercased() == keyword : start == keyword else { return nil }
        return line[end...].split(whereSeparator: blanks.contains).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

    // MARK: Folders

    private mutating func add(_ text: String) {
        var name = Array(text.utf8)
        while let last = name.last, Self.isSpace(last) { name.removeLast() }
        while name.last == UInt8(ascii: "/") { name.removeLast() }
        let written = String(decoding: name, as: UTF8.self)
        guard !name.isEmpty, let place = tree.resolve(text: written), tree.holdsDirectory(place),
            !folders.contains(where: { $0.path == place })
        else { return }
        folders.append(Folder(name: written, path: place))
    }

    /// What glob(3) finds, in its order.
    private func matches(for pattern: String, beside file: TreePath) -> [TreePath] {
        var places = [pattern.utf8.first == UInt8(ascii: "/") ? .root : file.parent ?? .root]
        for part in pattern.utf8.split(separator: UInt8(ascii: "/")).map({ String(Substring($0)) }) where part != "." {
            places = places.flatMap { place in entries(called: part, in: place) }
        }
        return places.sorted { $0.string.utf8.lexicographicallyPrecedes($1.string.utf8) }
    }

    private func entries(called part: String, in place: TreePath) -> [TreePath] {
        guard let folder = tree.resolve(place) else { return [] }
        guard part != ".." else { return [folder.parent ?? .root] }
        return tree.children(of: folder).filter { fnmatch(part, $0.path.name, FNM_PERIOD) == 0 }
            .compactMap { try? place.appending($0.path.name) }  // longer than a path can be
    }
}
