// SPDX-License-Identifier: Apache-2.0

internal import Subprocess
internal import Synchronization

/// Gathers the lines of a running program, from both of its streams.
final class LineCollector: Sendable {
    private struct Lines {
        var output: [String] = []
        var errors: [String] = []
    }

    /// Lines of standard error that are kept when somebody else takes all of them.
    private static let keptErrors = 200

    private let lines = Mutex(Lines())
    private let onLine: (@Sendable (String, ProcessRunner.Stream) -> Void)?

    init(onLine: (@Sendable (String, ProcessRunner.Stream) -> Void)?) {
        self.onLine = onLine
    }

    func drain(_ sequence: SubprocessOutputSequence, _ stream: ProcessRunner.Stream) async throws {
        var splitter = LineSplitter()
        for try await buffer in sequence {
            buffer.withUnsafeBytes { bytes in splitter.feed(bytes) { take($0, stream) } }
        }
        splitter.finish { take($0, stream) }
    }

    func result(of command: Command, status: ExitStatus) -> ProcessResult {
        lines.withLock { ProcessResult(command: command, status: status, output: $0.output, errors: $0.errors) }
    }

    private func take(_ line: String, _ stream: ProcessRunner.Stream) {
        lines.withLock { lines in
            switch stream {
            case .output:
                if onLine == nil { lines.output.append(line) }
            case .errors:
                lines.errors.append(line)
                if onLine != nil, lines.errors.count > 2 * Self.keptErrors {
                    lines.errors.removeFirst(Self.keptErrors)
                }
            }
        }
        onLine?(line, stream)
    }
}
