// SPDX-License-Identifier: Apache-2.0

/// What the tags of images begin with when they go to a registry, by the policy of ceph-container's
/// contrib/build-push-ceph-container-imgs.sh.
struct ReleaseTags: Sendable, Equatable {
    /// Of one state of the tree alone: `<branch>-<commit>`, or on a git tag `<tag>-<stable>`.
    let immutable: String
    /// Whether `latest-<release>` moves to the images: a tagged state is no newer than the branch.
    let movesLatest: Bool
    /// Of images built once more from the same tree, which differ in nothing but their ids.
    let again: String

    /// `gitTag` is the tag that the commit has.
    init(branch: String, commit: String, gitTag: String?) {
        if let gitTag {
            immutable = Self.stable(gitTag).map { "\(gitTag)-\($0)" } ?? gitTag
        } else {
            immutable = "\(branch)-\(commit.prefix(7))"
        }
        movesLatest = gitTag == nil
        again = "\(branch)-bis"
    }

    /// The branch that a version is of: `stable-3.1` of `v3.1.4`.
    private static func stable(_ tag: String) -> String? {
        let numbers = tag.trimmingPrefix("v").split(separator: ".")
        guard numbers.count >= 2, numbers[0...1].allSatisfy({ $0.allSatisfy(\.isNumber) }) else { return nil }
        return "stable-\(numbers[0]).\(numbers[1])"
    }
}
