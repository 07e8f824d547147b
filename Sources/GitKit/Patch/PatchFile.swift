// SPDX-License-Identifier: Apache-2.0

/// A file of changes: mails of `git format-patch`, one or many, or diffs with or without git's own headers.
package struct PatchFile: Sendable, Equatable {
    /// What errors call it.
    package let name: String
    let changes: [FilePatch]

    /// - Throws: ``GitError/patch(name:reason:)`` when there is no diff in it, or one that cannot be read.
    package init(parsing bytes: [UInt8], name: String) throws(GitError) {
        do {
            var parser = PatchParser(bytes)
            changes = try parser.parse()
        } catch {
            throw .patch(name: name, reason: error.reason)
        }
        guard !changes.isEmpty else { throw .patch(name: name, reason: "there is no diff in it") }
        self.name = name
    }
}

/// Why a diff cannot be read or applied; whoever knows the file's name adds it.
struct PatchProblem: Error, Equatable {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
