// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// Which file of a tree goes where in an image's folder.
struct StagingSearch {
    private let listing: TreeListing
    private let image: String
    private var found: [TreePath: StagedSource] = [:]

    /// The files of `image`, by their path in its folder.
    static func files(of image: String, for flavor: Flavor, in listing: TreeListing) throws -> [TreePath: StagedSource]
    {
        var search = StagingSearch(listing: listing, image: image)
        for folder in folders(for: flavor) { try search.enter(TreePath(parsing: folder)) }
        try search.settleLinks()
        try search.refuseClashes()
        return search.found
    }

    /// The folders that are searched; what a later one has replaces what an earlier one had.
    static func folders(for flavor: Flavor) -> [String] {
        ["src"]
            + ["ALL", flavor.release].flatMap { release in
                let folder = "ceph-releases/\(release)"
                return [folder, "\(folder)/\(flavor.os)", "\(folder)/\(flavor.os)/\(flavor.osVersion)"]
            }
    }

    private init(listing: TreeListing, image: String) {
        self.listing = listing
        self.image = image
    }

    /// Takes the files directly in `folder`, then all below its folder for the image.
    private mutating func enter(_ folder: TreePath) throws {
        guard let real = try folderPath(folder) else { return }
        for name in listing.names(in: real) {
            let path = try folder.appending(name)
            if try folderPath(path) == nil { try take(path, real.appending(name), as: .root.appending(name)) }
        }
        let own = try folder.appending(image)
        if let real = try folderPath(own) { try walk(own, real, into: .root) }
    }

    private mutating func walk(_ folder: TreePath, _ real: TreePath, into staged: TreePath) throws {
        for name in listing.names(in: real) {
            let (path, inside, target) = try (folder.appending(name), real.appending(name), staged.appending(name))
            if listing[inside] == .folder {
                try walk(path, inside, into: target)
            } else {
                try take(path, inside, as: target)
            }
        }
    }

    private mutating func take(_ path: TreePath, _ entry: TreePath, as staged: TreePath) throws {
        guard case .link(let target) = listing[entry] else {
            found[staged] = StagedSource(path: path, entry: entry, real: entry, kind: .file)
            return
        }
        guard let real = try listing.resolve(entry) else {
            throw FlavorFailure.linkToNothing(TreePlace(path), target: target)
        }
        found[staged] = StagedSource(path: path, entry: entry, real: real, kind: .link(target: target))
    }

    /// A link stays one when what it names is staged too; otherwise the file that it leads to is staged in its place.
    private mutating func settleLinks() throws {
        let folders = Set(found.keys.flatMap(Self.ancestors))
        for (staged, source) in found {
            guard case .link(let target) = source.kind, let parent = staged.parent else { continue }
            // A target outside of the image's folder is staged nowhere.
            let inside = try? TreePath(parsing: TreeScan.join(parent, target))
            if let inside, found[inside] != nil || folders.contains(inside) { continue }
            guard listing[source.real] == .file else {
                throw FlavorFailure.linkToFolder(source.place, target: target)
            }
            found[staged] = StagedSource(path: source.path, entry: source.entry, real: source.real, kind: .file)
        }
    }

    private func refuseClashes() throws {
        for (staged, source) in found.sorted(by: { $0.key < $1.key }) {
            for folder in Self.ancestors(staged) {
                guard let other = found[folder] else { continue }
                throw FlavorFailure.clash(staged: "\(image)/\(folder.string)", other.place, source.place)
            }
        }
    }

    private func folderPath(_ path: TreePath) throws -> TreePath? {
        guard let real = try listing.resolve(path), listing[real] == .folder else { return nil }
        return real
    }

    /// The folders above `path`, but for the root.
    private static func ancestors(_ path: TreePath) -> [TreePath] {
        Array(sequence(first: path) { $0.parent }.dropFirst().filter { $0 != .root })
    }
}
