// SPDX-License-Identifier: Apache-2.0

package import SystemPackage

/// What a build left: the compiler, cmake's install step and everything between ended with status 0.
package struct BuildOutput: Sendable, Equatable {
    package let installRoot: FilePath
    package let compileLog: FilePath
    /// Nil when nothing was compiled, or no cache was asked.
    package let cache: CacheStatistics?
}
