// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import SystemPackage

/// Finds programs in `PATH`, as execvp(3) does. swift-subprocess would start a process for every folder of it, to see each
/// fail but the last.
enum ProgramSearch {
    /// The program of `command`, in the `PATH` that it will have.
    static func find(_ command: Command) throws(ProcessError) -> FilePath {
        let path = command.environment["PATH"] ?? getenv("PATH").map { String(cString: $0) }
        guard let program = find(command.program, path: path) else { throw .notFound(program: command.program) }
        return program
    }

    /// The path of `program`: itself when it holds a slash, or the first file of that name that may be run; nil when there
    /// is none.
    static func find(_ program: String, path: String?) -> FilePath? {
        guard !program.contains("/") else { return FilePath(program) }
        for folder in (path ?? "/usr/bin:/bin").split(separator: ":", omittingEmptySubsequences: false) {
            let file = FilePath(folder.isEmpty ? "." : String(folder)).appending(program)
            if isProgram(file) { return file }
        }
        return nil
    }

    private static func isProgram(_ file: FilePath) -> Bool {
        var status = stat()
        guard stat(file.string, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        return access(file.string, X_OK) == 0
    }
}
