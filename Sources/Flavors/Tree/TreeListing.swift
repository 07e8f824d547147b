// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// What lies where in a tree: on disk now, or in a commit.
struct TreeListing: Sendable {
    enum Kind: Sendable, Equatable {
        case folder
        case file
        case link(target: String)
    }

    private static let mostLinks = 40

    private var kinds: [TreePath: Kind] = [.root: .folder]
    private var children: [TreePath: Set<String>] = [:]

    init() {}

    /// Adds what lies at `path`, and the folders above it.
    mutating func add(_ path: TreePath, _ kind: Kind) {
        kinds[path] = kind
        var path = path
        while let parent = path.parent {
            guard children[parent, default: []].insert(path.name).inserted else { return }
            if kinds[parent] == nil { kinds[parent] = .folder }
            path = parent
        }
    }

    subscript(_ path: TreePath) -> Kind? { kinds[path] }

    /// The paths of all files and links, sorted.
    var files: [TreePath] { kinds.filter { $0.value != .folder }.keys.sorted() }

    /// The names in the folder `path`, sorted by their bytes.
    func names(in path: TreePath) -> [String] {
        (children[path] ?? []).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The folders in the folder `path`, links to folders among them.
    func folders(in path: TreePath) throws -> [String] {
        try names(in: path).filter { name in
            guard let real = try resolve(path.appending(name)) else { return false }
            return kinds[real] == .folder
        }
    }

    /// Where `path` is once all links in it are followed; nothing when it leads nowhere.
    func resolve(_ path: TreePath) throws -> TreePath? {
        var done = TreePath.root
        var rest = Array(path.components.reversed())
        var linkCount = 0
        while let name = rest.popLast() {
            guard name != ".." else {
                guard let parent = done.parent else { throw outOfTree(path) }
                done = parent
                continue
            }
            let next = try done.appending(name)
            guard case .link(let target) = kinds[next] else {
                guard kinds[next] != nil else { return nil }
                done = next
                continue
            }
            linkCount += 1
            guard linkCount <= Self.mostLinks else { throw FlavorFailure.linkLoop(TreePlace(path)) }
            guard !target.hasPrefix("/") else { throw FlavorFailure.linkOutOfTree(TreePlace(next), target: target) }
            rest += target.split(separator: "/").filter { $0 != "." }.map(String.init).reversed()
        }
        return done
    }

    private func outOfTree(_ path: TreePath) -> FlavorFailure {
        guard case .link(let target) = kinds[path] else { return .linkOutOfTree(TreePlace(path), target: "..") }
        return .linkOutOfTree(TreePlace(path), target: target)
    }
}
