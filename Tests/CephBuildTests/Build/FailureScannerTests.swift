// SPDX-License-Identifier: Apache-2.0

import CephBuild
import Testing

struct FailureScannerTests {
    /// The lines of `log` that belong to failures, and what they are.
    private func scan(_ log: String) -> [(part: FailureScanner.Part, line: String)] {
        var scanner = FailureScanner()
        return log.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).compactMap { line in
            scanner.take(line).map { ($0, line) }
        }
    }

    private func lines(_ log: String) -> [String] { scan(log).map(\.line) }

    @Test(arguments: ["FAILED: src/a.cc.o ", "FAILED: [code=1] src/a.cc.o "])
    func `a failed step has outputs, a command and what the tool said`(headline: String) {
        let log = """
            ninja: Entering directory `/ceph/build'
            [1/3] Building CXX object src/b.cc.o
            b.cc:1:1: warning: unused [-Wunused]
            [2/3] Building CXX object src/a.cc.o
            \(headline)
            ccache c++ -o src/a.cc.o -c a.cc
            a.cc:1:1: error: no

              1 | x
            ninja: build stopped: subcommand failed.
            """
        let parts = scan(log)
        #expect(parts.map(\.part) == [.step(targets: ["src/a.cc.o"]), .command, .diagnostic, .diagnostic, .diagnostic])
        #expect(
            parts.map(\.line).dropFirst() == ["ccache c++ -o src/a.cc.o -c a.cc", "a.cc:1:1: error: no", "", "  1 | x"]
        )
    }

    @Test func `several failures are told apart, and steps that go well between them are left out`() {
        let log = """
            [1/4] one
            FAILED: one one.map
            make one
            no
            [2/4] two
            a warning
            [3/4] three
            FAILED: three
            make three
            FAILED: four
            make four
            no, either
            [4/4] five
            """
        let parts = scan(log)
        #expect(
            parts.map(\.part) == [
                .step(targets: ["one", "one.map"]), .command, .diagnostic, .step(targets: ["three"]), .command,
                .step(targets: ["four"]), .command, .diagnostic,
            ]
        )
    }

    @Test func `what a project within the project prints is of the step that builds it`() {
        let log = """
            [7/90] Performing build step for 'Boost'
            FAILED: boost-stamp/build
            cd boost && ninja
            [1/2] Building CXX object x.o
            FAILED: x.o
            c++ x.cc
            x.cc:1:1: error: no
            ninja: build stopped: subcommand failed.
            [8/90] Building CXX object a.o
            ninja: build stopped: subcommand failed.
            """
        #expect(lines(log).count == 7)
        #expect(scan(log).count { if case .step = $0.part { true } else { false } } == 1)
    }

    @Test func `cmake's complaints end where it goes on`() {
        let log = """
            -- Looking for x - found
            CMake Error at CMakeLists.txt:3 (find_package):
              Could not find it.


            CMake Warning at a:1 (message):
              of no matter
            -- more
            CMake Error: the generator
            -- Configuring incomplete, errors occurred!
            """
        #expect(scan(log).map(\.part) == [.complaint, .diagnostic, .diagnostic, .diagnostic, .complaint])
    }

    @Test(arguments: [
        "ninja: error: 'x', needed by 'y', missing and no known rule to make it", "ninja: fatal: no memory",
    ])
    func `ninja's own complaints are failures of one line`(line: String) {
        #expect(scan(line + "\nmore").map(\.part) == [.complaint])
    }

    @Test func `a cmake that ninja runs fails as a step does`() {
        let log =
            "[0/1] Re-running CMake...\nFAILED: build.ninja\ncmake .\nCMake Error at a:1 (x):\n  no\nninja: error: rebuilding 'build.ninja': subcommand failed"
        #expect(
            scan(log).map(\.part) == [.step(targets: ["build.ninja"]), .command, .diagnostic, .diagnostic, .complaint]
        )
    }

    @Test(arguments: ["", "-- Found X", "[1/2] FAILED: x", "note: FAILED: x", "CMake Warning at x"])
    func `what is no failure is passed over`(line: String) {
        #expect(scan(line).isEmpty)
    }
}
