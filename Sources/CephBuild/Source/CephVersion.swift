// SPDX-License-Identifier: Apache-2.0

/// A version as Ceph's programs print it: `ceph version 18.2.7 (6b0e98…) reef (stable)`.
package struct CephVersion: Sendable, Equatable, Codable, CustomStringConvertible {
    /// `18.2.7`, or `18.2.7-31-gabcdef` between releases.
    package let number: String
    /// The commit, or what stands in its place.
    package let hash: String
    /// `reef`.
    package let release: String

    /// The version in the first line of `text` that holds one; nil when none does.
    package init?(output text: String) {
        let pattern = /ceph version (\S+) \((\S+)\) (\S+)/
        guard let match = text.firstMatch(of: pattern) else { return nil }
        number = String(match.1)
        hash = String(match.2)
        release = String(match.3)
    }

    package var description: String { number }
}
