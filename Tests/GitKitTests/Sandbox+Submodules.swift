// SPDX-License-Identifier: Apache-2.0

import GitKit
import SystemPackage

extension Sandbox {
    /// Brings `tree` to a commit of a repository with submodules.
    @discardableResult
    func sync(_ commit: String, of name: String = "top") async throws -> [Submodule] {
        try await checkout().sync(url(name), CommitID(parsing: commit)).submodules
    }

    /// `top` holds `mid` at `lib/mid`, which holds `leaf`.
    func makeNested() async throws -> String {
        let leaf = try await makeRepository("leaf", files: ["leaf"])[0]
        try await makeRepository("mid", files: ["mid"])
        let mid = try await commitSubmodules("mid", [("leaf", "../leaf", leaf)])
        try await makeRepository("top", files: ["top"])
        return try await commitSubmodules("top", [("lib/mid", "../mid", mid)])
    }
}
