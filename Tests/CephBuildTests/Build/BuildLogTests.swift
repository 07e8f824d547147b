// SPDX-License-Identifier: Apache-2.0

import SystemPackage
import TestSupport
import Testing

@testable import CephBuild

struct BuildLogTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    @Test(arguments: [
        "/ceph/src/mds/MDSRank.cc:12:3: error: 'x' was not declared in this scope",
        "/ceph/src/a.h:1:10: fatal error: boost/asio.hpp: No such file or directory",
        "/ceph/src/a.cc:9:1: internal compiler error: Segmentation fault",
        "g++: fatal error: Killed signal terminated program cc1plus",
        "/usr/bin/ld: a.o: in function `main': a.cc:(.text+0x5): undefined reference to `gone()'",
        "/usr/bin/ld: b.o:(.bss+0x0): multiple definition of `x'; a.o:(.bss+0x0): first defined here",
        "/usr/bin/ld: cannot find -lboost_python: No such file or directory",
        "CMake Error at CMakeLists.txt:3 (find_package):",
        "ninja: error: unknown target 'ceph-mdss'",
        "ld.lld: error: unable to find library -lfoo",
    ])
    func `the first error is found among other lines`(error: String) throws {
        let log = try BuildLog(at: scratch.path.appending("log"))
        for line in ["[1/2] Building error.cc.o", "warning: x", error, "collect2: error: ld returned 1 exit status"] {
            log.write(line)
        }
        #expect(log.firstError == error)
    }

    @Test(arguments: [
        "[1/2] Building CXX object src/error.cc.o", "a.cc:1:1: warning: unused error [-Wunused]",
        "-- Performing Test HAS_ERROR - Failed", "-- Looking for CMake Error",
        "FAILED: src/a.o",
    ])
    func `what is no error is not taken for one`(line: String) throws {
        let log = try BuildLog(at: scratch.path.appending("log"))
        log.write(line)
        #expect(log.firstError == nil)
    }

    @Test func `the whole output is in the file, and its last twenty lines at hand`() throws {
        let log = try BuildLog(at: scratch.path.appending("log"))
        let lines = (1...50).map { "line \($0)" }
        lines.forEach(log.write)
        #expect(try scratch.read("log") == lines.joined(separator: "\n") + "\n")
        #expect(log.lastLines == lines.suffix(20))
    }

    @Test func `a log starts afresh`() throws {
        try scratch.write("log", "of an earlier run\n")
        try BuildLog(at: scratch.path.appending("log")).write("new")
        #expect(try scratch.read("log") == "new\n")
    }

    private static let twoFailures = """
        [1/2] Building CXX object a.o
        FAILED: a.o
        c++ a.cc
        a.cc:1:1: error: no
        [2/2] Building CXX object b.o
        FAILED: b.o
        c++ b.cc
        c++: fatal error: Killed signal terminated program cc1plus
        """

    @Test func `the first failure is at hand, and how many there are`() throws {
        let log = try BuildLog(at: scratch.path.appending("log"))
        Self.twoFailures.split(separator: "\n").map(String.init).forEach(log.write)
        #expect(
            log.firstFailure == FailedStep(targets: ["a.o"], command: "c++ a.cc", diagnostics: ["a.cc:1:1: error: no"])
        )
        #expect(log.failureCount == 2)
    }

    @Test func `a failure that is known is found in any step, and outside of steps in the last lines`() throws {
        let log = try BuildLog(at: scratch.path.appending("log"))
        Self.twoFailures.split(separator: "\n").map(String.init).forEach(log.write)
        #expect(log.knownFailure == KnownFailure.Occurrence(failure: .outOfMemory, step: "b.o"))
        let other = try BuildLog(at: scratch.path.appending("other"))
        other.write("cp: error writing 'x': No space left on device")
        #expect(other.knownFailure == KnownFailure.Occurrence(failure: .diskFull, step: nil))
    }
}
