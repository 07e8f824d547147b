// SPDX-License-Identifier: Apache-2.0

internal import ProcessKit
package import SystemPackage

/// A work tree with all its submodules, none of which holds a `.git`.
package struct SourceCheckout: Sendable {
    /// How deep submodules may lie in submodules.
    package static let maximumDepth = 8

    let mirrors: MirrorStore
    private let workTree: FilePath
    private let gitFolder: FilePath
    private let report: @Sendable (SourceProgress) -> Void

    /// What lies in the work tree now.
    package struct Outcome: Sendable, Equatable {
        /// What is checked out: the commit that was asked for, or one with the patches on it.
        package let commit: CommitID
        /// All submodules, each before those inside it.
        package let submodules: [Submodule]
        /// The files that patches changed, sorted.
        package let patchedPaths: [String]
        /// How many files were written.
        package let writtenFiles: Int
    }

    /// Files go to `workTree`, and the git directories of the checkouts to `gitFolder`.
    package init(
        mirrors: MirrorStore,
        workTree: FilePath,
        gitFolder: FilePath,
        progress: @escaping @Sendable (SourceProgress) -> Void = { _ in }
    ) {
        self.mirrors = mirrors
        self.workTree = workTree
        self.gitFolder = gitFolder
        report = progress
    }

    /// Makes the work tree the tree of `commit` with `patches` on it, submodules within submodules included.
    ///
    /// Everything is fetched, and every patch applied, before the first file is touched. Submodules that the commit no
    /// longer has are removed.
    ///
    /// - Throws: ``GitError/submodule(path:url:reason:)`` for one that cannot be had; ``GitError/patch(name:reason:)``;
    ///   ``GitError/offline(missing:)`` with all that is missing.
    @discardableResult
    package func sync(_ url: GitURL, _ commit: CommitID, patches: [PatchFile] = []) async throws -> Outcome {
        _ = try await mirrors.mirror(of: url, with: commit)
        let root = checkout(of: "")
        let (applied, submodules) = try await mirrors.mending(url, commit) { mirror in
            let applied = try await BlockingWork.run { _ in try root.apply(patches, to: commit, from: mirror) }
            let view = patches.isEmpty ? mirror : mirror.seen(from: root)
            return (applied, try await self.submodules(of: view, at: applied.commit, in: "", depth: 1))
        }
        try removeAll(except: Set(submodules.map(\.path)))
        var written = try await mirrors.mending(url, commit) { mirror in
            try await checkOut(applied.commit, from: mirror, path: "")
        }
        for submodule in submodules {
            do {
                try refuseLinks(on: submodule.path)
                written += try await mirrors.mending(submodule.url, submodule.commit) { mirror in
                    try await checkOut(submodule.commit, from: mirror, path: submodule.path)
                }
            } catch let error as GitError {
                throw error.naming(submodule)
            }
        }
        return Outcome(
            commit: applied.commit,
            submodules: submodules,
            patchedPaths: applied.paths,
            writtenFiles: written
        )
    }

    private func checkOut(_ commit: CommitID, from mirror: Mirror, path: String) async throws -> Int {
        let report = report
        return try await checkout(of: path).update(to: commit, from: mirror) { done, total in
            report(.checkingOut(path: path, done: done, total: total))
        }
    }

    func checkout(of path: String) -> Checkout {
        path.isEmpty
            ? Checkout(workTree: workTree, gitDirectory: gitFolder.appending("root.git"))
            : Checkout(
                workTree: workTree.appending(path),
                gitDirectory: submoduleFolder.appending(PercentCoding.fileName(for: path))
            )
    }

    private var submoduleFolder: FilePath { gitFolder.appending("submodules") }

    /// Removes the work trees of submodules that are gone, before another file may want their place.
    private func removeAll(except wanted: Set<String>) throws {
        for name in try FileStore.names(in: submoduleFolder) {
            guard let path = PercentCoding.decode(name), !wanted.contains(path) else { continue }
            try RepositoryPath.check(path)
            report(.removing(path: path))
            if (try? refuseLinks(on: path)) != nil {  // behind a link lies nothing of ours
                try FileStore.remove(workTree.appending(path))
            }
            try FileStore.remove(submoduleFolder.appending(name))
        }
    }

    /// Throws when a folder on the way to `path` is a symbolic link, by which files would land elsewhere.
    private func refuseLinks(on path: String) throws(GitError) {
        var folder = workTree
        for component in path.split(separator: "/") {
            folder.append(String(component))
            guard !FileStore.exists(folder) || FileStore.isDirectory(folder) else {
                throw .unsafePath(path: path, reason: "\(folder) is not a folder")
            }
        }
    }
}
