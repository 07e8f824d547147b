// SPDX-License-Identifier: Apache-2.0

/// What a user may choose about compiling.
package struct BuildOptions: Sendable, Equatable {
    /// Compilers at once on this host.
    package var jobs: Int
    /// Whether the user chose ``jobs``; else they are what this host can do at once.
    package var hasChosenJobs = false
    /// Arguments for cmake; nil for the default ones.
    package var configureFlags: [String]?
    package var buildType = "RelWithDebInfo"
    /// cmake targets; everything installable when empty.
    package var targets: [String] = []
    package var versionMode = VersionMode.pinned
    package var reconfigures = false
    package var installsHeaders = false
    /// Whether the containers of a build may use the network.
    package var isOffline = false
    package var service = CompileService.local

    package init(jobs: Int) {
        self.jobs = jobs
    }
}
