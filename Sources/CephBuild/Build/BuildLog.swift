// SPDX-License-Identifier: Apache-2.0

internal import Synchronization
package import SystemPackage

/// The whole output of one container run, kept in a file; and what of it an error message wants.
package final class BuildLog: Sendable {
    private struct State {
        var firstError: String?
        var lastLines: [String] = []
    }

    private static let keptLines = 20

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
