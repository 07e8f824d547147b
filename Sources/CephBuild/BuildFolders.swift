// SPDX-License-Identifier: Apache-2.0

package import SystemPackage

/// Where one workspace keeps the stages of its build, and the caches that all workspaces share.
package struct BuildFolders: Sendable, Equatable {
    package let workspace: FilePath
    package let cache: FilePath

    package init(workspace: FilePath, cache: FilePath) {
        self.workspace = workspace
        self.cache = cache
    }

    /// The source as the compiler sees it, at `/ceph`.
    package var source: FilePath { workspace.appending("source") }
    /// The git folders of the source and its submodules; never below the source.
    package var git: FilePath { workspace.appending("git") }
    /// What the source is.
    package var sourceRecord: FilePath { workspace.appending("source.json") }
    /// Of which kind the source is: a commit's, or a copy.
    var sourceKind: FilePath { workspace.appending("source.kind") }
    /// All that belongs to the source.
    package var sourceParts: [FilePath] { [source, git, copyRecord, sourceKind, sourceRecord] }
    /// What of a user's own checkout was copied to the source.
    var copyRecord: FilePath { workspace.appending("source.copied") }
    /// cmake's build tree, at `/ceph/build`.
    package var build: FilePath { workspace.appending("build") }
    package var ninjaLog: FilePath { build.appending(".ninja_log") }
    /// The install tree, at `/install`.
    package var install: FilePath { workspace.appending("install") }
    package var logs: FilePath { workspace.appending("logs") }
    /// The whole output of the last run of `stage`.
    package func log(of stage: LoggedStage) -> FilePath { logs.appending("\(stage).log") }
    package var mirrors: FilePath { cache.appending("git") }
    package var compileCache: FilePath { cache.appending("ccache") }
}
