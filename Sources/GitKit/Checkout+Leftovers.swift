// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import SystemPackage

extension Checkout {
    /// Removes what the checkout of `unfinished`, which did not come to its end, may have left and that of `commit` would
    /// leave alone: its files that are neither in the index nor, as such, in `commit`.
    func removeLeftovers(
        of unfinished: CommitID,
        before commit: CommitID,
        in repository: borrowing Repository,
        _ observer: CheckoutObserver
    ) throws {
        let index = try repository.index()
        let difference = try repository.difference(from: commit, to: unfinished)
        for position in 0..<git_diff_num_deltas(difference.pointer) {
            try observer.checkFlag()
            guard let delta = git_diff_get_delta(difference.pointer, position)?.pointee,
                [GIT_DELTA_ADDED, GIT_DELTA_TYPECHANGE].contains(delta.status), let name = delta.new_file.path,
                git_index_get_bypath(index.pointer, name, 0) == nil
            else { continue }
            try removeLeftover(String(cString: name))
        }
    }

    /// Removes a file, a link or an empty folder, and the folders that are empty without it. Behind links, or in the place
    /// of a folder that holds something, lies nothing of a checkout's.
    private func removeLeftover(_ path: String) throws(GitError) {
        // No checkout writes such a path.
        guard (try? RepositoryPath.check(path)) != nil else { return }
        var folders = [workTree]
        for component in path.split(separator: "/") {
            guard let folder = folders.last, FileStore.isDirectory(folder) else { return }
            folders.append(folder.appending(String(component)))
        }
        guard let place = folders.popLast() else { return }
        if FileStore.isNoFolder(place) { try FileStore.remove(place) } else { folders.append(place) }
        for folder in folders.dropFirst().reversed() {
            guard FileStore.removeEmptyFolder(folder) || !FileStore.exists(folder) else { return }
        }
    }
}

extension Repository {
    /// What the tree of `new` has otherwise than that of `old`.
    fileprivate func difference(from old: CommitID, to new: CommitID) throws(GitError) -> Handle {
        let pointer = pointer
        let oldTree = try tree(of: old)
        let newTree = try tree(of: new)
        var options = git_diff_options()
        try check(git_diff_options_init(&options, UInt32(GIT_DIFF_OPTIONS_VERSION)), "compare", new.description)
        // A file that became a link stays one path.
        options.flags = GIT_DIFF_INCLUDE_TYPECHANGE.rawValue
        return try Handle(git_diff_free, "compare", new.description) {
            git_diff_tree_to_tree(&$0, pointer, oldTree.pointer, newTree.pointer, &options)
        }
    }
}
