// SPDX-License-Identifier: Apache-2.0

import CephDevCommands
import Testing

struct CommandLineToolTests {
    @Test(arguments: [
        ["--help"], ["-h"], ["help", "build"], ["build", "--help"], ["check", "--help"], ["fix-libs", "--help"],
        ["--version"], [],
    ])
    func `who asks for help or the version gets it`(arguments: [String]) async {
        #expect(await CommandLineTool.run(arguments) == 0)
    }

    @Test(arguments: [
        ["--no-such-option"], ["no-such-command"], ["build", "--no-such-option"], ["build", "stray"], ["check"],
        ["check", "a", "b"], ["build", "--source", "/src", "--ref", "main"],
        ["build", "--source", "/src", "--git-url", "/git"],
        ["build", "--threads", "many"], ["build", "--threads"], ["build", "--version-mode", "maybe"],
        ["build", "--clean", "everything"], ["build", "--engine", "lxc"], ["build", "--format", "xml"],
        ["build", "--progress", "loud"], ["build", "--verbose", "--quiet"], ["check", "-v", "-q", "a"],
    ])
    func `wrong usage has status 64`(arguments: [String]) async {
        #expect(await CommandLineTool.run(arguments) == 64)
    }
}
