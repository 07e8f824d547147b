// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import EngineKit
internal import ProcessKit
internal import SystemPackage

/// The volumes that stand in for a workspace's folders in an engine that does not see them.
///
/// Their names follow from this host and the folders' paths: two hosts may share the engine.
package struct FarVolumes: Sendable, Equatable {
    /// What a volume stands in for.
    package enum Content: String, Sendable, CaseIterable {
        case source, build, install
        /// Files of recipes.
        case files
        /// Of all workspaces that have one cache.
        case compileCache = "ccache"
    }

    /// A label that says what a volume holds.
    package static let contentLabel = "io.github.cephdev.volume"
    /// Of those that are no workspace's: whose cache it is.
    package static let cacheLabel = "io.github.cephdev.cache"

    private let folders: BuildFolders
    private let host: String

    package init(for folders: BuildFolders) {
        self.init(for: folders, of: ProcessIdentity.host)
    }

    init(for folders: BuildFolders, of host: String) {
        self.folders = folders
        self.host = host
    }

    package func name(of content: Content) -> String {
        let owner = content == .compileCache ? folders.cache : folders.workspace
        let digest = Digest.of("\(host)\n\(owner)".utf8)
        return "cephdev-\(digest.hex.prefix(16))-\(content.rawValue)"
    }

    /// By which it is known whose volume it is and what it holds.
    package func labels(of content: Content) -> [String: String] {
        let owner = content == .compileCache ? Self.cacheLabel : ContainerEngine.workspaceLabel
        let folder = content == .compileCache ? folders.cache : folders.workspace
        return [ContainerEngine.hostLabel: host, owner: folder.string, Self.contentLabel: content.rawValue]
    }
}
