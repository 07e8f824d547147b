// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import ProcessKit

/// `NAME=VALUE` for Dockerfiles.
enum BuildArguments {
    /// Those of the options, before those of the variable `BUILD_ARGS`, in which ceph-container's users write engine options.
    static func parse(_ options: [String], _ variable: String?) throws -> [String: String] {
        let words = try variable.map { try ShellWord.split($0) } ?? []
        var found: [String: String] = [:]
        for word in words where word != "--build-arg" {
            try add(word.hasPrefix("--build-arg=") ? String(word.dropFirst(12)) : word, to: &found)
        }
        for option in options { try add(option, to: &found) }
        return found
    }

    private static func add(_ text: String, to found: inout [String: String]) throws {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let first = parts[0].first, first != "-" else {
            throw ValidationError("'\(text)' is no NAME=VALUE for a Dockerfile")
        }
        found[String(parts[0])] = String(parts[1])
    }
}
