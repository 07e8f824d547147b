// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

/// The commit whose files a checkout that did not come to its end may have left, in a file of the git directory.
///
/// There is one at most: what an earlier one may have left is removed before another begins.
struct PendingCheckouts {
    private let file: FilePath

    init(in gitDirectory: FilePath) {
        file = gitDirectory.appending("PENDING_CHECKOUTS")
    }

    /// More than one only from an earlier cephdev.
    func commits() throws(GitError) -> [CommitID] {
        var commits: [CommitID] = []
        for line in (try FileStore.read(file) ?? "").split(separator: "\n") {
            // A line cut short by a kill was not acted on yet.
            if let commit = try? CommitID(parsing: String(line)), !commits.contains(commit) { commits.append(commit) }
        }
        return commits
    }

    /// Puts `commit` in the place of what was there; a kill leaves the one or the other.
    func replace(with commit: CommitID) throws(GitError) {
        let new = FilePath(file.string + ".new")
        try FileStore.write("\(commit)\n", to: new)
        try FileStore.rename(new, to: file)
    }

    func clear() throws(GitError) {
        try FileStore.remove(file)
    }
}
