// SPDX-License-Identifier: Apache-2.0

internal import CGit2
package import SystemPackage

extension LocalCheckout {
    /// The checkout that the folder `path` lies in; nothing when it lies in none.
    package init?(around path: FilePath) throws(GitError) {
        try GitLibrary.start()
        var found = git_buf()
        defer { git_buf_dispose(&found) }
        let code = git_repository_discover(&found, path.string, 0, nil)
        if code == GIT_ENOTFOUND.rawValue { return nil }
        try check(code, "find the repository of", path.string)
        let gitFolder = found.ptr.map { String(cString: $0) } ?? ""
        let repository = try Repository(at: FilePath(gitFolder))
        guard let top = git_repository_workdir(repository.pointer) else { return nil }
        try self.init(at: FilePath(String(cString: top)))
    }

    /// What the paths of files in `folder`, which has no links above it, begin with in this checkout: empty, or with a slash
    /// at the end.
    package func prefix(of folder: FilePath) -> String {
        guard folder.starts(with: path) else { return "" }
        let inside = folder.components.dropFirst(path.components.count).map(\.string)
        return inside.map { $0 + "/" }.joined()
    }

    /// Where the remote is, without secrets; nothing when there is no such remote.
    package func remoteURL(_ name: String = "origin") throws(GitError) -> String? {
        let repository = try Repository(at: path)
        let remote = try Handle.found(git_remote_free, "read the remote", name) {
            git_remote_lookup(&$0, repository.pointer, name)
        }
        guard let remote, let url = git_remote_url(remote.pointer) else { return nil }
        return GitURL.redacted(String(cString: url))
    }
}
