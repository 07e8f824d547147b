// SPDX-License-Identifier: Apache-2.0

internal import FileTree
internal import GitKit
internal import SystemPackage

/// What git says of a tree, asked once.
struct TreeOrigin: Sendable {
    /// Stands for the branch where there is none.
    static let unknownBranch = "Unknown branch"

    /// Without secrets.
    let url: String
    /// `HEAD` when no branch is checked out.
    let branch: String
    let commit: String
    /// Whether the whole checkout is as its commit.
    let isClean: Bool
    /// The paths of the tree that are in the commit as they lie.
    private let committed: Set<TreePath>

    init(of tree: FilePath) throws {
        guard let checkout = try LocalCheckout(around: tree) else {
            (url, branch, commit) = ("Unknown repo", Self.unknownBranch, "Unknown commit hash")
            (isClean, committed) = (false, [])
            return
        }
        let state = try checkout.state()
        let head = try checkout.head()
        let prefix = checkout.prefix(of: tree)
        url = try checkout.remoteURL() ?? "origin"
        branch = head == nil ? Self.unknownBranch : try checkout.branch() ?? "HEAD"
        commit = head?.description ?? "Unknown commit hash"
        isClean = state.dirtyPaths.isEmpty
        let clean = Set(state.files).subtracting(state.dirtyPaths)
        committed = Set(
            try clean.filter { $0.hasPrefix(prefix) }.map { try TreePath(parsing: String($0.dropFirst(prefix.count))) }
        )
    }

    /// Whether the file at `path`, free of links, is not what the commit has there.
    func isDirty(_ path: TreePath) -> Bool { !committed.contains(path) }
}
