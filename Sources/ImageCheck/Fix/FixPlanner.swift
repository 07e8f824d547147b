// SPDX-License-Identifier: Apache-2.0

package import FileTree

/// Works out which edits of an image answer its findings: each is tried on a model of the image before anything is written.
///
/// Findings are taken in their order, the worst first. Of what would answer one, the first counts that takes something of it
/// away and brings nothing new, or whose consequences can be mended in the same way. So no symbol is bought with another.
package struct FixPlanner: Sendable {
    private let image: Checker.Side
    private let base: Checker.Side?
    private let changed: Set<TreePath>
    private let objects: ObjectPool.Source
    private let sources: [FixSource]

    static let cachePath = (try? TreePath(parsing: "etc/ld.so.cache")) ?? .root  // it parses

    /// How many consequences of consequences are followed.
    private static let depth = 8
    /// How many images are tried out at most.
    private static let limit = 300

    /// - Parameters:
    ///   - image: the image that is to be mended.
    ///   - base: what it was made from, when that is known.
    ///   - changed: what the image's layers over the base hold.
    ///   - objects: knows the objects of all of them.
    ///   - sources: where files may be taken from, the best first.
    package init(
        image: Checker.Side,
        base: Checker.Side?,
        changed: Set<TreePath>,
        objects: @escaping ObjectPool.Source,
        sources: [FixSource]
    ) {
        self.image = image
        self.base = base
        self.changed = changed
        self.objects = objects
        self.sources = sources
    }

    /// The edits in their order, and what they leave.
    package func plan() throws -> FixPlan {
        let world = try FixState.World(
            image,
            base: base,
            changed: changed,
            pool: ObjectPool(objects),
            sources: sources
        )
        var trials = Self.limit
        var state = try FixState(image, world)
        var hopeless: Set<Finding.Cause> = []
        while let finding = state.findings.first(where: { $0.severity != .note && !hopeless.contains($0.cause) }) {
            if let next = try mend(finding, in: state, depth: 0, &trials) {
                state = next
            } else {
                hopeless.insert(finding.cause)
            }
        }
        var edits = state.edits.filter { $0.change != .loaderCache(path: Self.cachePath) }
        if state.hasOtherCache {
            let stale = state.edits.first { $0.path == Self.cachePath }?.reason
            let reason = stale ?? "libraries are found by it"
            edits.append(TreeEdit(change: .loaderCache(path: Self.cachePath), reason: reason))
        }
        return FixPlan(
            edits: edits,
            loaderCache: state.side.loaderCache,
            left: state.findings.filter { $0.severity != .note }.map { finding in
                FixPlan.Left(finding: finding, advice: FixAdvice.about(finding))
            }
        )
    }

    /// A state in which there is less of `finding`, and nothing else is wrong that was not in `state`.
    private func mend(_ finding: Finding, in state: FixState, depth: Int, _ trials: inout Int) throws -> FixState? {
        let wrong = Set(state.findings.filter { $0.severity == .error }.flatMap(\.parts))
        let own = finding.parts
        for changes in Remedies(finding, in: state).all {
            guard trials > 0 else { return nil }
            trials -= 1
            guard var next = try state.applying(changes, because: finding.description) else { continue }
            guard !own.isSubset(of: next.findings.flatMap(\.parts)) else { continue }
            while let fresh = next.findings.first(where: { $0.severity == .error && !$0.parts.isSubset(of: wrong) }),
                depth < Self.depth, let better = try mend(fresh, in: next, depth: depth + 1, &trials)
            {
                next = better
            }
            let after = Set(next.findings.filter { $0.severity == .error }.flatMap(\.parts))
            if after.isSubset(of: wrong) { return next }
        }
        return nil
    }
}

extension Finding {
    /// What it consists of, so that less of it can be told from more.
    struct Part: Hashable {
        let cause: Cause
        let symbol: String
        let path: TreePath
    }

    var parts: Set<Part> {
        guard symbols.isEmpty else {
            return Set(
                symbols.flatMap { symbol in symbol.consumers.map { Part(cause: cause, symbol: symbol.name, path: $0) } }
            )
        }
        return victims.isEmpty
            ? [Part(cause: cause, symbol: "", path: .root)]
            : Set(victims.map { Part(cause: cause, symbol: "", path: $0) })
    }
}
