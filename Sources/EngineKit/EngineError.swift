// SPDX-License-Identifier: Apache-2.0

/// What can go wrong between cephdev and a container engine.
package enum EngineError: Error, CustomStringConvertible {
    /// No engine answers; `reasons` says why for each one that was tried.
    case noEngine(reasons: [String])
    /// Where the user has an engine, as its client is told, none answers.
    case unreachable(engine: String, endpoint: String, reason: String)
    case unknownImage(String, engine: String)
    case failed(engine: String, action: String, subject: String, lastLines: [String])
    /// A registry, or the way to it; `message` is skopeo's.
    case registry(RegistryProblem, action: String, subject: String, message: String)
    /// What would take a network, which is not to be used.
    case offline(engine: String, action: String, subject: String)
    case unreadableAnswer(engine: String, action: String, reason: String)

    package var description: String {
        switch self {
        case .noEngine(let reasons):
            "no container engine answers: " + reasons.joined(separator: "; ")
        case .unreachable(let engine, let endpoint, let reason):
            "\(engine) does not answer at \(endpoint): \(reason)"
        case .unknownImage(let image, let engine):
            "\(engine) has no image '\(image)'"
        case .failed(let engine, let action, let subject, let lastLines):
            "\(engine) could not \(action) \(subject)"
                + (lastLines.isEmpty ? "" : ": " + lastLines.joined(separator: "\n  "))
        case .registry(_, let action, let subject, let message):
            "cannot \(action) \(subject): \(message)"
        case .offline(let engine, let action, let subject):
            "\(engine) has no image '\(subject)', and without a network cannot \(action) it"
        case .unreadableAnswer(let engine, let action, let reason):
            "the answer of '\(engine) \(action)' cannot be read: \(reason)"
        }
    }
}
