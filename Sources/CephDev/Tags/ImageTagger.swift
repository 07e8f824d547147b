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

    /// Gives the image that `make` makes the names `tags`, the lasting one first; `set` does what makes the engine know
    /// them, as the engine spells them. While the image is made, the engine is asked who has the names.
    func give(
        _ tags: ImageTags,
        toImage make: () async throws -> Image,
        set: (_ image: Image, _ names: [String]) async throws -> Void
    ) async throws -> (image: Image, names: [String]) {
        try await history.locked {
            let lastingName = try tags.lasting.map { try TagName($0.reference(), in: engine.kind) }
            let moving = try tags.moving.map { try TagName($0, in: engine.kind) }
            async let asked = holders(of: [lastingName].compactMap(\.self) + moving)
            let image = try await make()
            let holders = try await asked
            var names: [TagName] = []
            if let lasting = tags.lasting, let name = lastingName {
                let isTaken = try holders[name].map { try Digest(parsing: $0.id) != image.id } ?? false
                names.append(isTaken ? try TagName(lasting.reference(apart: image.id), in: engine.kind) : name)
            }
            for name in moving {
                try await leave(name, of: holders[name], for: image.id, cause: .move)
                names.append(name)
            }
            try await set(image, names.map(\.spelled))
            return (image, names.map(\.description))
        }
    }

    /// The image of each name that the engine knows.
    private func holders(of names: [TagName]) async throws -> [TagName: ImageInspection] {
        try await withThrowingTaskGroup(of: (TagName, ImageInspection?).self) { group in
            for name in names { group.addTask { try await (name, engine.inspect(name.spelled)) } }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    /// Points `name` at the image `id`, which is in the engine; the caller holds the history's lock.
    func point(_ name: TagName, at id: Digest, cause: TagMove.Cause) async throws {
        try await leave(name, of: engine.inspect(name.spelled), for: id, cause: cause)
        try await engine.tag(id.description, as: name.spelled)
    }

    /// The id of the image called `name`.
    func image(named name: TagName) async throws -> Digest? {
        try await engine.inspect(name.spelled).map { try Digest(parsing: $0.id) }
    }

    /// Writes the move down before it happens, and gives the image that has no other name one that stays.
    private func leave(
        _ tag: TagName,
        of old: ImageInspection?,
        for new: Digest,
        cause: TagMove.Cause
    ) async throws {
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
