// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import FoundationEssentials

/// The environment as a source of options; an empty variable counts as none.
struct Inputs: Sendable {
    /// All variables, empty ones too.
    let environment: [String: String]

    init(_ environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.environment = environment
    }

    subscript(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The variable as a value that an option could have.
    func value<Value: ExpressibleByArgument>(_ name: String, as type: Value.Type = Value.self) throws -> Value? {
        guard let text = self[name] else { return nil }
        guard let value = Value(argument: text) else {
            throw ValidationError("the value '\(text)' of \(name) is not one it can have")
        }
        return value
    }

    /// `true`, `yes`, `1` and their opposites, as docker-cephdev's users wrote them.
    func flag(_ name: String) throws -> Bool? {
        guard let text = self[name] else { return nil }
        switch text.lowercased() {
        case "true", "yes", "on", "1": return true
        case "false", "no", "off", "0": return false
        default: throw ValidationError("\(name) is '\(text)': neither true nor false")
        }
    }

    /// Compilers at once as the user chose them, by the option `threads` or the environment; nil when neither was given.
    func jobs(_ threads: Int?) throws -> Int? {
        guard let jobs = try threads ?? value("BUILD_THREADS") else { return nil }
        guard jobs > 0 else { throw ValidationError("--threads must be at least 1") }
        return jobs
    }

    /// `$XDG_CACHE_HOME/cephdev` (XDG base directory specification).
    var cacheFolder: String {
        if let folder = self["XDG_CACHE_HOME"] { return folder + "/cephdev" }
        return (self["HOME"] ?? "/tmp") + "/.cache/cephdev"
    }
}
