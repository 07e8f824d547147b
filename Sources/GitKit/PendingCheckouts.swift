// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

/// The commits whose files a killed checkout may have left: one a line, in a file of the git directory.
struct PendingCheckouts {
    private let file: FilePath

    init(in gitDirectory: FilePath) {
        file = gitDirectory.appending("PENDING_CHECKOUTS")
    }

    func commits() throws(GitError) -> [CommitID] {
        var commits: [CommitID] = []
        for line in (try FileStore.read(file) ?? "").split(separator: "\n") {
            // A line cut short by a kill was not acted on yet.
            if let commit = try? CommitID(parsing: String(line)), !commits.contains(commit) { commits.append(commit) }
        }
        return commits
    }

    func add(_ commit: CommitID) throws(GitError) {
        let all = try commits() + [commit]
        try FileStore.write(all.map { "\($0)\n" }.joined(), to: file)
    }

    func clear() throws(GitError) {
        try FileStore.remove(file)
    }
}
