// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import GitKit
internal import OCIKit

/// The names that a built image gets.
enum ImageTags {
    private static let repository = "ceph/daemon"

    /// `chosen` alone, or `ceph/daemon:<ref>-<commit>[-dirty]`, which stays, and `ceph/daemon:<ref>`, which moves; a commit
    /// that no branch or tag led to has no moving name.
    static func names(for source: SourceTree, _ chosen: ImageReference?) throws -> [String] {
        if let chosen { return [chosen.description] }
        let ref = ImageReference.tag(from: source.refName)
        var suffix = ""
        if let commit = source.commit, commit.short != ref { suffix += "-\(commit.short)" }
        if source.isDirty { suffix += "-dirty" }
        // A long branch name gives way to what tells its images apart.
        let lasting = ref.prefix(ImageReference.longestTag - suffix.count) + suffix
        let isCommit = source.commit?.short == ref
        return try (isCommit ? [String(lasting)] : [String(lasting), ref]).map {
            try ImageReference(repository: repository, tag: $0).description
        }
        .uniqued
    }
}

extension [String] {
    fileprivate var uniqued: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
