// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import Digests
internal import GitKit
internal import OCIKit

/// The names that an image is to have: one that stays with it for ever, and those that move on to the next image.
struct ImageTags: Sendable, Equatable {
    static let repository = "ceph/daemon"

    /// A name that is given once.
    struct Lasting: Sendable, Equatable {
        let repository: String
        /// Gives way when the whole is longer than a tag can be.
        let ref: String
        /// What tells images of one ref apart.
        let suffix: String

        /// The name; with `id` the one for an image whose name another image has already.
        func reference(apart id: Digest? = nil) throws -> ImageReference {
            let end = suffix + (id.map { "-\($0.hex.prefix(8))" } ?? "")
            return try ImageReference(
                repository: repository,
                tag: ref.prefix(ImageReference.longestTag - end.count) + end
            )
        }
    }

    /// Nil when the user chose the name, and when nothing tells images of the source apart.
    let lasting: Lasting?
    let moving: [ImageReference]

    /// `chosen` alone, or `ceph/daemon:<ref>-<commit>[-dirty-<edits>]`, which stays, and `ceph/daemon:<ref>`, which moves.
    /// A commit that no branch or tag led to has no moving name, and source without a commit no lasting one.
    static func names(for source: SourceTree, _ chosen: ImageReference?) throws -> ImageTags {
        if let chosen { return ImageTags(lasting: nil, moving: [chosen]) }
        let ref = ImageReference.tag(from: source.refName)
        let moving = try ImageReference(repository: repository, tag: ref)
        guard let commit = source.commit else { return ImageTags(lasting: nil, moving: [moving]) }
        let edits = source.edits.map { "-dirty-\($0.digest.hex.prefix(8))" } ?? ""
        let isCommit = commit.short == ref
        let suffix = (isCommit ? "" : "-\(commit.short)") + edits
        let lasting = Lasting(repository: repository, ref: ref, suffix: suffix)
        return ImageTags(lasting: lasting, moving: isCommit ? [] : [moving])
    }

    /// `names` as an image with `labels` bears them: a name that holds its commit was to stay, all others move.
    static func names(_ names: [String], of labels: [String: String]) throws -> ImageTags {
        let references = try names.map { try ImageReference(parsing: $0) }
        let commit = ImageOrigin(labels).commit.flatMap { try? CommitID(parsing: $0) }  // none then
        let lasting = references.filter { reference in
            commit.map { reference.tag?.contains($0.short) == true } ?? false
        }
        return ImageTags(
            lasting: lasting.first.map { Lasting(repository: $0.repository, ref: $0.tag ?? "", suffix: "") },
            moving: references.filter { !lasting.contains($0) }
        )
    }
}
