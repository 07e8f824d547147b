// SPDX-License-Identifier: Apache-2.0

internal import Digests
package import FileTree

/// Works out which files of the build would answer a report's findings.
///
/// A stale library is replaced where the loader found it; one that is nowhere is added where the install step wanted
/// it. A finding that no file of the build answers gets no edit.
package struct FixPlanner: Sendable {
    private let image: FileTree
    private let staged: FileTree

    /// - Parameters:
    ///   - image: the merged tree of the image that was checked.
    ///   - staged: what the build installs, whether it differs from the base or not.
    package init(image: FileTree, staged: FileTree) {
        self.image = image
        self.staged = staged
    }

    /// Edits in the order of the findings; at most one for a path.
    package func plan(for report: CheckReport) -> [TreeEdit] {
        var edits: [TreeEdit] = []
        var taken: Set<TreePath> = []
        for edit in report.findings.flatMap(edits(for:)) where taken.insert(edit.path).inserted {
            edits.append(edit)
        }
        return edits
    }

    private func edits(for finding: Finding) -> [TreeEdit] {
        switch finding.cause {
        case .staleLibrary(let name, let found, _):
            replacement(named: name, at: found, because: finding)
        case .missingLibrary(let name):
            addition(named: name, because: finding)
        case .undefinedSymbol(_, let consumer), .missingVersion(_, _, let consumer):
            staleConsumer(consumer, because: finding)
        case .brokenObject(let path, _):
            replacement(named: path.name, at: path, because: finding)
        case .pluginLost(let plugin, _, _):
            replacement(named: plugin.name, at: plugin, because: finding)
        case .commandFailed, .commandMissing:
            []
        }
    }

    /// The build's file called `name` in place of what lies at `path`, if they differ.
    private func replacement(named name: String, at path: TreePath, because finding: Finding) -> [TreeEdit] {
        guard let (source, digest) = stagedFile(named: name), self.digest(in: image, at: path) != digest else {
            return []
        }
        return [TreeEdit(change: .place(source: source, path: path), reason: finding.description)]
    }

    /// The build's library `name`, with the links that lead to it, where the install step put it.
    private func addition(named name: String, because finding: Finding) -> [TreeEdit] {
        guard let link = staged.entries.first(where: { $0.path.name == name }),
            let (source, _) = stagedFile(named: name)
        else { return [] }
        let placed = TreeEdit(change: .place(source: source, path: source), reason: finding.description)
        guard case .symlink(let target) = link.kind else { return [placed] }
        return [
            placed, TreeEdit(change: .link(path: link.path, target: target), reason: finding.description),
        ]
    }

    /// An object of the base that wants what is gone, where the build has a newer one of its name.
    private func staleConsumer(_ consumer: String, because finding: Finding) -> [TreeEdit] {
        guard let path = try? TreePath(parsing: consumer), let real = image.resolve(path) else { return [] }
        return replacement(named: real.name, at: real, because: finding)
    }

    private func stagedFile(named name: String) -> (TreePath, Digest)? {
        for entry in staged.entries where entry.path.name == name {
            if let target = staged.resolve(entry.path), let digest = digest(in: staged, at: target) {
                return (target, digest)
            }
        }
        return nil
    }

    private func digest(in tree: FileTree, at path: TreePath) -> Digest? {
        guard case .file(_, let digest, _) = tree[path]?.kind else { return nil }
        return digest
    }
}
