// SPDX-License-Identifier: Apache-2.0

package import Digests
package import OCIKit
package import Reporting

/// Why a layout, or a list of manifests, leads to no image.
package enum LayoutFailure: Failure {
    case notALayout(String)
    case noSuchImage(String, place: String, known: [String])
    case severalImages(place: String, known: [String])
    case wrongPlatform(place: String, wanted: Platform, known: [String])
    case tooDeep(place: String)
    case blobMissing(Digest, place: String)
    case wrongSize(Digest, place: String)

    package var kind: FailureKind { .badInput }

    package var description: String {
        switch self {
        case .notALayout(let place): "\(place) is no OCI layout"
        case .noSuchImage(let name, let place, _): "\(place) has no image '\(name)'"
        case .severalImages(let place, _): "\(place) holds several images"
        case .wrongPlatform(let place, let wanted, _): "\(place) has no image for \(wanted)"
        case .tooDeep(let place): "the lists of images in \(place) lead from one to the other without an end"
        case .blobMissing(let digest, let place): "\(place) lacks the blob \(digest)"
        case .wrongSize(let digest, let place): "the blob \(digest) in \(place) has another size than its manifest says"
        }
    }

    package var hint: String? {
        switch self {
        case .noSuchImage(_, _, let known): known.isEmpty ? nil : "it has " + known.joined(separator: ", ")
        case .severalImages(_, let known):
            "name one behind a colon" + (known.isEmpty ? "" : ": " + known.joined(separator: ", "))
        case .wrongPlatform(_, _, let known): known.isEmpty ? nil : "it is for " + known.joined(separator: ", ")
        case .notALayout, .tooDeep, .blobMissing, .wrongSize: nil
        }
    }
}
