// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import GitKit
internal import SystemPackage

/// How the version gets into the binaries.
package enum VersionMode: String, Sendable, CaseIterable {
    /// The base image's number and a constant hash: plugins of the base still load, objects of different commits stay
    /// identical, upgrades can parse it. The true commit is in the image's labels.
    case pinned
    /// The commit and what `git describe` says of it.
    case git
    /// What Ceph's own option leaves: `Development`.
    case off
}

/// The two lines of `src/.git_version`, which Ceph's build reads where there is no `.git` (src/CMakeLists.txt,
/// GetGitRevisionDescription.cmake), and the time that everything built from it claims.
package struct VersionStamp: Sendable, Equatable {
    package let hash: String
    package let number: String
    /// `SOURCE_DATE_EPOCH`, in seconds since 1970.
    package let epoch: Int64

    /// The stamp of `source` in a mode; `baseEpoch` is when the base image was made. It throws
    /// ``BuildFailure/noVersion(reason:hint:)`` when the mode needs what is not known.
    package init(mode: VersionMode, source: SourceTree, base: CephVersion?, baseEpoch: Int64) throws(BuildFailure) {
        switch mode {
        case .pinned:
            guard let base else {
                throw .noVersion(
                    reason: "the base image's 'ceph --version' says nothing that could be kept",
                    hint: "choose '--version-mode git'"
                )
            }
            hash = String(repeating: "0", count: 40)
            number = base.number
            epoch = baseEpoch
        case .git:
            guard let commit = source.commit else {
                throw .noVersion(
                    reason: "\(source.origin) is no git checkout",
                    hint: "choose '--version-mode pinned'"
                )
            }
            hash = commit.description
            number = Self.number(describing: source) ?? "0.0.0-g\(commit.short)"
            epoch = source.commitTime ?? baseEpoch
        case .off:
            hash = "no_version"
            number = "Development"
            epoch = source.commitTime ?? baseEpoch
        }
    }

    var fileContent: String { "\(hash)\n\(number)\n" }

    /// Writes `src/.git_version` below `root` if it says something else now.
    func write(below root: FilePath) throws {
        let path = root.appending("src").appending(".git_version")
        let content = Data(fileContent.utf8)
        // Missing is as good as different.
        if let present = try? Data(contentsOf: URL(filePath: path.string)), present == content { return }
        try content.write(to: URL(filePath: path.string), options: .atomic)
    }

    /// `v18.2.7-31-gabcdef` without its `v`.
    private static func number(describing source: SourceTree) -> String? {
        source.description.map { $0.hasPrefix("v") ? String($0.dropFirst()) : $0 }
    }
}
