// SPDX-License-Identifier: Apache-2.0

package import Digests
package import EngineKit
package import Reporting

/// What `cephdev rollback` does.
package struct RollbackService: Sendable {
    /// Where a tag was pointed.
    package struct Result: Sendable {
        package let name: String
        package let old: Digest?
        package let new: Digest
        /// Names that the image had already.
        package let names: [String]
    }

    /// An image that a tag has named.
    package struct Entry: Sendable {
        package let move: TagMove
        /// Its names in the engine; nil when the image is gone.
        package let names: [String]?
        /// Whether the tag names it now.
        package let isCurrent: Bool
    }

    private let workspace: Workspace
    private let reporter: Reporter

    package init(workspace: Workspace, reporter: Reporter) {
        self.workspace = workspace
        self.reporter = reporter
    }

    /// Points `tag` at the image it named before, or at `target`, an id (or its first digits) or a name.
    ///
    /// - Throws: ``TagFailure``
    package func rollback(
        _ tag: String,
        to target: String?,
        engine kind: ContainerEngine.Kind?,
        isDryRun: Bool
    ) async throws -> Result {
        let tagger = try await tagger(kind)
        let name = try TagName(parsing: tag, in: tagger.engine.kind)
        return try await tagger.history.locked {
            let moves = try tagger.history.moves(of: name)
            let current = try await tagger.image(named: name)
            try refuse(name, without: moves, current, tagger)
            let wanted = try await goal(of: name, target, moves, current, tagger)
            guard let image = try await tagger.engine.inspect(wanted) else {
                throw TagFailure.imageGone(tag: name.description, image: wanted, engine: tagger.engine.name)
            }
            let id = try Digest(parsing: image.id)
            if !isDryRun { try await tagger.point(name, at: id, cause: target == nil ? .rollback : .move) }
            return Result(name: name.description, old: current, new: id, names: image.names)
        }
    }

    /// The moves of `tag`, the newest first, and what became of the images.
    ///
    /// - Throws: ``TagFailure``
    package func list(_ tag: String, engine kind: ContainerEngine.Kind?) async throws -> [Entry] {
        let tagger = try await tagger(kind)
        let name = try TagName(parsing: tag, in: tagger.engine.kind)
        let moves = try tagger.history.moves(of: name)
        let current = try await tagger.image(named: name)
        try refuse(name, without: moves, current, tagger)
        var entries: [Entry] = []
        for move in moves.reversed() {
            let names = try await tagger.engine.inspect(move.new.description)?.names
            let isCurrent = move.new == current && !entries.contains { $0.isCurrent }
            entries.append(Entry(move: move, names: names, isCurrent: isCurrent))
        }
        return entries
    }

    private func tagger(_ kind: ContainerEngine.Kind?) async throws -> ImageTagger {
        let engine = try await EngineProbe.find(kind)
        return ImageTagger(engine: engine, history: workspace.tagHistory(of: engine, reporter: reporter))
    }

    private func refuse(_ name: TagName, without moves: [TagMove], _ current: Digest?, _ tagger: ImageTagger) throws {
        guard moves.isEmpty else { return }
        if current != nil { throw TagFailure.noHistory(name.description) }
        let known = try Set(tagger.history.moves().map(\.name)).sorted()
        throw TagFailure.unknownTag(name.description, engine: tagger.engine.name, known: known)
    }

    /// What the engine is to be asked for.
    private func goal(
        of name: TagName,
        _ target: String?,
        _ moves: [TagMove],
        _ current: Digest?,
        _ tagger: ImageTagger
    ) async throws -> String {
        guard let target else {
            guard let id = TagTimeline(moves).previous(to: current) else {
                throw TagFailure.nothingBefore(name.description)
            }
            return id.description
        }
        let digits = target.hasPrefix("sha256:") ? String(target.dropFirst(7)) : target
        let images = Set(moves.flatMap { [$0.old, $0.new] }.compactMap(\.self))
        let matching = images.filter { digits.count >= 7 && $0.hex.hasPrefix(digits) }
        return matching.count == 1 ? matching.map(\.description)[0] : target
    }
}
