// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
package import SystemPackage

/// cmake flags for a build that shall fit what a distribution packaged: its own, read from the source's packaging.
package enum PackagingFlags {
    /// `-DWITH_TESTS=OFF`, and on Debian's family what `debian/rules` sets unconditionally.
    package static func defaults(for base: BaseFacts, source: FilePath) -> [String] {
        let ours = ["-DWITH_TESTS=OFF"]
        guard ["debian", "ubuntu"].contains(base.distribution) else { return ours }
        let rules = source.appending("debian").appending("rules")
        // Source without Debian's packaging has no flags of Debian's.
        guard let content = try? Data(contentsOf: URL(filePath: rules.string)) else { return ours }
        return unconditional(in: String(decoding: content, as: UTF8.self)).filter { !$0.hasPrefix("-DWITH_TESTS=") }
            + ours
    }

    /// The `-DNAME=VALUE` words of a makefile outside of its conditionals, without those that use variables.
    static func unconditional(in makefile: String) -> [String] {
        var depth = 0
        var flags: [String] = []
        for line in makefile.split(separator: "\n") {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            switch first {
            case "ifeq", "ifneq", "ifdef", "ifndef": depth += 1
            case "endif": depth -= 1
            default:
                guard depth == 0, first == "extraopts" else { continue }
                flags += words.map(String.init).filter { $0.hasPrefix("-D") && $0.contains("=") && !$0.contains("$") }
            }
        }
        return flags
    }
}
