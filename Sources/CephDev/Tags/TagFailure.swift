// SPDX-License-Identifier: Apache-2.0

internal import Digests
package import Reporting

/// Why a tag cannot be pointed back.
package enum TagFailure: Failure {
    case unknownTag(String, engine: String, known: [String])
    case noHistory(String)
    case nothingBefore(String)
    case imageGone(tag: String, image: String, engine: String)

    package var kind: FailureKind { .badInput }

    package var description: String {
        switch self {
        case .unknownTag(let name, let engine, _): "\(engine) has no tag '\(name)', and cephdev never moved one"
        case .noHistory(let name): "cephdev never moved '\(name)': there is no image to go back to"
        case .nothingBefore(let name): "'\(name)' named no image before this one"
        case .imageGone(let tag, let image, let engine):
            "'\(tag)' cannot go back to \(image): \(engine) does not have that image any more"
        }
    }

    package var hint: String? {
        switch self {
        case .unknownTag(_, _, let known):
            known.isEmpty ? nil : "tags that were moved: " + known.joined(separator: ", ")
        case .noHistory: "a tag has a history from its first build on; 'docker tag' or 'podman tag' moves any"
        case .nothingBefore(let name): "'cephdev rollback \(name) --list' shows all images that it has named"
        case .imageGone(let tag, _, _):
            "'cephdev rollback \(tag) --list' shows which are left; --to takes one of them"
        }
    }
}
