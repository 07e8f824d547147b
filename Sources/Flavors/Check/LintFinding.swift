// SPDX-License-Identifier: Apache-2.0

/// Something in a tree that is wrong or of no use.
package struct LintFinding: Sendable, Hashable, Comparable {
    package enum Rule: String, Sendable, Encodable {
        case unusedVariable = "unused-variable"
        case undefinedVariable = "undefined-variable"
        case unusedFile = "unused-file"
        case dockerfile
        /// A flavor that cannot be staged at all.
        case staging
    }

    package let place: TreePlace
    package let rule: Rule
    package let message: String

    package static func < (left: LintFinding, right: LintFinding) -> Bool {
        (left.place, left.rule.rawValue, left.message) < (right.place, right.rule.rawValue, right.message)
    }
}
