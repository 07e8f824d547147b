// SPDX-License-Identifier: Apache-2.0

package import FileTree

/// One cause of trouble, with everything that suffers from it.
package struct Finding: Sendable, Equatable {
    package enum Severity: String, Sendable, CaseIterable {
        /// Something does not work that is meant to.
        case error
        /// It works, by luck, or until something else is done.
        case warning
        /// Worth knowing of.
        case note
    }

    package enum Cause: Sendable, Hashable {
        case commandMissing(command: String)
        case commandFailed(command: String, status: String, output: [String])
        /// The loader gives up on the file, in its words.
        case brokenObject(path: TreePath, reason: String)
        /// An object for a machine that the image's programs are not for.
        case foreignObject(path: TreePath, machine: String, expected: String)
        /// A file with the name of a library that is none.
        case notAnObject(path: TreePath)
        /// What starts a program (`PT_INTERP`) is not there.
        case missingInterpreter(path: String)
        case danglingLink(path: TreePath, target: String)
        /// Who is not root cannot read the file, or cannot enter `blocker`, a folder on the way.
        case unreadable(path: TreePath, blocker: TreePath)
        /// The loader takes `found`, while the build's own copy lies at `expected`.
        case staleLibrary(name: String, found: TreePath, expected: TreePath)
        /// Who asks for `name` is given `found`, which is another library.
        case wrongLibrary(name: String, found: TreePath, soname: String)
        case missingLibrary(name: String)
        case missingVersions(library: String)
        /// `provider` had in the base, or was to have, what others want of it.
        case lostSymbols(provider: String)
        /// Nobody is known to have had what `consumer` wants.
        case undefinedSymbols(consumer: TreePath)
        /// A plugin that its hosts, the victims, cannot open.
        case pluginLost(plugin: TreePath)
        /// Plugins that say another version than `loader` has, which refuses them.
        case pluginVersion(version: String, loader: TreePath, has: [String])
        /// A module for another Python than the image has: nobody imports it.
        case otherPython(tag: String, has: [String])
        /// One variable or class with two sizes in one process.
        case twoSizes(library: TreePath, other: TreePath)
        /// Files with one SONAME and different content.
        case duplicateLibrary(soname: String, paths: [TreePath])
        /// A RUNPATH or RPATH into the current folder, or into one that is not there.
        case searchPath(text: String)
        /// Objects of the base that link a replaced library whose symbols have no versions.
        case unstableLibrary(path: TreePath)
        /// Others' objects that link a replaced library.
        case thirdParty(path: TreePath)
    }

    package let cause: Cause
    package let severity: Severity
    /// Programs and libraries that break; sorted.
    package let victims: [TreePath]
    /// The symbols that it is about, or the versions of ``Cause/missingVersions(library:)``; sorted by name.
    package let symbols: [LostSymbol]

    package init(_ cause: Cause, _ severity: Severity, victims: [TreePath] = [], symbols: [LostSymbol] = []) {
        self.cause = cause
        self.severity = severity
        self.victims = victims
        self.symbols = symbols
    }

    /// Whether a program starts all the same, and dies when it first makes the call.
    package var isLazy: Bool { !symbols.isEmpty && symbols.allSatisfy(\.isLazy) }
}

/// A symbol that somebody wants and does not get.
package struct LostSymbol: Sendable, Hashable {
    /// As the loader says it.
    package let name: String
    /// Objects whose references it is; sorted.
    package let consumers: [TreePath]
    /// Whether it is bound only when it is first called.
    package let isLazy: Bool

    package init(name: String, consumers: [TreePath], isLazy: Bool) {
        self.name = name
        self.consumers = consumers
        self.isLazy = isLazy
    }
}

extension Finding.Cause {
    /// A name for programs that read reports, and the order of reports: the worst first.
    package var kind: Kind {
        switch self {
        case .commandMissing: .commandMissing
        case .commandFailed: .commandFailed
        case .brokenObject: .brokenObject
        case .foreignObject: .foreignObject
        case .notAnObject: .notAnObject
        case .missingInterpreter: .missingInterpreter
        case .danglingLink: .danglingLink
        case .unreadable: .unreadable
        case .staleLibrary: .staleLibrary
        case .wrongLibrary: .wrongLibrary
        case .missingLibrary: .missingLibrary
        case .missingVersions: .missingVersions
        case .lostSymbols: .lostSymbols
        case .undefinedSymbols: .undefinedSymbols
        case .pluginLost: .pluginLost
        case .pluginVersion: .pluginVersion
        case .otherPython: .otherPython
        case .twoSizes: .twoSizes
        case .duplicateLibrary: .duplicateLibrary
        case .searchPath: .searchPath
        case .unstableLibrary: .unstableLibrary
        case .thirdParty: .thirdParty
        }
    }

    package enum Kind: String, Sendable, CaseIterable {
        case commandMissing = "command-missing"
        case commandFailed = "command-failed"
        case brokenObject = "broken-object"
        case foreignObject = "foreign-object"
        case notAnObject = "not-an-object"
        case missingInterpreter = "missing-interpreter"
        case danglingLink = "dangling-link"
        case unreadable
        case staleLibrary = "stale-library"
        case wrongLibrary = "wrong-library"
        case missingLibrary = "missing-library"
        case missingVersions = "missing-versions"
        case lostSymbols = "lost-symbols"
        case undefinedSymbols = "undefined-symbols"
        case pluginLost = "plugin-lost"
        case pluginVersion = "plugin-version"
        case otherPython = "other-python"
        case twoSizes = "two-sizes"
        case duplicateLibrary = "duplicate-library"
        case searchPath = "search-path"
        case unstableLibrary = "unstable-library"
        case thirdParty = "third-party"

        /// What it is when nothing more is known.
        var severity: Finding.Severity {
            switch self {
            case .twoSizes, .duplicateLibrary, .searchPath, .unstableLibrary: .warning
            case .thirdParty: .note
            default: .error
            }
        }

        var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }
}
