// SPDX-License-Identifier: Apache-2.0

import CephBuild
import SystemPackage
import TestSupport
import Testing

struct FreeSpaceTests {
    @Test func `a path that is not there yet has the room of what is above it`() throws {
        let scratch = try ScratchDirectory()
        let space = try #require(FreeSpace.at(scratch.path.appending("a/b")))
        #expect(space.byteCount >= 0 && space.device == FreeSpace.at(scratch.path)?.device)
        #expect(space.path == scratch.path.appending("a/b"))
    }

    @Test func `each file system counts once`() throws {
        let scratch = try ScratchDirectory()
        let paths = [scratch.path, scratch.path.appending("a"), "/proc"]
        #expect(FreeSpace.each(of: paths).map(\.path) == [scratch.path, "/proc"])
    }
}
