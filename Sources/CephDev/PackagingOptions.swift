// SPDX-License-Identifier: Apache-2.0

/// What is done to staged files on their way into an image.
package struct PackagingOptions: Sendable {
    package var checks = true
    package var fixes = true
    /// Tags even when the check failed.
    package var forces = false
    package var strips = true
    /// Makes a second image, of debug information, named as the first with `-debug` at its end.
    package var makesDebugImage = false
    /// The staged files are a whole build: what an earlier build left in the base and this one lacks is taken away.
    package var replacesAll = true
    /// Only files that these cmake targets or components make are put in, and what the check wants besides.
    package var onlyTargets: [String]?

    package init() {}
}
