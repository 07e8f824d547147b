// SPDX-License-Identifier: Apache-2.0

package import EngineKit
package import Flavors
internal import FoundationEssentials
internal import ImageAssembly
package import Reporting
internal import SystemPackage

/// What `cephdev base clean` does: takes away images of flavors, and what was staged for them.
package struct FlavorCleanService: Sendable {
    package enum Scope: Sendable, Equatable {
        /// Images and staging of some flavors.
        case flavors([Flavor])
        /// Images that lost their names to newer ones.
        case nameless
        /// Those, all images of flavors in one registry, and all that was staged.
        case registry
        /// The same in every registry.
        case everything
    }

    private let workspace: Workspace
    private let reporter: Reporter

    /// A service for a workspace that need not be there.
    package init(workspace: Workspace, reporter: Reporter) {
        self.workspace = workspace
        self.reporter = reporter
    }

    /// Removes what `scope` means, and says what that was; images that others were made from, or run, stay with a warning.
    package func clean(
        _ scope: Scope,
        _ options: StagingOptions,
        engine kind: ContainerEngine.Kind?,
        isDryRun: Bool
    ) async throws -> [Removal] {
        let hasRoot = FileManager.default.fileExists(atPath: workspace.root.string)
        let lock = hasRoot ? try workspace.lock() : nil
        defer { withExtendedLifetime(lock) {} }
        let engine = try await EngineProbe.find(kind)
        var removals: [Removal] = []
        // What was made of an image is younger, and goes before it.
        let images = try await FlavorImageList(engine: engine).images().sorted {
            $0.inspection.created > $1.inspection.created
        }
        for image in images {
            removals += image.names(in: scope, registry: options.registry).map { name in
                Removal(image: name, byteCount: image.inspection.byteCount)
            }
        }
        let paths = staged(scope, arch: options.arch).map { Removal($0, byteCount: DiskUsage.byteCount(of: $0)) }
        guard !isDryRun else { return removals + paths }
        let cleaner = ImageCleaner(engine: engine, reporter: reporter)
        let gone = try await cleaner.perform(removals)
        for path in paths { try FileManager.default.removeItem(atPath: path.subject) }
        return gone + paths
    }

    private func staged(_ scope: Scope, arch: String) -> [FilePath] {
        let folders: [FilePath]
        switch scope {
        case .nameless: folders = []
        case .registry, .everything: folders = [workspace.staging]
        case .flavors(let flavors): folders = flavors.map { workspace.staging.appending($0.folderName(arch: arch)) }
        }
        return folders.filter { FileManager.default.fileExists(atPath: $0.string) }
    }
}

/// Finds the images that `base build` made, in an engine.
struct FlavorImageList: Sendable {
    struct Image: Sendable {
        let inspection: ImageInspection
        /// Of the labels, as is the next.
        let flavor: String
        let builtName: String
        /// The names that it was built under; those that were given later are not ours to take.
        let names: [String]
    }

    let engine: ContainerEngine

    func images() async throws -> [Image] {
        var found: [Image] = []
        for inspection in try await engine.images(labelled: FlavorImageBuilder.nameLabel) {
            // Labels pass on to whatever is made from an image.
            guard inspection.labels[ImageLabels.mark] == nil,
                let flavor = inspection.labels[FlavorImageBuilder.flavorLabel],
                let built = inspection.labels[FlavorImageBuilder.nameLabel]
            else { continue }
            let names = inspection.names.filter { $0 == built || $0 == "localhost/\(built)" }
            let isNameless = inspection.names.allSatisfy { $0.contains("<none>") }
            if names.isEmpty {
                guard isNameless, try await isWhole(inspection) else { continue }
            }
            found.append(Image(inspection: inspection, flavor: flavor, builtName: built, names: names))
        }
        return found
    }

    /// Whether the uppermost thing done to an image was to label it as one of a flavor.
    private func isWhole(_ image: ImageInspection) async throws -> Bool {
        try await engine.layerSizes(of: image.id).first?.createdBy.contains(FlavorImageBuilder.flavorLabel) ?? false
    }
}

extension FlavorImageList.Image {
    /// What of the image is to go: its names, or its id when it has none.
    fileprivate func names(in scope: FlavorCleanService.Scope, registry: String) -> [String] {
        let prefix = registry.isEmpty ? "" : registry + "/"
        func isIn(_ name: String) -> Bool { name.hasPrefix(prefix) || name.hasPrefix("localhost/" + prefix) }
        switch scope {
        case .nameless: return names.isEmpty ? [inspection.id] : []
        case .everything: return names.isEmpty ? [inspection.id] : names
        case .registry: return names.isEmpty && isIn(builtName) ? [inspection.id] : names.filter(isIn)
        case .flavors(let flavors): return flavors.contains { "\($0)" == flavor } ? names.filter(isIn) : []
        }
    }
}
