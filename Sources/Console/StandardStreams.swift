// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

/// The only way out of cephdev for text: results go to standard output, all else to standard error.
package enum StandardStreams {
    /// Writes a line of result.
    package static func result(_ line: String) {
        write(line + "\n", to: .standardOutput)
    }

    /// Writes a line that is no result.
    package static func message(_ line: String) {
        write(line + "\n", to: .standardError)
    }

    static func raw(_ text: String) {
        write(text, to: .standardError)
    }

    /// Asks on the terminal; nil where nobody can answer.
    package static func answer(to question: String) -> String? {
        guard inputIsTerminal else { return nil }
        raw(question + " ")
        return readLine() ?? ""
    }

    package static var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }
    package static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Columns of the terminal.
    static var width: Int {
        var size = winsize()
        return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    private static func write(_ text: String, to descriptor: FileDescriptor) {
        // A reader that went away must not stop the work.
        _ = try? descriptor.writeAll(Array(text.utf8))
    }
}
