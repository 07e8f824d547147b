// SPDX-License-Identifier: Apache-2.0

internal import CephDev
internal import Console

extension DoctorCommand {
    func present(_ diagnoses: [Diagnosis]) {
        switch shared.format {
        case .text: diagnoses.flatMap(\.lines).forEach(StandardStreams.result)
        case .json: StandardStreams.result(JSONDocument.render(DoctorDocument(diagnoses)))
        }
    }
}

extension Diagnosis {
    /// A line, and one more when there is something to do.
    var lines: [String] {
        ["\(isHealthy ? "ok" : "!!") \(subject): \(finding)"] + (remedy.map { ["   \($0)"] } ?? [])
    }
}

/// `cephdev.doctor/1`.
private struct DoctorDocument: Encodable {
    let schema = "cephdev.doctor/1"
    let isHealthy: Bool
    let diagnoses: [Diagnosis]

    init(_ diagnoses: [Diagnosis]) {
        isHealthy = diagnoses.allSatisfy(\.isHealthy)
        self.diagnoses = diagnoses
    }

    private enum CodingKeys: String, CodingKey {
        case schema
        case isHealthy = "healthy"
        case diagnoses
    }
}
