// SPDX-License-Identifier: Apache-2.0

import FileTree
import Testing

@testable import ImageCheck

struct CauseCollectorTests {
    private let causes: [Finding.Cause] = [
        .commandMissing(command: "ceph"), .missingLibrary(name: "liba.so"), .missingLibrary(name: "libb.so"),
        .missingVersions(library: "/l"), .lostSymbols(provider: "/p"), .searchPath(text: "/build"),
        .thirdParty(path: .root),
    ]

    @Test func `the worst comes first, then the order of the words, whatever came first`() throws {
        let victim = try TreePath(parsing: "v")
        for order in [causes, causes.reversed(), causes.sorted { "\($0)".count < "\($1)".count }] {
            var collector = CauseCollector()
            for cause in order { collector.add(cause, victim: victim) }
            #expect(collector.findings.map(\.cause) == causes)
        }
    }

    @Test func `one cause is one finding with sorted victims, and the worst of its severities`() throws {
        var collector = CauseCollector()
        for (name, severity) in [("b", Finding.Severity.note), ("a", .error), ("b", .warning)] {
            collector.add(.missingLibrary(name: "l"), severity, victim: try TreePath(parsing: name))
        }
        #expect(collector.findings.count == 1)
        #expect(collector.findings.first?.victims.map(\.string) == ["a", "b"])
        #expect(collector.findings.first?.severity == .error)
    }

    @Test func `a symbol has all who want it, and is lazy only when it is so for all`() throws {
        var collector = CauseCollector()
        let cause = Finding.Cause.lostSymbols(provider: "/p")
        for (symbol, consumer, isLazy) in [("s", "b", true), ("s", "a", false), ("r", "a", true)] {
            let path = try TreePath(parsing: consumer)
            collector.add(cause, symbol: symbol, consumer: path, victim: path, isLazy: isLazy)
        }
        let finding = try #require(collector.findings.first)
        #expect(finding.symbols.map(\.name) == ["r", "s"] && finding.symbols.map(\.isLazy) == [true, false])
        #expect(finding.symbols.last?.consumers.map(\.string) == ["a", "b"] && !finding.isLazy)
    }

    @Test func `nothing collected is no finding`() {
        #expect(CauseCollector().findings.isEmpty)
    }
}
