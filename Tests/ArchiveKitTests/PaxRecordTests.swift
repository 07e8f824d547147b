// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import ArchiveKit

struct PaxRecordTests {
    @Test(arguments: 0...1100)
    func `a record's length counts itself`(valueLength: Int) {
        let record = PaxRecord.encode("path", [UInt8](repeating: 0x61, count: valueLength))
        let digits = record.prefix { $0 != 0x20 }
        #expect(String(decoding: digits, as: UTF8.self) == "\(record.count)")
        #expect(record.last == 0x0a)
    }
}
