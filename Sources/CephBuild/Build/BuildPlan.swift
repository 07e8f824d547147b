// SPDX-License-Identifier: Apache-2.0

package import Digests
package import EngineKit

/// The container runs that turn a source tree into an install tree.
package struct BuildPlan: Sendable, Equatable {
    package let configure: ContainerRun
    package let compile: ContainerRun
    package let install: ContainerRun
    package let targets: [String]
    package let service: CompileService
    /// The user's cmake flags, or the default ones.
    package let configureFlags: [String]
    package let stamp: VersionStamp
    /// Of everything that cmake's answer depends on: another one means another configure.
    package let configureKey: Digest
    package let reconfigures: Bool
    /// The builder's name in the engine.
    package let builder: String
    package let buildType: String
    /// Compilers that may run at once.
    package let jobs: Int
}
