// SPDX-License-Identifier: Apache-2.0

/// One thing that the doctor looked at.
package struct Diagnosis: Sendable, Equatable, Encodable {
    package let subject: String
    package let isHealthy: Bool
    /// What was found.
    package let finding: String
    /// The command or the step that mends it.
    package let remedy: String?

    private enum CodingKeys: String, CodingKey {
        case subject
        case isHealthy = "healthy"
        case finding, remedy
    }

    static func healthy(_ subject: String, _ finding: String) -> Diagnosis {
        Diagnosis(subject: subject, isHealthy: true, finding: finding, remedy: nil)
    }

    static func problem(_ subject: String, _ finding: String, remedy: String) -> Diagnosis {
        Diagnosis(subject: subject, isHealthy: false, finding: finding, remedy: remedy)
    }
}
