// SPDX-License-Identifier: Apache-2.0

internal import FileTree
internal import GitKit
internal import ProcessKit

/// Which flavors a change touches: those whose staged files are not what they would be at a revision.
///
/// Nothing is staged. What a flavor selects is compared by the blobs of git, and a file of a variable counts where a staged
/// file uses it.
package struct ModifiedFlavors: Sendable {
    private let tree: FlavorTree
    private let options: StagingOptions

    package init(_ tree: FlavorTree, _ options: StagingOptions) {
        self.tree = tree
        self.options = options
    }

    /// Those of `flavors` that differ between `revision` and the tree as it lies, in their order.
    package func since(_ revision: String, of flavors: [Flavor]) async throws -> [Flavor] {
        try await BlockingWork.run { [self] flag in
            let (before, now) = try contents(at: revision)
            let images = try options.images(of: tree)
            return try flavors.filter { flavor in
                try flag.check()
                return try images.contains { try differs(flavor, $0, before, now) }
            }
        }
    }

    private func contents(at revision: String) throws -> (before: TreeContents, now: TreeContents) {
        guard let checkout = try LocalCheckout(around: tree.root) else { throw FlavorFailure.noRepository(tree.root) }
        let prefix = checkout.prefix(of: tree.root)
        do {
            let before = try checkout.files(at: revision, below: prefix)
            return try (TreeContents(before), TreeContents(checkout.presentFiles(below: prefix)))
        } catch GitError.unknownRef(_, _, let near) {
            throw FlavorFailure.unknownRevision(revision, tree: tree.root, near: near)
        }
    }

    private func differs(_ flavor: Flavor, _ image: String, _ before: TreeContents, _ now: TreeContents) throws -> Bool
    {
        let present = try StagingSearch.files(of: image, for: flavor, in: now.listing)
        guard let past = try? StagingSearch.files(of: image, for: flavor, in: before.listing) else {
            return true  // what could not be staged then can be now
        }
        let changed = Set(past.keys).union(present.keys).filter { path in
            let isValue = ImagePlan.isVariable(path)
            return past[path].map { Content(of: $0, in: before, isValue: isValue) }
                != present[path].map { Content(of: $0, in: now, isValue: isValue) }
        }
        guard changed.allSatisfy(ImagePlan.isVariable) else { return true }
        guard !changed.isEmpty else { return false }
        let used = try UsedVariables.names(in: present, of: tree)
        return changed.contains { used.contains($0.name) }
    }
}

/// The files of a tree with the blobs that they are.
private struct TreeContents {
    let listing: TreeListing
    let files: [TreePath: TreeFile]

    init(_ files: [String: TreeFile]) throws {
        var listing = TreeListing()
        var paths: [TreePath: TreeFile] = [:]
        for (name, file) in files {
            let path = try TreePath(parsing: name)
            paths[path] = file
            switch file.kind {
            case .file: listing.add(path, .file)
            case .link(let target): listing.add(path, .link(target: target))
            }
        }
        self.listing = listing
        self.files = paths
    }
}

/// What a staged file is, wherever it comes from.
private enum Content: Equatable {
    case link(target: String)
    case file(TreeFile?)
    /// Of a variable, whose mode means nothing.
    case value(blob: String?)

    init(of source: StagedSource, in tree: TreeContents, isValue: Bool) {
        switch source.kind {
        case .link(let target): self = .link(target: target)
        case .file where isValue: self = .value(blob: tree.files[source.real]?.blob)
        case .file: self = .file(tree.files[source.real])
        }
    }
}
