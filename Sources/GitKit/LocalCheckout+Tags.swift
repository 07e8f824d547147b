// SPDX-License-Identifier: Apache-2.0

internal import CGit2

extension LocalCheckout {
    /// The tags, annotated or not, that lead to `commit`, sorted.
    package func tags(at commit: CommitID) throws(GitError) -> [String] {
        let repository = try Repository(at: path)
        var found: [String] = []
        for name in try repository.tagNames() {
            // What is no commit is found under this name neither.
            let object = try Handle.found(git_object_free, "read the tag", name) {
                git_revparse_single(&$0, repository.pointer, "refs/tags/\(name)^{commit}")
            }
            if let object, let id = git_object_id(object.pointer), CommitID(id.pointee) == commit { found.append(name) }
        }
        return found
    }
}
