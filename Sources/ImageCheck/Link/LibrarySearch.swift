// SPDX-License-Identifier: Apache-2.0

internal import ELFKit
internal import FileTree

/// Where the loader of an image looks for libraries, in its order (ld.so(8); glibc, elf/dl-load.c, `_dl_map_object`).
///
/// Not modelled: `LD_LIBRARY_PATH`, glibc-hwcaps (an image must link on every processor), `DT_FILTER`.
struct LibrarySearch {
    private let tree: FileTree
    private let cache: LoaderCache
    private var defaults: [DynamicObject.Format: [String]] = [:]
    /// Files that were looked at before, by the name that was tried.
    private var seen: [String: TreePath?] = [:]

    init(tree: FileTree, cache: LoaderCache) {
        self.tree = tree
        self.cache = cache
    }

    /// A place that was tried for a name, and what lies there.
    struct Hit {
        /// As the loader writes it.
        let place: String
        /// The file itself.
        let path: TreePath
    }

    /// The files that the loader would try for `name`, wanted by `object` at `path`; `inherited` are the RPATHs of those who
    /// loaded it, with the paths that `$ORIGIN` stands for. `isUsable` tells whether one is taken; the others are passed
    /// over.
    mutating func find(
        _ name: String,
        for object: DynamicObject,
        at path: TreePath,
        inherited: [(rpath: String, owner: TreePath)],
        isUsable: (TreePath) -> Bool
    ) -> Hit? {
        guard !name.utf8.contains(UInt8(ascii: "/")) else {
            return hit(Self.expand(name, owner: path, object.format)).flatMap { isUsable($0.path) ? $0 : nil }
        }
        let chains = object.runpath.map { [(rpath: $0, owner: path)] } ?? inherited
        for (list, owner) in chains {
            for folder in Self.folders(list, owner: owner, object.format) {
                if let hit = hit("\(folder)/\(name)"), isUsable(hit.path) { return hit }
            }
        }
        let defaults = defaults(object.format)
        if let place = cache.place(of: name, flags: object.format.cacheFlags), let hit = hit(place),
            isUsable(hit.path), !object.skipsDefaultFolders || !defaults.contains(where: place.hasPrefix)
        {
            return hit
        }
        guard !object.skipsDefaultFolders else { return nil }
        for folder in defaults {
            if let hit = hit("\(folder)/\(name)"), isUsable(hit.path) { return hit }
        }
        return nil
    }

    private mutating func hit(_ place: String) -> Hit? {
        if let known = seen[place] { return known.map { Hit(place: place, path: $0) } }
        let found = (try? TreePath(parsing: place)).flatMap(tree.resolve).flatMap { path -> TreePath? in
            if case .file = tree[path]?.kind { path } else { nil }
        }
        seen[place] = .some(found)
        return found.map { Hit(place: place, path: $0) }
    }

    /// The folders of a RUNPATH or RPATH, the first thousand. An empty one is the current folder, for which the root stands
    /// here.
    static func folders(_ list: String, owner: TreePath, _ format: DynamicObject.Format) -> [String] {
        list.split(separator: ":", maxSplits: 1000, omittingEmptySubsequences: false).map {
            expand(String($0), owner: owner, format)
        }
    }

    /// `$ORIGIN`, `$LIB` and `$PLATFORM` put in (ld.so(8), "Dynamic string tokens").
    private static func expand(_ text: String, owner: TreePath, _ format: DynamicObject.Format) -> String {
        guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
        let values = [
            "ORIGIN": owner.parent.map { "/\($0.string)" } ?? "/", "LIB": format.isWide ? "lib64" : "lib",
            "PLATFORM": format.platform,
        ]
        return values.reduce(text) { text, token in
            text.replacing("${\(token.key)}", with: token.value).replacing("$\(token.key)", with: token.value)
        }
    }

    /// Those that the distribution's loader was built with: Debian's has the machine's triplet in them.
    mutating func defaults(_ format: DynamicObject.Format) -> [String] {
        if let known = defaults[format] { return known }
        let folders =
            if let triplet = format.triplet(in: tree) {
                ["/lib/\(triplet)", "/usr/lib/\(triplet)", "/lib", "/usr/lib"]
            } else {
                format.isWide ? ["/lib64", "/usr/lib64"] : ["/lib", "/usr/lib"]
            }
        defaults[format] = folders
        return folders
    }
}
