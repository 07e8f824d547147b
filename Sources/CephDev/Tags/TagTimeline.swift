// SPDX-License-Identifier: Apache-2.0

internal import Digests

/// The images that a tag has come by, as its moves tell: a rollback goes back along them, any other move adds one.
struct TagTimeline: Sendable, Equatable {
    /// The oldest first; the last is where the tag points.
    private(set) var images: [Digest] = []

    /// The timeline that `moves`, the oldest first, lead to.
    init(_ moves: [TagMove]) {
        for move in moves {
            arrive(at: move.old)
            switch move.cause {
            case .move: arrive(at: move.new)
            case .rollback: goBack(to: move.new)
            }
        }
    }

    /// The image before `current`, where the engine says that the tag points. A tag that somebody moved past this
    /// history goes back to where it was, one that was removed to what it named last.
    func previous(to current: Digest?) -> Digest? {
        guard images.last == current else { return images.last }
        return images.dropLast().last
    }

    private mutating func arrive(at image: Digest?) {
        guard let image, images.last != image else { return }
        images.append(image)
    }

    private mutating func goBack(to image: Digest) {
        guard let position = images.dropLast().lastIndex(of: image) else { return arrive(at: image) }
        images.removeSubrange((position + 1)...)
    }
}
