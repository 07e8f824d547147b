// SPDX-License-Identifier: Apache-2.0

/// The program in front of the compiler that remembers what was compiled.
package enum CompileCache: String, Sendable, CaseIterable {
    case ccache, sccache, none

    /// What cmake is to put in front of every compiler.
    var launcher: String? { self == .none ? nil : rawValue }
}
