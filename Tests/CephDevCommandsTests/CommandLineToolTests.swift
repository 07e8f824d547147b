// SPDX-License-Identifier: Apache-2.0

import CephDevCommands
import Testing

struct CommandLineToolTests {
    @Test(arguments: [
        ["--help"], ["-h"], ["help", "build"], ["build", "--help"], ["check", "--help"], ["fix-libs", "--help"],
        ["--version"], [], ["rollback", "--help"], ["images", "--help"], ["inspect", "--help"], ["diff", "--help"],
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
        ["rollback"], ["rollback", "a:b", "--list", "--to", "c"], ["images", "a", "b"], ["inspect"], ["diff", "a:b"],
        ["inspect", "oci:"], ["inspect", "A:b"], ["diff", "a:b", "docker:c"], ["inspect", "--ca-file"],
        ["build", "--progress", "loud"], ["build", "--verbose", "--quiet"], ["check", "-v", "-q", "a"],
    ])
    func `wrong usage has status 64`(arguments: [String]) async {
        #expect(await CommandLineTool.run(arguments) == 64)
    }
}
