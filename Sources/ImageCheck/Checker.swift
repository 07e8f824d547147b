// SPDX-License-Identifier: Apache-2.0

internal import Digests
package import FileTree

/// Judges an image: does everything that the build changed, and everything that links to it, still link?
///
/// Nothing is run for that: a model of the loader says how objects find each other. What is wrong in the base already is no
/// finding. With a shell, the commands are run as well.
package struct Checker: Sendable {
    /// An image as a loader sees it.
    package struct Side: Sendable {
        package let tree: FileTree
        /// The bytes of its `/etc/ld.so.cache`.
        package let loaderCache: [UInt8]

        package init(tree: FileTree, loaderCache: [UInt8]) {
            self.tree = tree
            self.loaderCache = loaderCache
        }
    }

    private let image: Side
    private let base: Side?
    private let changed: Set<TreePath>
    private let objects: ObjectPool.Source
    private let shell: ImageShell?
    private let baseShell: ImageShell?

    /// A checker of `image`, compared with `base`. `changed` is what the image's layers over the base hold, everything when
    /// there is no base; `objects` knows the objects of both; `shell` runs scripts in the image, `baseShell` in the base.
    package init(
        image: Side,
        base: Side?,
        changed: Set<TreePath>,
        objects: @escaping ObjectPool.Source,
        shell: ImageShell?,
        baseShell: ImageShell?
    ) {
        self.image = image
        self.base = base
        self.changed = changed
        self.objects = objects
        self.shell = shell
        self.baseShell = baseShell
    }

    /// Links everything affected, and runs the commands.
    package func check() async throws -> CheckReport {
        async let running = runningFindings()
        let pool = ObjectPool(objects)
        let links = try links(image, pool)
        let linkage = try LinkageCheck(image: links, base: base.map { try self.links($0, pool) }, changed: changed)
        var causes = try linkage.causes()
        for finding in try await running { causes.add(finding) }
        return CheckReport(
            findings: causes.findings,
            objectCount: linkage.affected.count,
            commands: shell == nil ? [] : RunningCheck.commands,
            comparedWithBase: base != nil
        )
    }

    private func links(_ side: Side, _ pool: ObjectPool) throws -> ImageLinks {
        try ImageLinks(LinkModel(tree: side.tree, pool: pool, loaderCache: side.loaderCache))
    }

    /// What running the commands showed; a command that the base lacks is not asked for.
    private func runningFindings() async throws -> [Finding] {
        guard let shell else { return [] }
        let findings = try await RunningCheck(shell: shell).findings()
        guard let baseShell, findings.contains(where: \.isMissingCommand) else { return findings }
        let before = try await RunningCheck(shell: baseShell).findings().filter(\.isMissingCommand).map(\.cause)
        return findings.filter { !before.contains($0.cause) }
    }
}
