// SPDX-License-Identifier: Apache-2.0

import Reporting
import Testing

struct ByteCountTests {
    @Test(arguments: [
        (Int64(0), "0 B"), (1, "1 B"), (999, "999 B"), (1000, "1.0 kB"), (1099, "1.0 kB"), (1100, "1.1 kB"),
        (9_999, "9.9 kB"),
        (10_000, "10 kB"), (999_999, "999 kB"), (1_000_000, "1.0 MB"), (1_550_000, "1.5 MB"), (41_000_000, "41 MB"),
        (999_999_999, "999 MB"), (1_000_000_000, "1.0 GB"), (12_300_000_000, "12 GB"), (1_000_000_000_000, "1.0 TB"),
        (1_000_000_000_000_000, "1000 TB"), (Int64.max, "9223372 TB"),
    ])
    func `a size is said in the unit that fits it`(bytes: Int64, text: String) {
        #expect(ByteCount(bytes).description == text)
    }

    @Test func `the number itself is kept`() {
        #expect(ByteCount(1_234_567).bytes == 1_234_567)
    }
}
