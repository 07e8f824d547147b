// SPDX-License-Identifier: Apache-2.0

/// The install tree from one build to the next: files that cmake finds up to date stay as they are, so that nobody need
/// copy, hash or strip them again, and nothing of an earlier build stays that this one does not place.
///
/// cmake lists what its own rules place, up to date or not (`install_manifest.txt`). What a rule's program places
/// (`setup.py`) is not in the list; it goes before each install, and comes back by it.
struct InstallTree {
    private static let manifest = "install_manifest.txt"
    /// What the last install that came to its end listed.
    private static let record = ".cephdev-installed"

    private let folders: any WorkFolders

    init(in folders: any WorkFolders) {
        self.folders = folders
    }

    /// Takes away all that the last install did not list, or everything when it did not come to its end. Gives what it
    /// listed: paths below the root that begin with a slash.
    func prepare() async throws -> Set<String> {
        let known = try await paths(in: Self.record)
        try await folders.removeBuildFiles([Self.record, Self.manifest])
        try await folders.removeInstalled(folders.installed().filter { !known.contains($0) })
        return known
    }

    /// Takes away what an earlier install listed and this one did not.
    func finish(after known: Set<String>) async throws {
        let placed = try await paths(in: Self.manifest)
        try await folders.removeInstalled(known.subtracting(placed).sorted())
        try await folders.write(placed.sorted(), toBuildFile: Self.record)
    }

    private func paths(in list: String) async throws -> Set<String> {
        Set(try await folders.lines(ofBuildFile: list).filter { $0.hasPrefix("/") && !$0.contains("/../") })
    }
}
