// SPDX-License-Identifier: Apache-2.0

import SystemPackage
import TestSupport
import Testing

@testable import GitKit

@Suite(.tags(.medium)) struct LocalCheckoutTagsTests {
    @Test func `annotated and plain tags of a commit are found, those of others and of trees are not`() async throws {
        let scratch = try ScratchDirectory()
        try await scratch.run(
            "sh",
            "-c",
            """
            git init --quiet . && git config user.name t && git config user.email t@t
            git commit --quiet --allow-empty --message one && git tag old
            echo x >x && git add x && git commit --quiet --message two
            git tag plain && git tag --annotate --message text v3.1.4 && git tag tree HEAD^{tree} && git tag blob HEAD:x
            """
        )
        let checkout = try LocalCheckout(at: scratch.path)
        let head = try #require(try checkout.head())
        #expect(try checkout.tags(at: head) == ["plain", "v3.1.4"])
    }
}
