// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CephBuild

struct SourceTransferTests {
    private static let file = "f 1 2.3 644"
    private static let folder = "d 0 0 755"

    private func transfer(_ old: [String: String], _ new: [String: String]) -> SourceTransfer {
        SourceTransfer(from: SourceManifest(marks: old), to: SourceManifest(marks: new))
    }

    @Test func `what is as it was is not sent`() {
        let marks = ["d": Self.folder, "d/a": Self.file]
        let transfer = transfer(marks, marks)
        #expect(transfer.sent.isEmpty && transfer.removed.isEmpty)
    }

    @Test func `a folder comes before what it holds, and goes after it`() {
        let marks = ["d": Self.folder, "d/e": Self.folder, "d/e/a": Self.file]
        #expect(transfer([:], marks).sent == ["d", "d/e", "d/e/a"])
        #expect(transfer(marks, [:]).removed == ["d/e/a", "d/e", "d"])
    }

    @Test func `what becomes of another kind is removed first`() {
        let folder = ["a": Self.folder, "a/b": Self.file]
        let file = ["a": Self.file]
        #expect(transfer(folder, file).removed == ["a/b", "a"] && transfer(folder, file).sent == ["a"])
        #expect(transfer(file, folder).removed == ["a"] && transfer(file, folder).sent == ["a", "a/b"])
    }

    @Test func `after a kill, what was under way counts as unknown and all the rest as there`() {
        let old = ["same": Self.file, "gone": Self.file, "edited": Self.file]
        let new = ["same": Self.file, "edited": "f 9 9.9 644", "new": Self.file]
        let kept = transfer(old, new).kept
        let again = SourceTransfer(from: kept, to: SourceManifest(marks: new))
        #expect(again.sent == ["edited", "new"] && again.removed == ["gone"])
        // Also when the edit was taken back meanwhile.
        #expect(SourceTransfer(from: kept, to: SourceManifest(marks: old)).sent == ["edited", "gone"])
    }
}
