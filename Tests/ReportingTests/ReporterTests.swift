// SPDX-License-Identifier: Apache-2.0

import Reporting
import Synchronization
import Testing

struct ReporterTests {
    private struct Refusal: Error {}

    /// Gathers what is reported, in words that can be compared.
    private final class Listener: Sendable {
        private let lines = Mutex<[String]>([])

        var heard: [String] { lines.withLock(\.self) }

        var reporter: Reporter {
            Reporter { [self] event in
                lines.withLock { lines in
                    switch event {
                    case .stageStarted(let stage): lines.append("start \(stage)")
                    case .stageFinished(let stage, let took, let note):
                        lines.append("end \(stage) \(took >= .zero) \(note ?? "-")")
                    case .note(let text): lines.append("note \(text)")
                    default: lines.append("other")
                    }
                }
            }
        }
    }

    @Test func `a stage reports its start, what it says, and its end`() async throws {
        let listener = Listener()
        let reporter = listener.reporter
        let value = try await reporter.stage(.compile) {
            reporter.report(.note("halfway"))
            return 42
        }
        #expect(value == 42)
        #expect(listener.heard == ["start compile", "note halfway", "end compile true -"])
    }

    @Test func `the note of a stage is made of its value`() async throws {
        let listener = Listener()
        _ = try await listener.reporter.stage(.layer, note: { "\($0) layers" }) { 3 }
        #expect(listener.heard.last == "end layer true 3 layers")
    }

    @Test func `a stage that fails has no end`() async {
        let listener = Listener()
        await #expect(throws: Refusal.self) { try await listener.reporter.stage(.check) { throw Refusal() } }
        #expect(listener.heard == ["start check"])
    }

    @Test func `stages can hold stages`() async throws {
        let listener = Listener()
        let reporter = listener.reporter
        try await reporter.stage(.check) { try await reporter.stage(.fix) {} }
        #expect(listener.heard == ["start check", "start fix", "end fix true -", "end check true -"])
    }

    @Test func `nobody hears a silent reporter's work, which is done all the same`() async throws {
        #expect(try await Reporter.silent.stage(.tag) { 1 } == 1)
    }
}
