// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CephDev

struct ImageOriginTests {
    @Test func `labels say where an image came from`() {
        let origin = ImageOrigin([
            "org.opencontainers.image.ref.name": "main",
            "org.opencontainers.image.revision": "0123456789abcdef",
            "org.opencontainers.image.base.name": "base:1",
            ImageLabels.mark: "0.1.0", ImageLabels.baseID: "sha256:00", ImageLabels.dirty: "true",
            ImageLabels.edits: "sha256:11",
        ])
        #expect(origin.ref == "main" && origin.base == "base:1" && origin.baseID == "sha256:00")
        #expect(origin.isDirty && origin.edits == "sha256:11" && origin.madeBy == "0.1.0")
        #expect(origin.revision == "0123456789-dirty")
    }

    @Test(arguments: [[:], ["org.opencontainers.image.revision": "", ImageLabels.dirty: "false"]])
    func `an image that says nothing came from nowhere`(labels: [String: String]) {
        let origin = ImageOrigin(labels)
        #expect(origin.commit == nil && origin.revision == nil && !origin.isDirty && origin.madeBy == nil)
    }
}
