// SPDX-License-Identifier: Apache-2.0

import Digests
import FoundationEssentials
import OCIKit
import Testing

struct JSONValueTests {
    private static func decode(_ text: String) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
    }

    @Test(arguments: [
        "null", "true", "false", "0", "1", "-1", "9007199254740993", "9223372036854775807", "-9223372036854775808",
        "0.5", "-1.25", "\"\"", "\"a/b\"", "\"ü\"", "\"1\"", "\"true\"", "\"\\u0000\\n\\\"\"", "[]", "{}", "[[],[{}]]",
        #"{"a":null,"b":[1,"x",false],"c":{"d":{}}}"#, #"{"":0,"A":1,"a":2}"#,
    ])
    func `a value comes back as it was`(text: String) throws {
        #expect(try String(decoding: CanonicalJSON.encode(Self.decode(text)), as: UTF8.self) == text)
    }

    @Test(arguments: ["", "{", "[1", "nul", "{\"a\"}", "'a'", "1 2", "\u{1}"])
    func `what is no JSON is refused`(text: String) {
        #expect(throws: DecodingError.self) { try Self.decode(text) }
    }

    @Test func `one and true are different`() throws {
        #expect(try Self.decode("[1,true,0,false]").array == [.integer(1), .bool(true), .integer(0), .bool(false)])
    }

    @Test func `a member that is set leaves the others alone`() throws {
        var value = try Self.decode(#"{"a":1,"b":{"c":[2]}}"#)
        value["a"] = .string("x")
        #expect(try value == Self.decode(#"{"a":"x","b":{"c":[2]}}"#))
    }

    @Test func `a member that is set to nil goes`() throws {
        var value = try Self.decode(#"{"a":1,"b":2}"#)
        value["a"] = nil
        #expect(try value == Self.decode(#"{"b":2}"#))
    }

    @Test func `only an object has members`() throws {
        #expect(try Self.decode("[1]")["a"] == nil)
        #expect(try Self.decode("\"a\"").object == nil)
        #expect(try Self.decode("{}").array == nil)
        #expect(try Self.decode("1").string == nil)
    }
}
