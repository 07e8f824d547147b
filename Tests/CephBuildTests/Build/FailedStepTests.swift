// SPDX-License-Identifier: Apache-2.0

import CephBuild
import Testing

struct FailedStepTests {
    private func excerpt(_ text: String) -> [String] {
        FailedStep(targets: ["a.o"], diagnostics: text.split(separator: "\n").map(String.init)).excerpt
    }

    @Test func `the first error comes with where it is, its source line and the caret`() {
        let diagnostics = """
            /ceph/src/b.h:3:3: warning: unused variable 'y' [-Wunused-variable]
                3 |   int y;
                  |       ^
            In file included from /ceph/src/a.h:3,
                             from /ceph/src/a.cc:2:
            /ceph/src/b.h: In function 'int f()':
            /ceph/src/b.h:6:10: error: 'x' was not declared in this scope
                6 |   return x;
                  |          ^
            /ceph/src/b.h:7:10: error: 'z' was not declared in this scope
            """
        #expect(
            excerpt(diagnostics) == [
                "In file included from /ceph/src/a.h:3,",
                "                 from /ceph/src/a.cc:2:",
                "/ceph/src/b.h: In function 'int f()':",
                "/ceph/src/b.h:6:10: error: 'x' was not declared in this scope",
                "    6 |   return x;",
                "      |          ^",
            ]
        )
    }

    @Test func `a linker's error comes with the object that asks`() {
        let diagnostics = """
            /usr/bin/ld: lib/libx.a(x.o): in function `main':
            /ceph/x.cc:3: undefined reference to `gone()'
            collect2: error: ld returned 1 exit status
            """
        #expect(
            excerpt(diagnostics).prefix(2) == [
                "/usr/bin/ld: lib/libx.a(x.o): in function `main':", "/ceph/x.cc:3: undefined reference to `gone()'",
            ]
        )
    }

    @Test func `without anything that is called an error, the last lines are shown`() {
        #expect(
            excerpt((1...30).map { "line \($0)" }.joined(separator: "\n")).map { $0 } == (21...30).map { "line \($0)" }
        )
        #expect(excerpt("").isEmpty)
    }

    @Test func `a template's line of thousands is cut`() throws {
        let line = try #require(excerpt("a.cc:1:1: error: " + String(repeating: "x", count: 5000)).first)
        #expect(line.count == 302 && line.hasSuffix(" …"))
    }
}
