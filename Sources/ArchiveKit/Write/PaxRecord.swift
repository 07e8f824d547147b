// SPDX-License-Identifier: Apache-2.0

/// One record of a pax extended header: `<length> <key>=<value>\n`.
enum PaxRecord {
    /// The record as bytes; its length counts itself, in decimal.
    static func encode(_ key: String, _ value: [UInt8]) -> [UInt8] {
        let rest = [UInt8](" \(key)=".utf8) + value + [UInt8(ascii: "\n")]
        var length = rest.count
        while String(length).utf8.count + rest.count != length {
            length = String(length).utf8.count + rest.count
        }
        return Array(String(length).utf8) + rest
    }
}
