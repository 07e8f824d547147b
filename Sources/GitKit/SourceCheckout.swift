// SPDX-License-Identifier: Apache-2.0

package import SystemPackage

/// A work tree with all its submodules, none of which holds a `.git`.
package struct SourceCheckout: Sendable {
    /// How deep submodules may lie in submodules.
    package static let maximumDepth = 8

    /// Where mirrors are kept, one for each location.
    package let mirrorFolder: FilePath
    /// Where the files go.
    package let workTree: FilePath
    /// Where the git directories of the checkouts are kept.
    package let gitFolder: FilePath
    private let report: @Sendable (SourceProgress) -> Void

    private init(
        mirrorFolder: FilePath,
        workTree: FilePath,
        gitFolder: FilePath,
        report: @escaping @Sendable (SourceProgress) -> Void
    ) {
        self.mirrorFolder = mirrorFolder
        self.workTree = workTree
        self.gitFolder = gitFolder
        self.report = report
    }

    /// Makes `workTree` the tree of `commit`, submodules within submodules included.
    ///
    /// Everything is fetched before the first file is touched. Submodules that the commit no longer has are removed.
    ///
    /// - Returns: all submodules, sorted by path.
    /// - Throws: ``GitError/submodule(path:url:reason:)`` for one that cannot be had.
    @discardableResult
    package static func sync(
        mirrorFolder: FilePath,
        workTree: FilePath,
        gitFolder: FilePath,
        url: GitURL,
        commit: CommitID,
        progress: @escaping @Sendable (SourceProgress) -> Void = { _ in }
    ) async throws -> [Submodule] {
        let checkout = SourceCheckout(
            mirrorFolder: mirrorFolder,
            workTree: workTree,
            gitFolder: gitFolder,
            report: progress
        )
        let mirror = try await checkout.mirror(of: url, with: commit)
        let submodules = try await checkout.submodules(of: mirror, at: commit, in: "", depth: 1)
        try checkout.removeAll(except: Set(submodules.map(\.path)))
        try await checkout.checkOut(commit, from: mirror, path: "")
        for submodule in submodules {
            do {
                let source = try checkout.existingMirror(of: submodule.url)
                try checkout.refuseLinks(on: submodule.path)
                try await checkout.checkOut(submodule.commit, from: source, path: submodule.path)
            } catch let error as GitError {
                throw error.naming(submodule)
            }
        }
        return submodules
    }

    /// All submodules below `folder`, outer ones before those inside them.
    private func submodules(
        of mirror: Mirror,
        at commit: CommitID,
        in folder: String,
        depth: Int
    ) async throws -> [Submodule] {
        var all: [Submodule] = []
        for submodule in try mirror.submodules(at: commit, in: folder) {
            guard depth <= Self.maximumDepth else { throw GitError.submodulesTooDeep(limit: Self.maximumDepth) }
            do {
                let inner = try await self.mirror(of: submodule.url, with: submodule.commit)
                all.append(submodule)
                all += try await submodules(
                    of: inner,
                    at: submodule.commit,
                    in: submodule.path,
                    depth: depth + 1
                )
            } catch let error as GitError {
                throw error.naming(submodule)
            }
        }
        return all
    }

    /// The mirror of `url`, with `commit` in it.
    private func mirror(of url: GitURL, with commit: CommitID) async throws -> Mirror {
        let report = report
        let progress: TransferReport = { report(.fetching(url, $0)) }
        let mirror = try await Mirror.open(at: mirrorFolder.appending(url.mirrorName), url: url, progress: progress)
        if try mirror.contains(commit: commit) { return mirror }
        try await mirror.fetch(progress: progress)
        try await mirror.fetch(commit: commit, progress: progress)
        return mirror
    }

    private func existingMirror(of url: GitURL) throws(GitError) -> Mirror {
        try Mirror(path: mirrorFolder.appending(url.mirrorName), url: url)
    }

    private func checkOut(_ commit: CommitID, from mirror: Mirror, path: String) async throws {
        let report = report
        try await checkout(of: path).update(to: commit, from: mirror) { done, total in
            report(.checkingOut(path: path, done: done, total: total))
        }
    }

    private func checkout(of path: String) -> Checkout {
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
            try Submodule.checkPath(path)
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

extension GitError {
    /// The error as one about `submodule`, unless it names a submodule already.
    fileprivate func naming(_ submodule: Submodule) -> GitError {
        if case .submodule = self { return self }
        return .submodule(path: submodule.path, url: submodule.url.description, reason: self)
    }
}
