// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CephDev

struct LayerOriginTests {
    @Test(
        arguments: [
            ("0123abcd", "0123abcd", nil), ("0123abcd-dirty-89ef", "0123abcd", "89ef"), ("", nil, nil),
            ("-dirty-89ef", "89ef", nil),
        ] as [(String, String?, String?)]
    )
    func `the comment on a layer is its source's revision`(comment: String, commit: String?, edits: String?) {
        let origin = LayerOrigin(name: "mds", comment: comment)
        #expect(origin.commit == commit && origin.edits == edits)
    }
}
