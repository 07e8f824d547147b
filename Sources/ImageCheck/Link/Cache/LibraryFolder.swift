// SPDX-License-Identifier: Apache-2.0

internal import ELFKit
internal import FileTree

/// The libraries of one folder as `ldconfig` chooses among them: one file for each SONAME (glibc, elf/ldconfig.c,
/// `search_dir`).
struct LibraryFolder {
    struct Library {
        let soname: String
        /// The file's own name.
        fileprivate(set) var name: String
        fileprivate(set) var isLink: Bool
        let flags: UInt32
    }

    private(set) var libraries: [Library] = []
    private var positions: [String: Int] = [:]

    /// Reads the folder `path` of `tree`, on a system whose programs are `format`.
    init(_ path: TreePath, in tree: FileTree, format: DynamicObject.Format, _ objects: LoaderCacheWriter.Objects) throws
    {
        for entry in tree.children(of: path) where LibraryName.isLibrary(entry.path.name) {
            guard let place = tree.resolve(entry.path), case .file(_, let digest, isELF: true) = tree[place]?.kind,
                let object = try objects(digest), object.isLibrary, let flags = object.format.cacheFlags(on: format)
            else { continue }
            let name = entry.path.name
            let isLink = place != entry.path && Self.isOrdinaryLink(name, to: object)
            // A link stands for itself: libx.so of a development package is no rival of libx.so.1.
            let soname = isLink ? name : object.soname ?? name
            add(Library(soname: soname, name: name, isLink: isLink, flags: flags))
        }
    }

    /// Whether a link called `name` is the SONAME of what it leads to, or what ld(1) looks for. Any other is a rival of it.
    private static func isOrdinaryLink(_ name: String, to object: DynamicObject) -> Bool {
        guard let soname = object.soname else { return true }
        return name == soname || name.hasSuffix(".so") && soname.hasPrefix(name)
    }

    /// A file is preferred to a link, then the higher number. The first one's flags stay.
    private mutating func add(_ library: Library) {
        guard let position = positions[library.soname] else {
            positions[library.soname] = libraries.count
            libraries.append(library)
            return
        }
        let present = libraries[position]
        let isNewer = LibraryName.compare(present.name, library.name) < 0
        guard library.isLink == present.isLink ? isNewer : present.isLink else { return }
        libraries[position].name = library.name
        libraries[position].isLink = library.isLink
    }
}

extension DynamicObject {
    /// Whether it can be loaded by name; without a dynamic section it cannot.
    fileprivate var isLibrary: Bool { damage == nil && !symbols.names.isEmpty }
}
