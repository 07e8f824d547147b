// SPDX-License-Identifier: Apache-2.0

internal import EngineKit

/// The folders that a build's containers work in: those of the workspace, or volumes of an engine elsewhere.
protocol WorkFolders: Sendable {
    /// `run`, planned with folders of this host, as the engine can run it.
    func placed(_ run: ContainerRun) throws -> ContainerRun

    /// What the build tree says of itself.
    func buildMarks() async throws -> BuildMarks
    /// The lines of a file at the top of the build tree; none when it is not there.
    func lines(ofBuildFile name: String) async throws -> [String]
    func write(_ lines: [String], toBuildFile name: String) async throws
    /// Removes those that are there.
    func removeBuildFiles(_ names: [String]) async throws
    /// Removes everything in the build tree.
    func emptyBuild() async throws

    /// Everything in the install tree but folders: paths below its root that begin with a slash.
    func installed() async throws -> [String]
    /// Removes those that are there.
    func removeInstalled(_ paths: [String]) async throws
    /// Makes the workspace's install tree what the install step left.
    func deliverInstalled() async throws
}

/// What was done in a build tree.
struct BuildMarks: Sendable, Equatable {
    static let builderFile = ".cephdev-builder"
    static let configuredFile = ".cephdev-configured"
    static let rulesFile = "build.ninja"

    /// The engine's id of the builder that worked there; nil when nobody knows.
    var builder: String?
    /// Of the configure that came to its end.
    var configureKey: String?
    /// Whether cmake wrote ninja's rules.
    var hasRules = false
}
