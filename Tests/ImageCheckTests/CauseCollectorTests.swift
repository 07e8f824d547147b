// SPDX-License-Identifier: Apache-2.0

import FileTree
import Testing

@testable import ImageCheck

struct CauseCollectorTests {
    private let causes: [Finding.Cause] = [
        .commandMissing(command: "ceph"), .missingLibrary(name: "liba.so"), .missingLibrary(name: "libb.so"),
        .missingVersion(version: "V", library: "/l", consumer: "/c"), .undefinedSymbol(symbol: "a", consumer: "/c"),
        .undefinedSymbol(symbol: "b", consumer: "/c"),
    ]

    @Test func `the worst comes first, then the order of the words, whatever came first`() throws {
        let victim = try TreePath(parsing: "v")
        for order in [causes, causes.reversed(), causes.sorted { "\($0)".count < "\($1)".count }] {
            var collector = CauseCollector()
            for cause in order { collector.add(cause, victim: victim) }
            #expect(collector.findings.map(\.cause) == causes)
        }
    }

    @Test func `one cause is one finding with sorted victims and its provider`() throws {
        var collector = CauseCollector()
        for name in ["b", "a", "b"] {
            collector.add(.missingLibrary(name: "l"), victim: try TreePath(parsing: name), provider: "/p")
        }
        collector.add(Finding(cause: .missingLibrary(name: "l"), victims: [try TreePath(parsing: "c")], provider: nil))
        #expect(collector.findings.count == 1)
        #expect(collector.findings.first?.victims.map(\.string) == ["a", "b", "c"])
        #expect(collector.findings.first?.provider == "/p")
    }

    @Test func `nothing collected is no finding`() {
        #expect(CauseCollector().findings.isEmpty)
    }
}
