// SPDX-License-Identifier: Apache-2.0

/// What a `debian/rules` of Ceph says outside of its conditionals.
struct DebianRules {
    /// The `-DNAME=VALUE` words of `extraopts`, without those that use variables.
    private(set) var cmakeFlags: [String] = []
    /// What is added to dpkg-buildflags(1)' own, such as `-fpermissive`.
    private(set) var appendedCFlags: [String] = []
    private(set) var appendedCXXFlags: [String] = []
    /// Whether dpkg-buildflags' flags take the place of cmake's for RelWithDebInfo, so that there is no `-DNDEBUG`.
    private(set) var hasOwnCompilerFlags = false

    init(_ makefile: String) {
        var depth = 0
        for line in makefile.split(separator: "\n") {
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            switch words.first {
            case "ifeq", "ifneq", "ifdef", "ifndef": depth += 1
            case "endif": depth -= 1
            default: if depth == 0 { take(words) }
            }
        }
    }

    private mutating func take(_ words: [String]) {
        let words = words.first == "export" ? words.dropFirst() : words[...]
        let constants = words.filter { $0.hasPrefix("-") && !$0.contains("$") }
        switch words.first {
        case "extraopts":
            cmakeFlags += constants.filter { $0.hasPrefix("-D") && $0.contains("=") }
            if words.contains(where: { $0.hasPrefix("-DCMAKE_CXX_FLAGS_RELWITHDEBINFO=") && $0.contains("$") }) {
                hasOwnCompilerFlags = true
            }
        case "DEB_CFLAGS_MAINT_APPEND": appendedCFlags += constants
        case "DEB_CXXFLAGS_MAINT_APPEND": appendedCXXFlags += constants
        default: break
        }
    }
}
