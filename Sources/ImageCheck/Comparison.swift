// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// How an image links, beside how its base did.
struct Comparison {
    let image: ImageLinks
    let base: ImageLinks?
    /// What the image's layers over the base hold, or took away; everything when there is no base.
    let changed: Set<TreePath>
    /// Objects that a build changed, or that load something which it changed, removed or shadowed.
    let affected: Set<TreePath>
    let libraries: ChangedLibraries

    init(image: ImageLinks, base: ImageLinks?, changed: Set<TreePath>) {
        self.image = image
        self.base = base
        self.changed = changed
        libraries = ChangedLibraries(in: image.model.tree, changed: changed)
        // A link may lead elsewhere now.
        let names = libraries.names.union(changed.lazy.filter(\.isLibrary).map(\.name))
        affected = Set(
            image.roots.filter { root in
                guard let before = base?[root.path], !changed.contains(root.path) else { return true }
                return root.scope.places != before.scope.places || root.scope.missing != before.scope.missing
                    || root.scope.places.keys.contains(where: names.contains)
                    || root.scope.members.contains { changed.contains(image.model.path(of: $0)) }
            }.map(\.path)
        )
    }

    var affectedRoots: [ImageLinks.Root] { image.roots.filter { affected.contains($0.path) } }

    /// All that is wrong and was not so in the base.
    func causes() throws -> CauseCollector {
        var causes = CauseCollector()
        try LinkageRules(self).collect(into: &causes)
        try PluginHosts(self).collect(into: &causes)
        LibraryRules(self).collect(into: &causes)
        FileRules(self).collect(into: &causes)
        MixRules(self).collect(into: &causes)
        return causes
    }

    /// One that was a plugin in the base, or is new and cannot stand alone.
    func isPlugin(_ root: ImageLinks.Root) throws -> Bool {
        guard let base, let before = base[root.path] else { return try image.isPlugin(root) }
        return try base.isPlugin(before)
    }
}
