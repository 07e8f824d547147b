// SPDX-License-Identifier: Apache-2.0

import ArchiveKit
import Testing

@testable import CephDev

struct CompressionChoiceTests {
    @Test(arguments: ["20.10.24+dfsg1", "19.3.0", "1.13.1"])
    func `an old docker gets gzip, and is told why`(version: String) {
        let (compression, reason) = CompressionChoice.standard(dockerVersion: version)
        #expect(compression == .gzip && reason?.contains(version) == true)
    }

    @Test(arguments: ["23.0.0", "28.3.1", "", "dev"])
    func `any other gets zstd`(version: String) {
        #expect(CompressionChoice.standard(dockerVersion: version) == (.zstd, nil))
    }
}
