// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import EngineKit
internal import ImageAssembly
internal import OCIKit

/// Gives images their names so that nothing is lost: a lasting name stays with its image, a move is written down, and the
/// image that a tag leaves keeps a name.
struct ImageTagger: Sendable {
    let engine: ContainerEngine
    let history: TagHistory

    /// Gives the image `id` the names `tags`, the lasting one first; `set` does what makes the engine know them, as the
    /// engine spells them.
    func give(
        _ tags: ImageTags,
        to id: Digest,
        set: (_ names: [String]) async throws -> Void
    ) async throws -> [String] {
        try await history.locked {
            var names: [TagName] = []
            if let lasting = tags.lasting {
                let name = try TagName(lasting.reference(), in: engine.kind)
                let isTaken = try await image(named: name).map { $0 != id } ?? false
                names.append(isTaken ? try TagName(lasting.reference(apart: id), in: engine.kind) : name)
            }
            for reference in tags.moving {
                let name = try TagName(reference, in: engine.kind)
                try await leave(name, for: id, cause: .move)
                names.append(name)
            }
            try await set(names.map(\.spelled))
            return names.map(\.description)
        }
    }

    /// Points `name` at the image `id`, which is in the engine; the caller holds the history's lock.
    func point(_ name: TagName, at id: Digest, cause: TagMove.Cause) async throws {
        try await leave(name, for: id, cause: cause)
        try await engine.tag(id.description, as: name.spelled)
    }

    /// The id of the image called `name`.
    func image(named name: TagName) async throws -> Digest? {
        try await engine.inspect(name.spelled).map { try Digest(parsing: $0.id) }
    }

    /// Writes the move down before it happens, and gives the image that has no other name one that stays.
    private func leave(_ tag: TagName, for new: Digest, cause: TagMove.Cause) async throws {
        let old = try await engine.inspect(tag.spelled)
        let oldID = try old.map { try Digest(parsing: $0.id) }
        guard oldID != new else { return }
        if let old, let oldID {
            let others = old.names.filter { !Candidates.holds($0) }
                .compactMap { try? TagName(parsing: $0, in: engine.kind) }  // `<none>` is no name
                .filter { $0 != tag }
            if others.isEmpty {
                let kept = ImageTags.Lasting(
                    repository: tag.reference.repository,
                    ref: tag.reference.tag ?? "",
                    suffix: ""
                )
                let name = try TagName(kept.reference(apart: oldID), in: engine.kind)
                try await engine.tag(old.id, as: name.spelled)
            }
        }
        try history.append(tag, from: oldID, to: new, cause: cause)
    }
}
