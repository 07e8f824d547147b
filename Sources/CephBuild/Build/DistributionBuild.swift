// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
package import SystemPackage

/// How a distribution compiles what it packages, as far as programs compiled here have to agree with it.
package struct DistributionBuild: Sendable, Equatable {
    /// cmake's flags where the user gives none: `-DWITH_TESTS=OFF`, and on Debian's family those of `debian/rules`.
    package let flags: [String]

    /// Whether Ceph's tests are compiled with it, as they are unless the packaging turns them off: `Messenger` and
    /// `Connection` have one member more then (`UNIT_TESTS_BUILT` in Ceph's src/msg), for the packages' programs and
    /// for those that are to load the packages' libraries.
    package let hasTests: Bool

    init(flags: [String], hasTests: Bool) {
        self.flags = flags
        self.hasTests = hasTests
    }

    /// The packaging of `base`'s distribution in the source tree `source`.
    package init(of base: BaseFacts, source: FilePath) {
        let ours = "-DWITH_TESTS=OFF"
        let path = source.appending("debian").appending("rules").string
        guard ["debian", "ubuntu"].contains(base.distribution),
            // Source without Debian's packaging has no flags of Debian's.
            let content = try? Data(contentsOf: URL(filePath: path))
        else {
            self.init(flags: [ours], hasTests: true)
            return
        }
        let rules = DebianRules(String(decoding: content, as: UTF8.self))
        let isOfTests = { (flag: String) in flag.hasPrefix("-DWITH_TESTS=") }
        self.init(
            flags: rules.cmakeFlags.filter { !isOfTests($0) } + rules.compilerFlags + [ours],
            hasTests: rules.cmakeFlags.last(where: isOfTests) != ours
        )
    }
}

extension DebianRules {
    /// What cmake is told of compilers. `-DNDEBUG`, which cmake's RelWithDebInfo has, changes the layout of Boost's classes.
    fileprivate var compilerFlags: [String] {
        let language = [("C", appendedCFlags), ("CXX", appendedCXXFlags)]
        return language.flatMap { name, appended in
            var flags = hasOwnCompilerFlags ? ["-DCMAKE_\(name)_FLAGS_RELWITHDEBINFO=-O2 -g"] : []
            if !appended.isEmpty { flags.append("-DCMAKE_\(name)_FLAGS=\(appended.joined(separator: " "))") }
            return flags
        }
    }
}
