// SPDX-License-Identifier: Apache-2.0

import SystemPackage

/// What documents, and texts for users, promise.
enum DocumentRules {
    /// Scripts that the file names are there.
    static func nameScripts(_ file: SourceFile, exists: (String) -> Bool) -> [String] {
        file.lines.enumerated().flatMap { index, line in
            line.matches(of: /\bscripts\/[A-Za-z0-9]+(?:[._\-]+[A-Za-z0-9]+)*/).map { String($0.output) }
                .filter { !exists($0) }
                .map { file.breach(at: index + 1, "there is no \($0)") }
        }
    }

    /// Relative links lead to something.
    static func resolveLinks(_ file: SourceFile, exists: (String) -> Bool) -> [String] {
        links(in: file).filter { !exists(target(of: $0.link, in: file)) }
            .map { file.breach(at: $0.line, "\($0.link) leads nowhere") }
    }

    /// Links outside of code that are neither URLs nor inside the document.
    private static func links(in file: SourceFile) -> [(line: Int, link: String)] {
        var isCode = false
        return file.lines.enumerated().flatMap { index, line -> [(line: Int, link: String)] in
            if line.drop(while: { $0 == " " }).hasPrefix("```") { isCode.toggle() }
            guard !isCode else { return [] }
            return line.matches(of: /\]\(([^)\s]+)[^)]*\)|^\[[^\]]+\]:\s*(\S+)/)
                .compactMap { $0.1 ?? $0.2 }
                .filter { !$0.contains(":") && !$0.hasPrefix("#") }
                .map { (index + 1, String($0)) }
        }
    }

    private static func target(of link: String, in file: SourceFile) -> String {
        let path = FilePath(String(link.prefix { $0 != "#" && $0 != "?" }))
        return FilePath(file.path).removingLastComponent().pushing(path).lexicallyNormalized().string
    }
}
