// SPDX-License-Identifier: Apache-2.0

import FileTree
import ImageCheck
import SystemPackage
import TestSupport
import Testing

@Suite(.tags(.medium)) struct LoaderPlacesTests {
    private let world: LinkWorld
    private let common = "lib/libcommon.so.2"

    init() async throws { world = try await LinkWorld() }

    private func moves() throws -> [LoaderPlaces.Move] {
        try LoaderPlaces(base: world.side(.base), staged: world.side(.build).tree, objects: world.objects()).moves()
    }

    /// Gives the library of `state` the number `number`, with a link to it.
    private func number(_ state: String, _ number: String) async throws {
        try await world.scratch.run("mv", "\(state)/\(common)", "\(state)/\(common).\(number)")
        try await world.scratch.run("ln", "-s", "libcommon.so.2.\(number)", "\(state)/\(common)")
    }

    @Test func `what lies where the base has it stays there`() throws {
        #expect(try moves().isEmpty)
    }

    @Test func `a library with another number takes the place of the one that its name leads to`() async throws {
        try await number("base", "16")
        try await number("build", "18")
        let move = LoaderPlaces.Move(source: try world.path("\(common).18"), place: try world.path("\(common).16"))
        #expect(try moves() == [move])
    }

    @Test func `a library goes where the loader's cache leads, although the base has one at its own path`() async throws
    {
        try await world.scratch.run("mkdir", "base/etc", "base/opt")
        try await world.scratch.run("cp", "base/\(common)", "base/opt")
        try world.scratch.write("base/etc/ld.so.conf", "/opt\n/lib\n")
        try await world.scratch.run("ldconfig", "-X", "-r", world.scratch.path.appending("base").string)
        let move = LoaderPlaces.Move(source: try world.path(common), place: try world.path("opt/libcommon.so.2"))
        #expect(try moves() == [move])
    }

    @Test func `a library that is new to the base goes where its install step wants it`() async throws {
        try await world.library("lib/libnew.so.1", "int fresh(void) { return 1; }", in: .build)
        #expect(try moves().isEmpty)
    }

    @Test func `of two files with a name none is guessed at`() async throws {
        for folder in ["one", "two"] {
            try await world.scratch.run("mkdir", "base/\(folder)")
            try await world.scratch.run("cp", "base/\(common)", "base/\(folder)")
        }
        try await world.scratch.run("rm", "base/\(common)")
        #expect(try moves().isEmpty)
    }
}
