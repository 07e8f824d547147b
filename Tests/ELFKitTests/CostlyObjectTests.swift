// SPDX-License-Identifier: Apache-2.0

import ELFKit
import SystemPackage
import TestSupport
import Testing

/// Objects of a few megabytes that would cost gigabytes, or hours, if what they say were believed.
@Suite(.timeLimit(.minutes(5))) struct CostlyObjectTests {
    private static let damage = "its dynamic section is damaged"
    /// A string without an end in sight.
    private static let endless = [0] + [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 18)

    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func read(_ object: CraftedObject) throws -> DynamicObject {
        try scratch.write("object", object.bytes)
        return try #require(try DynamicObject.read(scratch.path.appending("object")))
    }

    @Test func `an object put together by hand is read`() throws {
        var object = CraftedObject()
        object.strings = Array("\0f\0libx.so\0V1\0".utf8)
        object.symbols = [1]
        object.needed = [3]
        object.interpreterCount = 1
        object.versions = (Self.definition(name: 11, next: 0), 1)
        object.needs = (Self.need(file: 3, name: 11, next: 0), 1)
        let facts = try read(object)
        #expect(facts.damage == nil && facts.needed == ["libx.so"] && facts.interpreter == "f")
        #expect(facts.symbols.definitions.map(facts.symbols.name) == ["f"])
        #expect(facts.versions.map(\.name) == ["V1", "V1"] && facts.versionNeeds.map(\.file) == ["libx.so"])
    }

    @Test func `libraries with one long name are too many`() throws {
        var object = CraftedObject()
        object.strings = Self.endless
        object.needed = (1...4000).map(UInt32.init)
        #expect(try read(object).damage == Self.damage)
    }

    @Test func `libraries without a name are too many`() throws {
        var object = CraftedObject()
        object.needed = Array(repeating: 0, count: 100_000)
        #expect(try read(object).damage == Self.damage)
    }

    @Test func `symbols with one long name are damaged`() throws {
        var object = CraftedObject()
        object.strings = Self.endless
        object.symbols = (1...40_000).map(UInt32.init)
        #expect(try read(object).damage == Self.damage)
    }

    @Test func `versions with one long name are damaged`() throws {
        var object = CraftedObject()
        object.strings = Self.endless
        object.versions = ((0..<10_000).flatMap { Self.definition(name: UInt32(1 + $0), next: 28) }, 10_000)
        #expect(try read(object).damage == Self.damage)
    }

    @Test func `files whose versions are wanted, with one long name, are damaged`() throws {
        var object = CraftedObject()
        object.strings = Self.endless
        object.needs = ((0..<10_000).flatMap { Self.need(file: UInt32(1 + $0), name: 0, next: 32) }, 10_000)
        #expect(try read(object).damage == Self.damage)
    }

    @Test func `a number of versions without end is damaged`() throws {
        var object = CraftedObject()
        object.needs = (Self.need(file: 0, name: 0, count: 0xffff, auxNext: 0), .max)
        #expect(try read(object).versionNeeds.count == 1)
        object.needs = (
            (0..<20_000).flatMap { _ in Self.need(file: 0, name: 0, next: 32, count: 0xffff, auxNext: 32) }, .max
        )
        #expect(try read(object).damage == Self.damage)
    }

    @Test func `of many interpreters there is one`() throws {
        var object = CraftedObject()
        object.strings = Self.endless
        object.interpreterCount = 60_000
        #expect(try read(object).interpreter?.utf8.count == 1 << 18)
    }

    /// `Elf64_Verdef` with one `Elf64_Verdaux` behind it.
    private static func definition(name: UInt32, next: UInt32) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.put(UInt16(1), 0, 2, 1)
        bytes.put(UInt32(0), 20, next)
        bytes.put(name, 0)
        return bytes
    }

    /// `Elf64_Verneed` with one `Elf64_Vernaux` behind it, which is said to be `count`.
    private static func need(
        file: UInt32,
        name: UInt32,
        next: UInt32 = 0,
        count: UInt16 = 1,
        auxNext: UInt32 = 0
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.put(UInt16(1), count)
        bytes.put(file, 16, next)
        bytes.put(UInt32(0))
        bytes.put(UInt16(0), 3)
        bytes.put(name, auxNext)
        return bytes
    }
}
