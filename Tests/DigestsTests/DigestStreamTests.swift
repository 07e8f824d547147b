// SPDX-License-Identifier: Apache-2.0

import Digests
import Testing

struct DigestStreamTests {
    @Test(arguments: [1, 63, 64, 65, 1000])
    func `pieces of any length give the digest of the whole`(pieceLength: Int) {
        let bytes = (0..<4099).map { UInt8(truncatingIfNeeded: $0 * 7) }
        var stream = DigestStream()
        for start in stride(from: 0, to: bytes.count, by: pieceLength) {
            bytes[start..<min(start + pieceLength, bytes.count)].withUnsafeBytes { stream.update($0) }
        }
        #expect(stream.finish() == Digest.of(bytes))
    }

    @Test func `a stream that saw nothing gives the digest of nothing`() {
        var stream = DigestStream()
        stream.update(UnsafeRawBufferPointer(start: nil, count: 0))
        #expect(stream.finish() == Digest.of([]))
    }
}
