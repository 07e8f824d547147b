// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CephDev

struct ReleaseTagsTests {
    private static let commit = "0123456789abcdef0123456789abcdef01234567"

    @Test func `a commit of a branch has a tag of its own, and latest moves to it`() {
        let tags = ReleaseTags(branch: "main", commit: Self.commit, gitTag: nil)
        #expect(tags.immutable == "main-0123456" && tags.movesLatest && tags.again == "main-bis")
    }

    @Test(arguments: [
        ("v3.1.4", "v3.1.4-stable-3.1"), ("3.0.0rc1", "3.0.0rc1-stable-3.0"), ("nightly", "nightly"), ("v3", "v3"),
        ("vx.1.2", "vx.1.2"),
    ])
    func `a git tag goes with its stable branch, and latest stays`(tag: String, release: String) {
        let tags = ReleaseTags(branch: "stable-3.1", commit: Self.commit, gitTag: tag)
        #expect(tags.immutable == release && !tags.movesLatest)
    }
}
