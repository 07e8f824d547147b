// SPDX-License-Identifier: Apache-2.0

import GitKit
import SystemPackage

extension Sandbox {
    /// The mirror, in `mirror`, of the repository `name`.
    func mirror(_ name: String) async throws -> Mirror {
        try await Mirror.open(at: path("mirror"), url: url(name))
    }

    func url(_ name: String) throws -> GitURL { try GitURL(parsing: path(name).string) }

    /// Makes a repository with every kind of ref: `main`, `feature/x`, an annotated and a plain tag.
    func makeReleases(_ name: String) async throws {
        try await makeRepository(name, files: ["one", "two"])
        try await git(name, "tag", "-a", "-m", "first", "v1.0.0")
        try await git(name, "branch", "feature/x", "main~1")
        try await git(name, "tag", "light", "main~1")
    }

    /// A commit on top of `main` that no ref leads to.
    func commitWithoutBranch(_ name: String) async throws -> CommitID {
        try await CommitID(parsing: git(name, "commit-tree", "-p", "main", "-m", "orphan", "main^{tree}"))
    }

    /// The checkout in `tree`, with its mirrors in `mirrors`.
    func checkout(
        rewrites: URLRewrites = URLRewrites(),
        isOffline: Bool = false,
        progress: @escaping @Sendable (SourceProgress) -> Void = { _ in }
    ) -> SourceCheckout {
        SourceCheckout(
            mirrors: mirrors(rewrites: rewrites, isOffline: isOffline, progress: progress),
            workTree: path("tree"),
            gitFolder: path("git"),
            progress: progress
        )
    }

    func mirrors(
        rewrites: URLRewrites = URLRewrites(),
        isOffline: Bool = false,
        progress: @escaping @Sendable (SourceProgress) -> Void = { _ in }
    ) -> MirrorStore {
        MirrorStore(in: path("mirrors"), rewrites: rewrites, isOffline: isOffline, progress: progress)
    }
}
