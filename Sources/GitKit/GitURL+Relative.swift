// SPDX-License-Identifier: Apache-2.0

extension GitURL {
    /// The location that `text` means in the `.gitmodules` of a repository that lies here.
    ///
    /// `../x` and `./x` start from this location, all else is a location of its own. What comes from a network must
    /// not lead to a repository on this machine.
    package func resolving(relative text: String) throws(GitError) -> GitURL {
        guard text.hasPrefix("./") || text.hasPrefix("../") || text == ".." || text == "." else {
            let other = try GitURL(parsing: text)
            guard other.kind != .path || kind == .path else {
                throw .unsafeURL(url: text, reason: "a remote repository must not name a local path")
            }
            return other
        }
        if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            throw .unsafeURL(url: text, reason: "it holds a control character")
        }
        var components = self.components
        for component in text.split(separator: "/") where component != "." {
            guard component == ".." else {
                components.append(String(component))
                continue
            }
            guard components.popLast() != nil else {
                throw .unsafeURL(url: text, reason: "it leads above \(self)")
            }
        }
        let absolute = location.dropFirst(root.count).hasPrefix("/")
        guard absolute || components.first?.hasPrefix("-") != true else {
            throw .unsafeURL(url: text, reason: "it would be read as an option")
        }
        return GitURL(kind: kind, root: root, components: components, absolute: absolute)
    }
}
