// SPDX-License-Identifier: Apache-2.0

internal import ELFKit
internal import FileTree

/// Where the loader of an image looks for libraries, in its order (ld.so(8); glibc, elf/dl-load.c, `_dl_map_object`).
///
/// Not modelled: `DT_FILTER`, and the folders for processors that glibc knew before glibc-hwcaps.
struct LibrarySearch {
    private let tree: FileTree
    private let cache: LoaderCache
    private let processors: [String]
    private var defaults: [DynamicObject.Format: [String]] = [:]
    /// Files that were looked at before, by the name that was tried.
    private var seen: [String: TreePath?] = [:]

    init(tree: FileTree, cache: LoaderCache, processors: [String] = []) {
        self.tree = tree
        self.cache = cache
        self.processors = processors
    }

    /// Folders that are looked into, separated by colons, and the object whose folder `$ORIGIN` stands for.
    typealias FolderList = (folders: String, owner: TreePath)

    /// The folders of all places that were tried, and those above them.
    var folders: Set<String> {
        var folders: Set<String> = []
        for place in seen.keys {
            var folder = place[...]
            while let slash = folder.lastIndex(of: "/"), folders.insert(String(folder[..<slash])).inserted {
                folder = folder[..<slash]
            }
        }
        return folders
    }

    /// A place that was tried for a name, and what lies there.
    struct Hit {
        /// As the loader writes it.
        let place: String
        /// The file itself.
        let path: TreePath
    }

    /// The files that the loader would try for `name`, wanted by `object` at `path`: in the folders of `lists`, which come
    /// before its own, then in its RUNPATH, in the cache, in the default folders. `isUsable` tells whether one is taken; the
    /// others are passed over.
    mutating func find(
        _ name: String,
        for object: DynamicObject,
        at path: TreePath,
        lists: [FolderList] = [],
        isUsable: (TreePath) -> Bool
    ) -> Hit? {
        guard !name.utf8.contains(UInt8(ascii: "/")) else {
            return hit(Self.expand(name, owner: path, object.format)).flatMap { isUsable($0.path) ? $0 : nil }
        }
        for (list, owner) in lists + (object.runpath.map { [($0, path)] } ?? []) {
            for folder in Self.folders(list, owner: owner, object.format) {
                if let hit = hit(name, in: folder, isUsable) { return hit }
            }
        }
        let defaults = defaults(object.format)
        if let place = cache.place(of: name, flags: object.format.cacheFlags, processors: processors),
            let hit = hit(place), isUsable(hit.path),
            !object.skipsDefaultFolders || !defaults.contains(where: place.hasPrefix)
        {
            return hit
        }
        guard !object.skipsDefaultFolders else { return nil }
        for folder in defaults {
            if let hit = hit(name, in: folder, isUsable) { return hit }
        }
        return nil
    }

    /// What a folder has for the processor comes first.
    private mutating func hit(_ name: String, in folder: String, _ isUsable: (TreePath) -> Bool) -> Hit? {
        for folder in processors.map({ "\(folder)/glibc-hwcaps/\($0)" }) + [folder] {
            if let hit = hit("\(folder)/\(name)"), isUsable(hit.path) { return hit }
        }
        return nil
    }

    private mutating func hit(_ place: String) -> Hit? {
        if let known = seen[place] { return known.map { Hit(place: place, path: $0) } }
        let found = tree.resolve(text: place).flatMap { path -> TreePath? in
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

    /// Takes over what the loader of `format` says of its folders.
    mutating func learn(_ folders: [String], of format: DynamicObject.Format) {
        if !folders.isEmpty { defaults[format] = folders }
    }

    /// The folders that the loader was built with; where it does not say so, those of its distribution: Debian's has the
    /// machine's triplet in them.
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
