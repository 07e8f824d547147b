// SPDX-License-Identifier: Apache-2.0

/// Paths that a repository or a patch names, which nobody may trust.
enum RepositoryPath {
    /// Throws ``GitError/unsafePath(path:reason:)`` for a path that leads out of the work tree or into a `.git`, also into
    /// one that only some file systems take for it.
    static func check(_ path: String) throws(GitError) {
        let components = path.split(separator: "/", omittingEmptySubsequences: false)
        for component in components {
            let reason: String? =
                switch component {
                case "": "it is absolute or has an empty component"
                case ".", "..": "it leads elsewhere"
                case _ where isGitFolder(component): "it leads into a git directory"
                default: component.utf8.contains { $0 < 0x20 || $0 == 0x7F } ? "it holds a control character" : nil
                }
            if let reason { throw .unsafePath(path: path, reason: reason) }
        }
    }

    /// `.git` as Linux, Windows (`.git. `, `git~1`, `.git::$INDEX_ALLOCATION`) and macOS (with code points that count for
    /// nothing there) read it.
    private static func isGitFolder(_ component: Substring) -> Bool {
        let visible = component.unicodeScalars.filter { !isIgnored($0) }
        let stream = String(String.UnicodeScalarView(visible)).lowercased().prefix { $0 != ":" && $0 != "\\" }
        let name = stream.reversed().drop { $0 == "." || $0 == " " }.reversed()
        return [".git", "git~1"].contains(String(name))
    }

    /// Git's own list (utf8.c, next_hfs_char).
    private static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200C...0x200F, 0x202A...0x202E, 0x206A...0x206F, 0xFEFF: true
        default: false
        }
    }
}
