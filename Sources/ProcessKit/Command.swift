// SPDX-License-Identifier: Apache-2.0

package import SystemPackage

/// A program to run: what a shell would be told, without a shell.
package struct Command: Sendable, Equatable {
    /// A name to be found in `PATH`, or a path when it holds a slash.
    package var program: String
    package var arguments: [String]
    /// Variables set on top of the inherited environment.
    package var environment: [String: String]
    package var workingDirectory: FilePath?

    package init(
        _ program: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        workingDirectory: FilePath? = nil
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
    }
}

extension Command: CustomStringConvertible {
    /// The command as a POSIX shell would read it back.
    package var description: String {
        ([program] + arguments).map(ShellWord.quote).joined(separator: " ")
    }
}
