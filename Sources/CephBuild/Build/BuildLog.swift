// SPDX-License-Identifier: Apache-2.0

internal import Synchronization
package import SystemPackage

/// The whole output of one container run, kept in a file; and what of it an error message wants.
package final class BuildLog: Sendable {
    private struct State {
        var firstError: String?
        var lastLines: [String] = []
        var scanner = FailureScanner()
        var firstFailure: FailedStep?
        var failureCount = 0
        var known: KnownFailure.Occurrence?
        var failingTarget: String?
    }

    private static let keptLines = 20
    /// Of the first failure.
    private static let keptDiagnostics = 400

    package let path: FilePath
    private let file: FileDescriptor
    private let state = Mutex(State())

    /// Starts the log afresh.
    package init(at path: FilePath) throws(Errno) {
        self.path = path
        do {
            file = try FileDescriptor.open(
                path,
                .writeOnly,
                options: [.create, .truncate, .closeOnExec],
                permissions: .ownerReadWrite
            )
        } catch let error as Errno {
            throw error
        } catch {
            throw .ioError
        }
    }

    deinit {
        try? file.close()  // a log that lost its last bytes must not fail a build that worked
    }

    /// Appends a line.
    package func write(_ line: String) {
        state.withLock { state in
            _ = try? file.writeAll(Array((line + "\n").utf8))  // a full disk shows itself in the build, not here
            state.lastLines.append(line)
            if state.lastLines.count > Self.keptLines { state.lastLines.removeFirst() }
            if state.firstError == nil, Self.isError(line) { state.firstError = line }
            if let part = state.scanner.take(line) { note(part, line, &state) }
        }
    }

    private func note(_ part: FailureScanner.Part, _ line: String, _ state: inout State) {
        switch part {
        case .step(let targets):
            state.failureCount += 1
            state.failingTarget = targets.first
            if state.failureCount == 1 { state.firstFailure = FailedStep(targets: targets) }
        case .complaint:
            state.failureCount += 1
            state.failingTarget = nil
            if state.failureCount == 1 { state.firstFailure = FailedStep(targets: [], diagnostics: [line]) }
        case .command:
            if state.failureCount == 1 { state.firstFailure?.command = line }
            return
        case .diagnostic:
            if state.failureCount == 1, (state.firstFailure?.diagnostics.count ?? 0) < Self.keptDiagnostics {
                state.firstFailure?.diagnostics.append(line)
            }
        }
        if state.known == nil, let failure = KnownFailure(line) {
            state.known = KnownFailure.Occurrence(failure: failure, step: state.failingTarget)
        }
    }

    /// The first step that failed, or the first complaint of cmake's or ninja's own.
    package var firstFailure: FailedStep? { state.withLock(\.firstFailure) }

    package var failureCount: Int { state.withLock(\.failureCount) }

    /// The first failure that is a known one; else one of the last lines.
    var knownFailure: KnownFailure.Occurrence? {
        state.withLock { state in
            state.known
                ?? state.lastLines.lazy.compactMap { KnownFailure($0) }.first.map {
                    KnownFailure.Occurrence(failure: $0, step: nil)
                }
        }
    }

    /// The first line that a compiler, a linker or cmake calls an error.
    package var firstError: String? { state.withLock(\.firstError) }

    package var lastLines: [String] { state.withLock(\.lastLines) }

    static func isError(_ line: String) -> Bool {
        line.contains(": error: ") || line.contains(": fatal error: ") || line.contains(": undefined reference to ")
            || line.hasPrefix("CMake Error") || line.hasPrefix("ninja: error: ")
            || line.contains(": internal compiler error: ") || line.contains("multiple definition of ")
            || line.contains(": cannot find -l")
    }
}
