// SPDX-License-Identifier: Apache-2.0

package import Digests
package import FileTree
package import Reporting
package import SystemPackage

/// Why files did not become an image.
package enum ImageFailure: Failure {
    case cannotWrite(FilePath, reason: String)
    case contentChanged(FilePath)
    case unexpectedContent(expected: Digest, found: Digest)
    case notInsideBase(TreePath)
    case cannotStrip(FilePath, reason: String)
    /// A blob of the store is not what its name says.
    case damagedBlob(Digest)
    /// Nothing readable is kept of an object.
    case objectUnknown(Digest)
    /// Layers that neither the store nor the engine nor a registry has.
    case layersGone([Digest], image: String)
    /// A registry does not give the layers any more that it said it has.
    case originGone(String, reason: String)
    /// A registry answers with another manifest than the one that was pushed.
    case otherDigest(reference: String, expected: Digest, found: Digest)

    package var kind: FailureKind {
        switch self {
        case .cannotWrite, .contentChanged, .damagedBlob, .objectUnknown: .inputOutput
        case .notInsideBase, .cannotStrip, .unexpectedContent: .badInput
        case .layersGone, .originGone, .otherDigest: .unavailable
        }
    }

    package var description: String {
        switch self {
        case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
        case .contentChanged(let path): "\(path) changed while it was put into a layer"
        case .unexpectedContent(let expected, let found): "the bytes of \(expected) came as \(found)"
        case .notInsideBase(let path): "\(path) cannot be placed: links of the base image lead in a circle"
        case .cannotStrip(let path, let reason): "cannot strip \(path): \(reason)"
        case .damagedBlob(let digest): "the cached blob \(digest) is damaged"
        case .objectUnknown(let digest): "the cache does not know the object \(digest) any more"
        case .layersGone(let digests, let image):
            "\(image) cannot be read: \(digests.count) of its layers are gone, \(digests[0]) among them"
        case .originGone(let reference, let reason): "cannot fetch the layers of \(reference): \(reason)"
        case .otherDigest(let reference, let expected, let found):
            "\(reference) is \(found) in the registry where \(expected) was pushed"
        }
    }

    package var hint: String? {
        switch self {
        case .cannotWrite: "is the disk full? 'cephdev clean' frees what cephdev keeps"
        case .contentChanged, .unexpectedContent, .objectUnknown: "run the command again"
        case .notInsideBase: nil
        case .cannotStrip: "'--no-strip' ships it as it is"
        case .damagedBlob: "remove it from the cache and run the command again"
        case .originGone: "is the registry reachable?"
        case .layersGone: "build the image again"
        case .otherDigest: "somebody else may have pushed the same tag meanwhile; push again, or under another tag"
        }
    }
}
