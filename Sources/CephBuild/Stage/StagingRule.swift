// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// What an install step places and an image has no use for.
struct StagingRule: Sendable {
    let keepsHeaders: Bool

    private static let droppedFolders = [
        "usr/share/man", "usr/share/doc", "usr/share/info", "usr/share/bash-completion", "etc/bash_completion.d",
        "etc/init.d", "etc/logrotate.d", "etc/sysconfig", "usr/lib/pkgconfig",
    ].compactMap { try? TreePath(parsing: $0) }  // literals, none of them wrong

    private static let headers = try? TreePath(parsing: "usr/include")  // as above
    private static let droppedNames: Set<String> = ["__pycache__", "pkgconfig"]
    private static let droppedSuffixes = [".pyc", ".a", ".la", ".cmake", ".egg-link"]

    func ships(_ path: TreePath) -> Bool {
        if let headers = Self.headers, path == headers || path.isInside(headers) { return keepsHeaders }
        if Self.droppedFolders.contains(where: { path == $0 || path.isInside($0) }) { return false }
        if path.components.contains(where: Self.droppedNames.contains) { return false }
        // Units lie where pkg-config says: /lib/systemd/system, or below the library folder. ceph_volume has a module of
        // the name, which ships.
        if zip(path.components, path.components.dropFirst()).contains(where: { $0 == "systemd" && $1 == "system" }) {
            return false
        }
        return !Self.droppedSuffixes.contains { path.name.hasSuffix($0) }
    }
}
