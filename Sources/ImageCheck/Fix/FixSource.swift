// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import ELFKit
package import FileTree

/// Files that may take the place of those of an image.
package struct FixSource: Sendable {
    /// Where they come from.
    package enum Origin: String, Sendable, Hashable {
        /// What the build installs, whether it differs from the base or not.
        case build
        /// The image that the build ran in: it has what the build was linked with.
        case builder
    }

    package let origin: Origin
    package let tree: FileTree

    package init(_ origin: Origin, _ tree: FileTree) {
        self.origin = origin
        self.tree = tree
    }
}

/// A file of a source, found as the counterpart of another.
struct Twin {
    let origin: FixSource.Origin
    let path: TreePath
    let digest: Digest
    let mode: UInt16
    let facts: DynamicObject

    func placed(at path: TreePath) -> TreeEdit.Change { .place(source: self.path, origin: origin, path: path) }
}

/// The objects of a source by what one may look for them.
struct TwinIndex {
    private var all: [Twin] = []
    private var bySoname: [String: [Int]] = [:]
    private var byName: [String: [Int]] = [:]
    /// The first that each name leads to.
    private var byLink: [String: Int] = [:]

    init(_ source: FixSource, _ pool: ObjectPool) throws {
        var positions: [TreePath: Int] = [:]
        for path in source.tree.loadableObjects {
            guard let entry = source.tree[path], case .file(_, let digest, _) = entry.kind,
                let facts = try pool.object(digest)?.facts, facts.damage == nil
            else { continue }
            if let soname = facts.soname { bySoname[soname, default: []].append(all.count) }
            byName[path.name, default: []].append(all.count)
            positions[path] = all.count
            all.append(Twin(origin: source.origin, path: path, digest: digest, mode: entry.mode, facts: facts))
        }
        for entry in source.tree.entries where entry.kind != .directory && byLink[entry.path.name] == nil {
            byLink[entry.path.name] = source.tree.resolve(entry.path).flatMap { positions[$0] }
        }
    }

    /// The counterpart of the object at `path`: of the same SONAME, else at the same path, else of the same file name with
    /// the longest common end of the folder.
    func twin(of path: TreePath, soname: String?) -> Twin? {
        if let soname, let twin = library(soname) { return twin }
        let named = (byName[path.name] ?? []).map { all[$0] }
        return named.first { $0.path == path } ?? named.max { commonEnd($0.path, path) < commonEnd($1.path, path) }
    }

    /// The library with the SONAME `soname`, or, where none has it, the file to which that name leads.
    func library(_ soname: String) -> Twin? {
        (bySoname[soname]?.first ?? byLink[soname]).map { all[$0] }
    }

    /// Objects called `name`, wherever they lie.
    func objects(named name: String) -> [Twin] { (byName[name] ?? []).map { all[$0] } }

    private func commonEnd(_ left: TreePath, _ right: TreePath) -> Int {
        zip(left.components.reversed(), right.components.reversed()).prefix { $0 == $1 }.count
    }
}
