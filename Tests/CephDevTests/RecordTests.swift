// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SystemPackage
import TestSupport
import Testing

@testable import CephDev

struct RecordTests {
    private struct Refusal: Error {}

    private let scratch: ScratchDirectory
    private let store: RecordStore

    init() throws {
        scratch = try ScratchDirectory()
        store = RecordStore(folder: scratch.path.appending("records"))
    }

    private var records: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: store.folder.string) }
    }

    @Test func `a value is made once for its key`() async throws {
        #expect(try await store.value("facts", key: ["a", "b"]) { ["x": 1] } == ["x": 1])
        #expect(try await store.value("facts", key: ["a", "b"]) { throw Refusal() } == ["x": 1])
    }

    @Test func `another key has a value of its own`() async throws {
        #expect(try await store.value("facts", key: "a") { 1 } == 1)
        #expect(try await store.value("facts", key: "b") { 2 } == 2)
        #expect(try await store.value("facts", key: "a") { 3 } == 1)
    }

    @Test func `another name has a value of its own`() async throws {
        #expect(try await store.value("facts", key: "a") { 1 } == 1)
        #expect(try await store.value("answer", key: "a") { 2 } == 2)
    }

    @Test(arguments: ["", "{", "[1", "\"text\"", "null"])
    func `a damaged record is made anew`(content: String) async throws {
        #expect(try await store.value("facts", key: "a") { [1] } == [1])
        let name = try #require(records.first)
        try scratch.write("records/\(name)", content)
        #expect(try await store.value("facts", key: "a") { [2] } == [2])
        #expect(try await store.value("facts", key: "a") { [3] } == [2])
    }

    @Test func `a value that cannot be made leaves no record`() async throws {
        await #expect(throws: Refusal.self) {
            try await store.value("facts", key: "a") { () -> Int in throw Refusal() }
        }
        #expect(try await store.value("facts", key: "a") { 1 } == 1)
    }

    @Test func `the file says what it is a record of`() async throws {
        _ = try await store.value("facts", key: "a") { 1 }
        #expect(try records.first?.wholeMatch(of: /facts-[0-9a-f]{32}\.json/) != nil)
    }
}
