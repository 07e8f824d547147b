// SPDX-License-Identifier: Apache-2.0

extension GitURL {
    /// The repository of the same name that belongs to `owner`: `https://github.com/OWNER/ceph.git`, `/srv/OWNER/ceph.git`.
    package func fork(of owner: String) throws(GitError) -> GitURL {
        guard components.count >= 2 else {
            throw .unsafeURL(url: description, reason: "it has no owner's folder that a fork could replace")
        }
        var components = components
        components[components.count - 2] = owner
        let absolute = location.dropFirst(root.count).hasPrefix("/")
        return GitURL(kind: kind, root: root, components: components, absolute: absolute)
    }

    /// The last folder before the repository's own name: on GitHub, who owns it.
    var owner: String? { components.count >= 2 ? components[components.count - 2] : nil }
}
