// SPDX-License-Identifier: Apache-2.0

import CephBuild
import ProcessKit
import SystemPackage
import Testing

struct BreakageTests {
    private func breakage(_ failure: FailedStep?, count: Int = 1) -> Breakage {
        var breakage = Breakage(.compile, workspace: "/my work/ceph", log: "/my work/ceph/logs/compile.log")
        breakage.failure = failure
        breakage.failureCount = count
        breakage.firstError = "a.cc:1:1: error: no"
        breakage.lastLines = ["[1/1] a", "a.cc:1:1: error: no"]
        return breakage
    }

    private func lines(_ breakage: Breakage) -> [String] {
        BuildFailure.compileFailed(breakage).description.split(separator: "\n").map { $0.drop { $0 == " " } }.map(
            String.init
        )
    }

    @Test func `what failed stands first, then why, and how it is repeated`() throws {
        let step = FailedStep(targets: ["src/it's.o"], command: "c++", diagnostics: ["a.cc:1:1: error: no", "  1 | x"])
        let told = lines(breakage(step))
        #expect(told.prefix(3) == ["the source did not compile: src/it's.o", "a.cc:1:1: error: no", "1 | x"])
        #expect(told.last == "the whole log: /my work/ceph/logs/compile.log")
        let again = try #require(told.first { $0.hasPrefix("again: ") }?.dropFirst("again: ".count))
        #expect(
            try ShellWord.split(String(again)) == [
                "cephdev", "shell", "--workspace", "/my work/ceph", "--", "ninja", "-C", "/ceph/build", "src/it's.o",
            ]
        )
    }

    @Test(
        arguments: [(1, nil), (3, "2 more: cephdev log compile --errors --workspace '/my work/ceph'")]
            as [(Int, String?)]
    )
    func `further failures are counted, and where they are told`(count: Int, line: String?) {
        #expect(lines(breakage(FailedStep(targets: ["a.o"]), count: count)).first { $0.contains(" more: ") } == line)
    }

    @Test func `a step that no shell here can repeat is not said to be repeatable`() {
        var breakage = breakage(FailedStep(targets: ["a.o"]))
        breakage.isRepeatable = false
        #expect(!lines(breakage).contains { $0.hasPrefix("again: ") })
    }

    @Test func `without a step, the first error and the last lines are told`() {
        let told = lines(breakage(nil, count: 0))
        #expect(
            told.prefix(3) == ["the source did not compile: a.cc:1:1: error: no", "[1/1] a", "a.cc:1:1: error: no"]
        )
        #expect(!told.contains { $0.hasPrefix("again: ") })
    }

    @Test func `cmake's complaint is shown, and no target is made up for it`() {
        let told = lines(
            breakage(FailedStep(targets: [], diagnostics: ["CMake Error at a:1 (x):", "  no such thing"]))
        )
        #expect(told.prefix(3) == ["the source did not compile", "CMake Error at a:1 (x):", "no such thing"])
        #expect(!told.contains { $0.hasPrefix("again: ") })
    }

    @Test func `what mends it is the error's hint`() {
        var known = breakage(nil)
        known.hint = "try this"
        #expect(
            BuildFailure.compileFailed(known).hint == "try this" && BuildFailure.installFailed(known).hint == "try this"
        )
        #expect(BuildFailure.configureFailed(known).hint == "try this")
        #expect(BuildFailure.compileFailed(breakage(nil)).hint == nil)
        #expect(BuildFailure.configureFailed(breakage(nil)).hint?.contains("CONFIGURE_FLAGS") == true)
    }
}
