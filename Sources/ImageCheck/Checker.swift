// SPDX-License-Identifier: Apache-2.0

internal import Digests
package import FileTree

/// Judges an image: does everything that the build changed, and everything that links to it, still link?
///
/// Nothing is run for that: a model of the loader says how objects find each other. What is wrong in the base already is no
/// finding. With a shell, commands are run as well.
package struct Checker: Sendable {
    /// An image as a loader sees it.
    package struct Side: Sendable {
        package let tree: FileTree
        /// The bytes of its `/etc/ld.so.cache`.
        package let loaderCache: [UInt8]
        /// What its processes are started with.
        package let environment: LoaderEnvironment
        /// Reads `/etc/ld.so.conf` and what it includes.
        package let files: LoaderConfiguration.Files

        package init(
            tree: FileTree,
            loaderCache: [UInt8],
            environment: LoaderEnvironment = LoaderEnvironment(),
            files: @escaping LoaderConfiguration.Files = { _ in nil }
        ) {
            self.tree = tree
            self.loaderCache = loaderCache
            self.environment = environment
            self.files = files
        }
    }

    /// Which commands are run.
    package enum Commands: Sendable {
        case all
        /// Those that a build can have broken: the others do what they did in the base.
        case affected
    }

    private let image: Side
    private let base: Side?
    private let changed: Set<TreePath>
    private let objects: ObjectPool.Source
    private let shell: ImageShell?
    private let commands: Commands

    /// A checker of `image`, compared with `base`. `changed` is what the image's layers over the base hold, everything when
    /// there is no base; `objects` knows the objects of both; `shell` runs scripts in the image.
    package init(
        image: Side,
        base: Side?,
        changed: Set<TreePath>,
        objects: @escaping ObjectPool.Source,
        shell: ImageShell?,
        commands: Commands = .all
    ) {
        self.image = image
        self.base = base
        self.changed = changed
        self.objects = objects
        self.shell = shell
        self.commands = commands
    }

    /// Links everything affected, and runs the commands.
    package func check() async throws -> CheckReport {
        let (probes, tell) = AsyncStream.makeStream(of: [CommandProbe].self)
        // The container starts while objects are linked.
        async let output = runningOutput(probes)
        defer { tell.finish() }
        let pool = ObjectPool(objects)
        try await pool.load(base?.tree ?? image.tree)
        let comparison = try compare(image, pool)
        var causes = try comparison.causes()
        // What newer processors are given in place of some libraries must link too.
        for processors in image.tree.processorChoices {
            causes.merge(try compare(image.running(on: processors), pool).causes())
        }
        let places = CommandProbe.places(in: image.tree)
        let (asked, missing) = self.probes(at: places, for: comparison)
        for probe in missing { causes.add(.commandMissing(command: probe.name)) }
        tell.yield(asked)
        tell.finish()
        if let output = try await output {
            for (probe, cause) in try RunningCheck.causes(in: output, of: asked) {
                // It fails because of what was found already.
                guard !causes.hasVictim(among: places[probe] ?? []) else { continue }
                causes.add(cause)
            }
        }
        return CheckReport(
            findings: causes.findings,
            objectCount: comparison.affected.count,
            commands: shell == nil ? [] : asked.map(\.line),
            comparedWithBase: base != nil
        )
    }

    private func compare(_ image: Side, _ pool: ObjectPool) throws -> Comparison {
        guard let base else {
            return Comparison(image: try ImageLinks(LinkModel(image, pool)), base: nil, changed: changed)
        }
        let links = try ImageLinks(LinkModel(base, pool))
        return Comparison(image: try ImageLinks(image, after: links, of: base), base: links, changed: changed)
    }

    /// What is to be run of the probes whose files are at `places`, and what the image lacks although its base has it.
    private func probes(
        at places: [CommandProbe: [TreePath]],
        for comparison: Comparison
    ) -> (asked: [CommandProbe], missing: [CommandProbe]) {
        let before = base.map { CommandProbe.places(in: $0.tree) } ?? [:]
        let asked = CommandProbe.all.filter { probe in
            guard let files = places[probe] else { return false }
            return commands == .all || before[probe] != files
                || files.contains { changed.contains($0) || comparison.affected.contains($0) }
        }
        return (asked, CommandProbe.all.filter { places[$0] == nil && before[$0] != nil })
    }

    private func runningOutput(_ probes: AsyncStream<[CommandProbe]>) async throws -> [String]? {
        guard let shell else { return nil }
        return try await RunningCheck.output(of: probes, in: shell)
    }
}

extension Checker.Side {
    fileprivate func running(on processors: [String]) -> Checker.Side {
        var environment = environment
        environment.processors = processors
        return Checker.Side(tree: tree, loaderCache: loaderCache, environment: environment, files: files)
    }
}

extension FileTree {
    /// For each kind of processor that libraries are there for (ld.so(8), "glibc-hwcaps") those whose folders it is good for,
    /// the best first.
    fileprivate var processorChoices: [[String]] {
        let levels = ["x86-64-v2", "x86-64-v3", "x86-64-v4"]
        let folders = entries.lazy.filter { $0.kind == .directory && $0.path.parent?.name == "glibc-hwcaps" }
        let present = Set(folders.map(\.path.name))
        return levels.indices.filter { present.contains(levels[$0]) }.map { levels[...$0].reversed() }
    }
}

extension LinkModel {
    convenience init(_ side: Checker.Side, _ pool: ObjectPool) {
        self.init(tree: side.tree, pool: pool, loaderCache: side.loaderCache, environment: side.environment)
    }
}
