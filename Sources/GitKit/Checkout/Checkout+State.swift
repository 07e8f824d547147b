// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import SystemPackage

extension Checkout {
    /// Whether an update was begun and did not come to its end.
    package func isUnfinished() throws(GitError) -> Bool {
        try !PendingCheckouts(in: gitDirectory).commits().isEmpty
    }

    /// The submodules that `commit` has, when it is what is checked out; nothing when it is another.
    func gitlinks(of commit: CommitID) throws(GitError) -> [Mirror.Gitlink]? {
        guard try head() == commit, try !isUnfinished() else { return nil }
        return try IndexFile(at: gitDirectory.appending("index"))?.gitlinks()
    }

    /// The files of the last update that somebody changed or removed since, sorted; new ones are none of its.
    package func editedPaths() throws(GitError) -> [String] {
        guard isMade else { return [] }
        let subject = workTree.string
        let repository = try Repository(at: gitDirectory)
        try check(git_repository_set_workdir(repository.pointer, subject, 0), "open", subject)
        var options = git_status_options()
        try check(git_status_options_init(&options, UInt32(GIT_STATUS_OPTIONS_VERSION)), "read the status of", subject)
        options.show = GIT_STATUS_SHOW_WORKDIR_ONLY
        options.flags = GIT_STATUS_OPT_EXCLUDE_SUBMODULES.rawValue
        let list = try Handle(git_status_list_free, "read the status of", subject) {
            git_status_list_new(&$0, repository.pointer, &options)
        }
        var paths: [String] = []
        for position in 0..<git_status_list_entrycount(list.pointer) {
            guard let name = git_status_byindex(list.pointer, position)?.pointee.index_to_workdir?.pointee.old_file.path
            else { continue }
            paths.append(String(cString: name))
        }
        return paths.sorted()
    }
}

extension SourceCheckout {
    /// What became of the files since the last ``sync(_:_:patches:)``.
    package struct State: Sendable, Equatable {
        /// Files changed or removed by somebody else, sorted.
        package let editedPaths: [String]
        package let isUnfinished: Bool
    }

    /// Compares the work tree, and those of the submodules at `paths`, with what was checked out. Blocks.
    package func state(submodules paths: [String]) throws(GitError) -> State {
        var edited: [String] = []
        var isUnfinished = false
        for path in [""] + paths {
            let checkout = checkout(of: path)
            if try checkout.isUnfinished() { isUnfinished = true }
            edited += try checkout.editedPaths().map { path.isEmpty ? $0 : "\(path)/\($0)" }
        }
        return State(editedPaths: edited.sorted(), isUnfinished: isUnfinished)
    }
}
