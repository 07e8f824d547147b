// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import Console
internal import Synchronization
internal import SystemPackage

/// Writes a log while it is read, so that its length does not matter.
///
/// As JSON it is `cephdev.log/1`: `stage`, `log`, and `lines`, or `failures` with `targets`, `command` and `diagnostics` each.
final class LogPresentation: Sendable {
    private struct State {
        var scanner = FailureScanner()
        var failureCount = 0
        /// What the next line in an array has to begin with.
        var separator = ""
        /// What closes the failure that was begun.
        var close = ""
    }

    private let stage: LoggedStage
    private let path: FilePath
    private let onlyErrors: Bool
    private let isJSON: Bool
    private let write: @Sendable (String) -> Void
    private let state = Mutex(State())

    init(
        stage: LoggedStage,
        path: FilePath,
        onlyErrors: Bool,
        format: SharedOptions.Format,
        write: @escaping @Sendable (String) -> Void = StandardStreams.result
    ) {
        self.stage = stage
        self.path = path
        self.onlyErrors = onlyErrors
        self.write = write
        isJSON = format == .json
    }

    func begin() {
        guard isJSON else { return }
        write(#"{"schema": "cephdev.log/1", "stage": \#(quoted("\(stage)")), "log": \#(quoted(path.string)),"#)
        write(onlyErrors ? #""failures": ["# : #""lines": ["#)
    }

    func take(_ line: String) {
        state.withLock { state in
            guard onlyErrors else {
                write(isJSON ? state.separator + quoted(line) : line)
                state.separator = ","
                return
            }
            guard let part = state.scanner.take(line) else { return }
            if isJSON { takeJSON(part, line, &state) } else { takeText(part, line, &state) }
        }
    }

    /// Gives the number of failures.
    @discardableResult
    func end() -> Int {
        state.withLock { state in
            if isJSON { write(state.close + "]}") }
            return state.failureCount
        }
    }

    private func takeText(_ part: FailureScanner.Part, _ line: String, _ state: inout State) {
        switch part {
        case .step, .complaint:
            if state.failureCount > 0 { write("") }
            state.failureCount += 1
        case .command, .diagnostic: break
        }
        write(line)
    }

    private func takeJSON(_ part: FailureScanner.Part, _ line: String, _ state: inout State) {
        let end = state.close + (state.failureCount > 0 ? "," : "")
        switch part {
        case .step(let targets):
            write(end + #"{"targets": [\#(targets.map(quoted).joined(separator: ", "))]"#)
            state.failureCount += 1
            state.close = "}"
        case .complaint:
            write(end + #"{"targets": [], "diagnostics": [\#(quoted(line))"#)
            state.failureCount += 1
            (state.separator, state.close) = (",", "]}")
        case .command:
            write(#", "command": \#(quoted(line)), "diagnostics": ["#)
            (state.separator, state.close) = ("", "]}")
        case .diagnostic:
            write(state.separator + quoted(line))
            state.separator = ","
        }
    }

    private func quoted(_ text: String) -> String { JSONDocument.quote(text) }
}
