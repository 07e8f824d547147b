// SPDX-License-Identifier: Apache-2.0

import Digests
import FoundationEssentials
import Testing

struct CanonicalJSONTests {
    @Test func `keys are sorted, slashes plain and white space absent`() throws {
        let value = ["b": ["x/y"], "a": [], "B": ["é"]]
        let text = try String(decoding: CanonicalJSON.encode(value), as: UTF8.self)
        #expect(text == #"{"B":["é"],"a":[],"b":["x/y"]}"#)
    }

    @Test func `a digest is one string and comes back`() throws {
        let digest = Digest.of([1, 2, 3])
        let json = try CanonicalJSON.encode([digest])
        #expect(String(decoding: json, as: UTF8.self) == "[\"\(digest)\"]")
        #expect(try JSONDecoder().decode([Digest].self, from: Data(json)) == [digest])
    }

    @Test func `a malformed digest in JSON is refused`() {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Digest].self, from: Data(#"["sha256:12"]"#.utf8))
        }
    }

    @Test func `a number that is not finite is refused`() {
        #expect(throws: EncodingError.self) { try CanonicalJSON.encode([Double.nan]) }
    }
}
