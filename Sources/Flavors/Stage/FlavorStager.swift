// SPDX-License-Identifier: Apache-2.0

internal import FileTree
internal import ProcessKit
package import SystemPackage

/// Stages flavors of a tree: the files that each selects, with variables replaced.
package struct FlavorStager: Sendable {
    private let tree: FlavorTree
    private let options: StagingOptions

    package init(_ tree: FlavorTree, _ options: StagingOptions) {
        self.tree = tree
        self.options = options
    }

    /// Stages one flavor to the folder `output`, or several to folders in it that are named for them.
    ///
    /// Nothing at `output` changes before all are staged; each then takes the place of its earlier staging at once.
    ///
    /// - Throws: ``FlavorFailure`` when the tree, an image's name or the output is not as it must be.
    package func stage(_ flavors: [Flavor], to output: FilePath) async throws -> [StagedFlavor] {
        try refuseSources(output)
        let folders = try folders(of: flavors, in: output)
        let stagings = try await BlockingWork.run { [tree, options] flag in
            let origin = try TreeOrigin(of: tree.root)
            var stagings: [Staging] = []
            for (flavor, folder) in zip(flavors, folders) {
                stagings.append(try Staging(of: flavor, to: folder, tree, options, origin, check: flag.check))
            }
            for staging in stagings { try staging.room.swap() }
            return stagings
        }
        return stagings.map(\.staged)
    }

    private func folders(of flavors: [Flavor], in output: FilePath) throws(FlavorFailure) -> [FilePath] {
        guard flavors.count != 1 else { return [output] }
        let named = Dictionary(grouping: flavors) { $0.folderName(arch: options.arch) }
        for (name, flavors) in named.sorted(by: { $0.key < $1.key }) where flavors.count > 1 {
            throw .sameFolder(name, flavors: flavors.map(\.description))
        }
        return flavors.map { output.appending($0.folderName(arch: options.arch)) }
    }

    /// A staging among the sources would be staged the next time.
    private func refuseSources(_ output: FilePath) throws(FlavorFailure) {
        guard let here = FilePath(".").realPath else { return }
        let present = sequence(first: here.pushing(output)) { $0.removingLastComponent() }.lazy.compactMap(\.realPath)
        guard let folder = present.first(where: { _ in true }) else { return }
        for top in FlavorTree.tops where folder.starts(with: tree.root.appending(top)) {
            throw .outputInUse(output, reason: "it lies among the sources of the tree")
        }
    }
}
