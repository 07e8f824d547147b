// SPDX-License-Identifier: Apache-2.0

/// What a build had to do with.
struct BuildCircumstances: Sendable, Equatable {
    /// Compilers that could run at once.
    let jobs: Int
    let limit: JobLimit
    /// The builder's name in the engine.
    let builder: String
    /// The engine's command.
    let engine: String
    /// Of the file systems that a build writes to.
    let spaces: [FreeSpace]
}
