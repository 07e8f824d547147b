// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import ProcessKit

struct ProgramSearchTests {
    private let scratch: ScratchDirectory
    private var path: String { ["one", "two"].map { scratch.path.appending($0).string }.joined(separator: ":") }

    init() throws {
        scratch = try ScratchDirectory()
        // A folder, and a file that may not be run, are no programs.
        try scratch.write("one/tool/file", "")
        try scratch.write("one/text", "")
        for name in ["tool", "text"] {
            try scratch.write("two/\(name)", "#!/bin/sh\n")
            chmod(scratch.path.appending("two/\(name)").string, 0o755)
        }
    }

    @Test(arguments: ["tool", "text"])
    func `the first file that may be run is taken`(name: String) {
        #expect(ProgramSearch.find(name, path: path) == scratch.path.appending("two").appending(name))
    }

    @Test func `a path is taken as it is, and what is nowhere is not found`() {
        #expect(ProgramSearch.find("/no/such", path: path) == "/no/such")
        #expect(ProgramSearch.find("nothing", path: path) == nil)
        #expect(ProgramSearch.find("sh", path: nil) != nil)
    }
}
