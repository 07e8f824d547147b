// SPDX-License-Identifier: Apache-2.0

/// Paths that a repository or a patch names, which nobody may trust.
enum RepositoryPath {
    /// Throws ``GitError/unsafePath(path:reason:)`` for a path that leads out of the work tree or into a `.git`, also into
    /// one that only some file systems take for it, and for control characters, which no path of a submodule or in a
    /// patch has.
    static func check(_ path: String) throws(GitError) {
        try checkComponents(of: path.utf8) { path }
        guard !path.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw .unsafePath(path: path, reason: "it holds a control character")
        }
    }

    /// The same for the path of a file, in which git allows every character.
    static func check(_ path: RawPath) throws(GitError) {
        try path.withBytes { bytes throws(GitError) in try checkComponents(of: bytes) { path.description } }
    }

    private static func checkComponents(
        of path: some Collection<UInt8>,
        _ description: () -> String
    ) throws(GitError) {
        for component in path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            let reason: String? =
                if component.isEmpty {
                    "it is absolute or has an empty component"
                } else if component.elementsEqual(".".utf8) || component.elementsEqual("..".utf8) {
                    "it leads elsewhere"
                } else if mayBeGitFolder(component), isGitFolder(String(decoding: component, as: UTF8.self)) {
                    "it leads into a git directory"
                } else {
                    nil
                }
            if let reason { throw .unsafePath(path: description(), reason: reason) }
        }
    }

    /// False for nearly all components: a look at the first character is enough.
    private static func mayBeGitFolder(_ component: some Collection<UInt8>) -> Bool {
        component.first.map { [UInt8(ascii: "."), UInt8(ascii: "g"), UInt8(ascii: "G")].contains($0) || $0 >= 0x80 }
            ?? false
    }

    /// `.git` as Linux, Windows (`.git. `, `git~1`, `.git::$INDEX_ALLOCATION`) and macOS (with code points that count for
    /// nothing there) read it.
    private static func isGitFolder(_ component: String) -> Bool {
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
