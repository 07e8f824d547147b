// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
internal import Digests
internal import EngineKit
internal import FileTree
internal import Flavors
internal import FoundationEssentials
internal import ImageCheck
internal import OCIKit
internal import Reporting
internal import Synchronization
internal import SystemPackage

/// Stages a flavor and builds its images, one on the other.
struct FlavorImageBuilder: Sendable {
    /// On every image of a flavor, and on what is made from it.
    static let flavorLabel = "io.github.cephdev.flavor"
    /// The name that an image of a flavor was built under: what is made from it has another.
    static let nameLabel = "io.github.cephdev.flavor.image"
    /// The digest of what an image was built from, git's answers left out.
    static let recipeLabel = "io.github.cephdev.flavor.recipe"

    let workspace: Workspace
    let engine: ContainerEngine
    let source: FlavorSource
    var buildArguments: [String: String] = [:]
    let reporter: Reporter

    /// Stages `flavor` and builds its images in their order; `checks` looks whether the last one with Ceph in it links.
    func build(_ flavor: Flavor, checks: Bool) async throws -> FlavorImages {
        let staged = try await stage(flavor)
        let log = try makeLog(staged)
        let fitted = try await fittedEngine(for: staged)
        var images: [BuiltImage] = []
        for image in staged.images { images.append(try await build(image, of: staged, with: fitted, log)) }
        let report = checks ? try await check(images) : nil
        return FlavorImages(images: images, report: report, log: log.path)
    }

    /// The engine's name of the daemon image of `flavor`, which is built when the engine lacks it.
    func daemon(of flavor: Flavor) async throws -> String {
        let staged = try await stage(flavor)
        let wanted = try ["daemon-base", "daemon"].map { try staged.image($0) }
        let daemon = wanted[1].reference
        if try await engine.inspect(daemon) != nil { return daemon }
        reporter.report(.note("building \(daemon), the daemon image of \(flavor); this is done once"))
        let fitted = try await fittedEngine(for: staged)
        let log = try makeLog(staged)
        for image in wanted where try await engine.inspect(image.reference) == nil {
            _ = try await build(image, of: staged, with: fitted, log)
        }
        return daemon
    }

    /// The staged builder of `flavor`, whose image is built when the engine lacks it or has it from another recipe.
    func builder(of flavor: Flavor) async throws -> (staged: StagedImage, image: ImageInspection) {
        let staged = try await stage(flavor)
        let image = try staged.image("builder")
        let recipe = try recipe(of: image, staged).description
        if let present = try await engine.inspect(image.reference), present.labels[Self.recipeLabel] == recipe {
            return (image, present)
        }
        reporter.report(.note("building \(image.reference), the builder of \(flavor); this is done once"))
        let fitted = try await fittedEngine(for: staged)
        _ = try await build(image, of: staged, with: fitted, makeLog(staged))
        return (image, try await inspection(of: image))
    }

    /// The staged builder of `flavor`, of which no image is wanted.
    func stagedBuilder(of flavor: Flavor) async throws -> StagedImage { try await stage(flavor).image("builder") }

    /// The engine with what it needs to start containers of the system that `staged` is built on.
    private func fittedEngine(for staged: StagedFlavor) async throws -> ContainerEngine {
        let name = staged.variables["BASE_IMAGE"] ?? ""
        let base = try await BaseFinder(workspace: workspace, reporter: reporter).inspection(of: name, in: engine)
        return try await EngineFitter(workspace: workspace, reporter: reporter).fit(engine, to: base.id)
    }

    private func inspection(of image: StagedImage) async throws -> ImageInspection {
        guard let built = try await engine.inspect(image.reference) else {
            throw EngineError.unknownImage(image.reference, engine: engine.name)
        }
        return built
    }

    private func stage(_ flavor: Flavor) async throws -> StagedFlavor {
        let folder = workspace.staging.appending(flavor.folderName(arch: source.options.arch))
        try FileManager.default.createDirectory(atPath: workspace.staging.string, withIntermediateDirectories: true)
        let staged = try await FlavorStager(source.tree, source.options).stage([flavor], to: folder)
        guard let first = staged.first else { throw FlavorFailure.noFlavors(tree: source.tree.root) }
        first.notes.forEach { reporter.report(.detail($0)) }
        return first
    }

    private func makeLog(_ staged: StagedFlavor) throws -> BuildLog {
        let logs = workspace.folders.logs
        try FileManager.default.createDirectory(atPath: logs.string, withIntermediateDirectories: true)
        return try BuildLog(at: logs.appending("images-\(staged.folder.lastComponent?.string ?? "flavor").log"))
    }

    private func build(
        _ image: StagedImage,
        of staged: StagedFlavor,
        with engine: ContainerEngine,
        _ log: BuildLog
    ) async throws -> BuiltImage {
        let labels = [
            Self.flavorLabel: "\(staged.flavor)",
            Self.nameLabel: image.reference,
            Self.recipeLabel: try recipe(of: image, staged).description,
        ]
        let cleaning = Mutex<BuiltImage.Cleaning?>(nil)
        return try await reporter.stage(.image, note: \.summary) {
            try await engine.build(
                context: image.folder,
                tag: image.reference,
                arguments: buildArguments,
                labels: labels
            ) { line in
                log.write(line)
                reporter.report(.output(line))
                if let found = BuiltImage.Cleaning(line: line) { cleaning.withLock { $0 = found } }
            }
            let built = try await inspection(of: image)
            return BuiltImage(
                image: image.name,
                reference: image.reference,
                id: built.id,
                byteCount: built.byteCount,
                cleaning: cleaning.withLock(\.self)
            )
        }
    }

    /// The whole of what an image is built from but for what git says of the tree: that changes with each commit, and must not
    /// make a new builder.
    private func recipe(of image: StagedImage, _ staged: StagedFlavor) throws -> Digest {
        let names = ["BASE_IMAGE", "DAEMON_BASE_IMAGE", "CEPH_VERSION", "CEPH_POINT_RELEASE", "HOST_ARCH"]
        let values = names.map { "\($0)=\(staged.variables[$0] ?? "")" }
        let files = try image.files.map { file in
            let path = image.folder.appending(file.path.string + (file.isRendered ? ".bak" : ""))
            return "\(file.path) \(Digest.of([UInt8](try Data(contentsOf: URL(filePath: path.string)))))"
        }
        return Digest.of(try CanonicalJSON.encode([values, files]))
    }

    /// Checks the uppermost image with Ceph in it.
    private func check(_ images: [BuiltImage]) async throws -> CheckReport? {
        guard let last = images.last(where: { $0.image != "builder" }) else { return nil }
        let service = CheckService(workspace: workspace, reporter: reporter, engine: engine.kind)
        let report = try await service.check(.named(last.reference), base: nil)
        report.findings.forEach { reporter.report(.finding($0)) }
        guard report.hasPassed else { throw CheckService.failure(report, of: last.reference) }
        return report
    }
}

extension BuiltImage {
    /// `ceph/daemon-base:… 640 MB, cleaned from 700 MB to 640 MB`.
    fileprivate var summary: String {
        let cleaned = cleaning.map { ", cleaned from \(ByteCount($0.before)) to \(ByteCount($0.after))" } ?? ""
        return "\(reference), \(ByteCount(byteCount))" + cleaned
    }
}

extension StagedFlavor {
    fileprivate func image(_ name: String) throws -> StagedImage {
        guard let image = images.first(where: { $0.name == name }) else {
            throw FlavorFailure.badImage(name)
        }
        return image
    }
}
