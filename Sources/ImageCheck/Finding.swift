// SPDX-License-Identifier: Apache-2.0

internal import ELFKit
package import FileTree

/// One cause of trouble, with everything that suffers from it.
package struct Finding: Sendable, Equatable, Codable {
    package enum Cause: Sendable, Equatable, Hashable, Codable {
        case missingLibrary(name: String)
        case undefinedSymbol(symbol: String, consumer: String)
        case missingVersion(version: String, library: String, consumer: String)
        /// The loader takes `found`, while the build's own copy lies at `expected`.
        case staleLibrary(name: String, found: TreePath, expected: TreePath)
        case brokenObject(path: TreePath, reason: String)
        case pluginLost(plugin: TreePath, host: TreePath, symbols: [String])
        case commandFailed(command: String, status: String, output: [String])
        case commandMissing(command: String)
    }

    package let cause: Cause
    /// Programs and libraries that break; sorted.
    package let victims: [TreePath]
    /// The file that was expected to provide what is missing, when one is known.
    package let provider: String?
    /// Whether a program starts all the same, and dies when it first makes the call.
    package var isLazy = false
}

extension Finding {
    var isMissingCommand: Bool {
        if case .commandMissing = cause { true } else { false }
    }
}

extension Finding: CustomStringConvertible {
    package var description: String {
        switch cause {
        case .missingLibrary(let name):
            "\(name) is in none of the folders where the loader looks"
        case .undefinedSymbol(let symbol, let consumer):
            "\(consumer) wants \(Self.readable(symbol)), and nothing that it loads has it"
                + (provider.map { "; expected in \($0)" } ?? "")
                + (isLazy ? "; it shows only when it is called first, no help text needs it" : "")
        case .missingVersion(let version, let library, let consumer):
            "\(consumer) wants version \(version) of \(library), which does not have it"
        case .staleLibrary(let name, let found, let expected):
            "the loader takes \(name) from \(found), not the build's own copy in \(expected)"
        case .brokenObject(let path, let reason):
            "\(path) cannot be loaded: \(reason)"
        case .pluginLost(let plugin, let host, let symbols):
            "\(host) can no longer load \(plugin): \(symbols.count) symbols are missing, first "
                + Self.readable(symbols.first ?? "")
        case .commandFailed(let command, let status, let output):
            "'\(command)' ended with \(status)" + (output.isEmpty ? "" : ": " + output.joined(separator: "; "))
        case .commandMissing(let command):
            "the image has no '\(command)'"
        }
    }

    /// As it was written in C++, and as the loader says it.
    private static func readable(_ symbol: String) -> String {
        DemangledName.of(symbol).map { "\($0) (\(symbol))" } ?? symbol
    }
}
