// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import ProcessKit
internal import SystemPackage

extension Checkout {
    /// Removes what the checkout of `unfinished`, which did not come to its end, may have left and that of `commit` would
    /// leave alone: its files that are neither in the index nor, as such, in `commit`. Behind links, or in the place of a
    /// folder that holds something, lies nothing of a checkout's.
    func removeLeftovers(
        of unfinished: CommitID,
        before commit: CommitID,
        in repository: borrowing Repository,
        _ flag: CancellationFlag
    ) throws {
        let index = try repository.index()
        let difference = try repository.difference(from: commit, to: unfinished)
        var left: [RawPath] = []
        for position in 0..<git_diff_num_deltas(difference.pointer) {
            try flag.check()
            guard let delta = git_diff_get_delta(difference.pointer, position)?.pointee,
                [GIT_DELTA_ADDED, GIT_DELTA_TYPECHANGE].contains(delta.status), let name = delta.new_file.path,
                git_index_get_bypath(index.pointer, name, 0) == nil
            else { continue }
            let path = RawPath(cString: name)
            // No checkout writes another one.
            if (try? RepositoryPath.check(path)) != nil { left.append(path) }
        }
        try remove(left)
    }

    /// Removes files, links and empty folders, and the folders that are empty without them.
    func remove(_ paths: [RawPath]) throws(GitError) {
        guard var folders = FolderStack(in: workTree) else { throw FileStore.failure("open", workTree) }
        for path in paths {
            do {
                try folders.remove(path)
            } catch {
                let place = workTree.appending(path.description).string
                throw .file(operation: "remove", path: place, reason: "\(error)")
            }
        }
    }
}
