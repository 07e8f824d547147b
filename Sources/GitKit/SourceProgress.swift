// SPDX-License-Identifier: Apache-2.0

/// What getting a source tree is about just now.
package enum SourceProgress: Sendable, Equatable {
    case fetching(GitURL, TransferProgress)
    /// A broken mirror is fetched anew.
    case mending(GitURL, reason: String)
    /// The path of the submodule, empty for the outermost repository; steps done, steps there are.
    case checkingOut(path: String, done: Int, total: Int)
    /// A submodule's work tree is removed because the commit has no such submodule.
    case removing(path: String)
}
