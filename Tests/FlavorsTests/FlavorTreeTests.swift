// SPDX-License-Identifier: Apache-2.0

import Flavors
import Reporting
import SystemPackage
import TestSupport
import Testing

@Suite(.tags(.medium))
struct FlavorTreeTests {
    @Test func `without a list, the flavors are those with a folder of their own`() async throws {
        let tree = try await SampleTree().open()
        #expect(
            try tree.buildable().map(\.description) == [
                "jewel,ubuntu,14.04", "jewel,ubuntu,16.04", "luminous,centos,7", "luminous,ubuntu,16.04",
            ]
        )
        #expect(tree.images() == ["daemon-base", "daemon"])
    }

    @Test func `the file flavors lists them, with comments`() async throws {
        let sample = try await SampleTree(["flavors": "# all\nluminous,centos,7 # the main one\n\njewel,centos,7\n"])
        let tree = try sample.open()
        #expect(try tree.buildable().map(\.description) == ["luminous,centos,7", "jewel,centos,7"])
        #expect(try tree.flavors(["luminous-12.2.2,centos,7"]).map(\.description) == ["luminous-12.2.2,centos,7"])
        #expect(throws: FlavorFailure.self) { try tree.flavors(["jewel,ubuntu,14.04"]) }
    }

    @Test func `the Makefile of ceph-container lists them too`() async throws {
        let makefile =
            "FLAVORS ?= \\\n\tjewel,centos,7 \\\n\nALL_BUILDABLE_FLAVORS := $(FLAVORS) \\\n\tluminous,opensuse,42.3\n\nall:\n"
        let tree = try await SampleTree(["Makefile": makefile]).open()
        #expect(try tree.buildable().map(\.description) == ["jewel,centos,7", "luminous,opensuse,42.3"])
        #expect(throws: FlavorFailure.self) { try tree.flavors(["luminous,centos,7"]) }
    }

    @Test func `a flavor that shares all folders with others is known`() async throws {
        let tree = try await SampleTree().open()
        let text = "jewel,_,centos,7,_,centos,7.4"
        #expect(try tree.flavors([text, text]).map(\.description) == [text])
    }

    @Test(arguments: ["lumnous,ubuntu,16.04", "luminous,ubuntu,18.04", "luminous,fedora,7"])
    func `an unknown flavor is refused, and similar ones are named`(text: String) async throws {
        let sample = try await SampleTree()
        let failure = #expect(throws: FlavorFailure.self) { try sample.open().flavors([text]) }
        #expect(failure?.description.contains("has no flavor '\(text)'") == true)
        if text != "luminous,fedora,7" { #expect(failure?.hint?.contains("luminous,ubuntu,16.04") == true) }
    }

    @Test func `a folder without src and ceph-releases is no tree`() throws {
        let scratch = try ScratchDirectory()
        #expect(throws: FlavorFailure.notATree(scratch.path)) { try FlavorTree(at: scratch.path) }
        #expect(throws: FlavorFailure.notATree("/nowhere")) { try FlavorTree(at: "/nowhere") }
    }

    @Test func `what is neither file nor folder nor link is refused`() async throws {
        let sample = try await SampleTree()
        try await sample.shell("mkfifo src/daemon/pipe")
        let failure = #expect(throws: FlavorFailure.self) { try sample.open() }
        #expect(failure?.kind == .inputOutput && failure?.description.contains("src/daemon/pipe") == true)
    }

    @Test(arguments: ["\\377", "a\\nb", "\\033[2J"])
    func `a name that a list cannot show is refused`(name: String) async throws {
        let sample = try await SampleTree()
        try await sample.shell("touch \"src/daemon/$(printf '\(name)')\"")
        let failure = #expect(throws: FlavorFailure.self) { try sample.open() }
        #expect(failure?.description.contains("src/daemon: its name has control characters or is not UTF-8") == true)
        #expect(failure?.description.contains("\u{1b}") == false)
    }
}
