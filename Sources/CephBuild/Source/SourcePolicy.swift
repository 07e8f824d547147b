// SPDX-License-Identifier: Apache-2.0

package import GitKit
package import SystemPackage

/// How source is brought, whichever it is.
package struct SourcePolicy: Sendable, Equatable {
    /// Files of patches, applied in order to a commit; none goes onto a checkout of the user's own.
    package var patches: [FilePath] = []
    /// Other places for repositories, asked before those of git's configuration.
    package var rewrites: [URLRewrites.Rule] = []
    /// Whether nothing may be fetched.
    package var isOffline = false
    /// Whether all that a later build without a network may need is fetched: every ref, also of submodules.
    package var isThorough = false

    package init() {}
}
