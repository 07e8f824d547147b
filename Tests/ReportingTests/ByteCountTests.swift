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

    @Test(arguments: [
        ("0", 0), ("17", 17), ("1k", 1000), ("500M", 500_000_000), ("20GB", 20_000_000_000), ("2.5 GiB", 5 << 29),
        ("1Ti", 1 << 40), ("3b", 3),
    ])
    func `a size is read as people write it`(text: String, bytes: Int64) {
        #expect(ByteCount(parsing: text)?.bytes == bytes)
    }

    @Test(arguments: ["", "G", "-1", "1X", "1GG", "1GBB", "1 2", "1i", "1e3", "9999999999T", "1.2.3"])
    func `what is no size is refused`(text: String) {
        #expect(ByteCount(parsing: text) == nil)
    }
}
