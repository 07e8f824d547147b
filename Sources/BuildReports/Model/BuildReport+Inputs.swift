// SPDX-License-Identifier: Apache-2.0

extension BuildReport {
    /// What the user chose, or left to cephdev.
    package struct Settings: Codable, Sendable, Equatable {
        /// Everything installable when empty.
        package let targets: [String]
        package let buildType: String
        package let versionMode: String
        package let jobs: Int

        package init(targets: [String], buildType: String, versionMode: String, jobs: Int) {
            self.targets = targets
            self.buildType = buildType
            self.versionMode = versionMode
            self.jobs = jobs
        }
    }

    package struct Source: Codable, Sendable, Equatable {
        /// Branch, tag or short commit.
        package let ref: String
        package let commit: String?
        /// A URL or a folder, without credentials.
        package let origin: String
        /// Files that no commit holds, relative to the checkout's top.
        package let edits: [String]

        package init(ref: String, commit: String?, origin: String, edits: [String]) {
            self.ref = ref
            self.commit = commit
            self.origin = origin
            self.edits = edits
        }
    }

    package struct Base: Codable, Sendable, Equatable {
        package let name: String
        package let id: String
        package let layerCount: Int
        /// Uncompressed.
        package let byteCount: Int64

        package init(name: String, id: String, layerCount: Int, byteCount: Int64) {
            self.name = name
            self.id = id
            self.layerCount = layerCount
            self.byteCount = byteCount
        }
    }
}
