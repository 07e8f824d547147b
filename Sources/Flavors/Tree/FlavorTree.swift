// SPDX-License-Identifier: Apache-2.0

internal import FileTree
internal import GitKit
package import SystemPackage

/// A folder of Dockerfiles and what belongs to them, laid out as ceph-container's: `src` for every flavor, `ceph-releases`
/// for some.
package struct FlavorTree: Sendable {
    static let tops = ["src", "ceph-releases"]
    /// The images that a tree may be for, in the order in which they are built.
    package static let imageNames = ["builder", "daemon-base", "daemon"]

    /// Absolute, without symbolic links.
    package let root: FilePath
    let listing: TreeListing
    private let listed: [Flavor]?

    /// Reads which files there are.
    package init(at root: FilePath) throws {
        guard let real = root.realPath else { throw FlavorFailure.notATree(root) }
        self.root = real
        listing = try TreeScan.listing(of: real)
        guard !listing.files.isEmpty else { throw FlavorFailure.notATree(root) }
        listed = try FlavorList.read(in: real)
    }

    /// The images that the tree has a folder for.
    package func images() -> [String] {
        let folders = Set(listing.files.flatMap { $0.parent?.components ?? [] })
        let present = Self.imageNames.filter(folders.contains)
        return present.isEmpty ? ["daemon-base", "daemon"] : present
    }

    /// The flavors that the tree lists, in its file `flavors` or as ceph-container in its `Makefile`; without a list, those
    /// that have a folder of their own, `ceph-releases/RELEASE/OS/VERSION`.
    package func buildable() throws -> [Flavor] {
        try listed ?? combinations()
    }

    /// The flavors that `texts` ask for, each once; all buildable ones when there are none.
    package func flavors(_ texts: [String]) throws -> [Flavor] {
        var chosen: [Flavor] = []
        for text in texts {
            let flavor = try Flavor(parsing: text)
            guard try isKnown(flavor) else { throw try unknown(flavor) }
            if !chosen.contains(flavor) { chosen.append(flavor) }
        }
        if texts.isEmpty { chosen = try buildable() }
        guard !chosen.isEmpty else { throw FlavorFailure.noFlavors(tree: root) }
        return chosen
    }

    /// A tree that lists its flavors has no others; any other tree has those whose release, system and version it has
    /// folders for, in one place or another.
    private func isKnown(_ flavor: Flavor) throws -> Bool {
        if let listed { return listed.contains { flavor.isVariant(of: $0) } }
        let releases = try TreePath(parsing: "ceph-releases")
        let own = try releases.appending(flavor.release)
        guard try isFolder(own) else { return false }
        let systems = try [own, releases.appending("ALL")].map { try $0.appending(flavor.os) }.filter(isFolder)
        guard !systems.isEmpty else { return false }
        let versions = try systems.flatMap { try self.versions(in: $0) }
        return versions.isEmpty || versions.contains(flavor.osVersion)
    }

    private func unknown(_ flavor: Flavor) throws -> FlavorFailure {
        let wanted = "\(flavor.release),\(flavor.os),\(flavor.osVersion)"
        let near = try SimilarNames(to: wanted).best(5, of: buildable().map(\.description))
        return .unknownFlavor(flavor.description, tree: root, near: near)
    }

    private func combinations() throws -> [Flavor] {
        let releases = try TreePath(parsing: "ceph-releases")
        guard try isFolder(releases) else { return [] }
        return try listing.folders(in: releases).filter { $0 != "ALL" }.flatMap { release in
            let own = try releases.appending(release)
            return try versions(in: own).flatMap { os in
                try versions(in: own.appending(os)).compactMap { version in
                    // A folder whose name cannot be part of a flavor belongs to none.
                    try? Flavor(parsing: "\(release),\(os),\(version)")
                }
            }
        }
    }

    /// The folders in `path` that are not for an image.
    private func versions(in path: TreePath) throws -> [String] {
        guard let real = try listing.resolve(path) else { return [] }
        return try listing.folders(in: real).filter { !Self.imageNames.contains($0) }
    }

    private func isFolder(_ path: TreePath) throws -> Bool {
        guard let real = try listing.resolve(path) else { return false }
        return listing[real] == .folder
    }
}
