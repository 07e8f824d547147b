// SPDX-License-Identifier: Apache-2.0

import FileTree
import SystemPackage
import TestSupport
import Testing

struct FolderSwapTests {
    @Test func `a folder takes the place of another, which is where it was`() throws {
        let scratch = try ScratchDirectory()
        try scratch.write("new/file", "new")
        try scratch.write("place/file", "old")
        try FolderSwap.put(scratch.path.appending("new"), at: scratch.path.appending("place"))
        #expect(try scratch.read("place/file") == "new" && scratch.read("new/file") == "old")
    }

    @Test func `a folder takes a place that is free`() throws {
        let scratch = try ScratchDirectory()
        try scratch.write("new/file", "new")
        try FolderSwap.put(scratch.path.appending("new"), at: scratch.path.appending("place"))
        #expect(try scratch.read("place/file") == "new" && !scratch.exists("new"))
    }

    @Test func `without the new folder nothing changes`() throws {
        let scratch = try ScratchDirectory()
        try scratch.write("place/file", "old")
        #expect(throws: Errno.noSuchFileOrDirectory) {
            try FolderSwap.put(scratch.path.appending("new"), at: scratch.path.appending("place"))
        }
        #expect(try scratch.read("place/file") == "old")
    }
}
