// SPDX-License-Identifier: Apache-2.0

internal import ELFKit
internal import FileTree

/// What can be wrong with files around linking, and was not so in the base.
struct FileRules {
    private let comparison: Comparison
    private let tree: FileTree
    private let before: FileTree

    init(_ comparison: Comparison) {
        self.comparison = comparison
        tree = comparison.image.model.tree
        before = comparison.base?.model.tree ?? FileTree()
    }

    func collect(into causes: inout CauseCollector) {
        for entry in tree.entries {
            switch entry.kind {
            case .symlink(let target): collectDangling(entry.path, target, into: &causes)
            case .file(_, _, isELF: true): collectUnreadable(entry, into: &causes)
            case .file: collectNoObject(entry.path, into: &causes)
            default: break
            }
        }
        collectForeign(into: &causes)
        collectSearchPaths(into: &causes)
        collectOtherPythons(into: &causes)
    }

    private func collectDangling(_ path: TreePath, _ target: String, into causes: inout CauseCollector) {
        guard path.isLibrary, !tree.leads(path) else { return }
        let led = before.leads(path)
        guard led || comparison.changed.contains(path) else { return }
        causes.add(.danglingLink(path: path, target: target), led ? .error : .warning)
    }

    // MARK: Who may read

    private func collectUnreadable(_ entry: FileEntry, into causes: inout CauseCollector) {
        guard let blocker = Self.blocker(of: entry.path, in: tree) else { return }
        guard before[entry.path] == nil || Self.blocker(of: entry.path, in: before) == nil else { return }
        // Nobody but root starts what only root may, and helpers with set-id bits are for their group.
        guard before[entry.path] != nil || comparison.base == nil || comparison.changed.contains(entry.path) else {
            return
        }
        guard comparison.base != nil || entry.path.isLibrary else { return }
        causes.add(.unreadable(path: entry.path, blocker: blocker), victim: entry.path)
    }

    /// What keeps others from reading the file at `path`: itself or a folder.
    private static func blocker(of path: TreePath, in tree: FileTree) -> TreePath? {
        var folder = path.parent
        while let above = folder {
            if let mode = tree[above]?.mode, tree[above]?.kind == .directory, mode & 0o001 == 0 { return above }
            folder = above.parent
        }
        return tree[path].map { $0.mode & 0o004 == 0 } == true ? path : nil
    }

    // MARK: What is no object for these programs

    private func collectNoObject(_ path: TreePath, into causes: inout CauseCollector) {
        guard path.isLibrary else { return }
        let wasObject = if case .file(_, _, isELF: true) = before[path]?.kind { true } else { false }
        guard wasObject || (comparison.base != nil && before[path] == nil && path.name.hasPrefix("lib")) else { return }
        causes.add(.notAnObject(path: path), wasObject ? .error : .warning)
    }

    private func collectForeign(into causes: inout CauseCollector) {
        let programs = comparison.image.programs.map { comparison.image.model.facts(of: $0.number).format }
        let counts = Dictionary(programs.map { ($0, 1) }, uniquingKeysWith: +)
        guard let own = counts.max(by: { $0.value < $1.value })?.key, comparison.base != nil else { return }
        for root in comparison.image.roots where comparison.changed.contains(root.path) {
            let facts = comparison.image.model.facts(of: root.number)
            guard facts.damage == nil, facts.format != own else { continue }
            guard comparison.base?.facts(at: root.path)?.format != facts.format else { continue }
            causes.add(
                .foreignObject(path: root.path, machine: facts.format.name, expected: own.name),
                victim: root.path
            )
        }
    }

    // MARK: Where others look

    private func collectSearchPaths(into causes: inout CauseCollector) {
        for root in comparison.image.roots where comparison.changed.contains(root.path) {
            let facts = comparison.image.model.facts(of: root.number)
            guard let text = facts.runpath ?? facts.rpath else { continue }
            let old = comparison.base?.facts(at: root.path)
            guard text != old?.runpath ?? old?.rpath else { continue }
            let folders = LibrarySearch.folders(text, owner: root.path, facts.format)
            guard folders.contains(where: { !$0.hasPrefix("/") || isBuildFolder($0) }) else { continue }
            causes.add(.searchPath(text: text), victim: root.path)
        }
    }

    /// A folder that neither the image nor its base has.
    private func isBuildFolder(_ text: String) -> Bool {
        comparison.base != nil && tree.resolve(text: text) == nil
    }

    // MARK: Python

    private func collectOtherPythons(into causes: inout CauseCollector) {
        let tags = Set(tree.children(of: TreePath.programs).compactMap { Self.tag(ofInterpreter: $0.path.name) })
        guard !tags.isEmpty else { return }
        for path in comparison.changed {
            guard let tag = Self.tag(ofModule: path.name), !tags.contains(tag), tree[path] != nil else { continue }
            causes.add(.otherPython(tag: tag, has: tags.sorted()), victim: path)
        }
    }

    /// `cpython-313` of `python3.13`.
    private static func tag(ofInterpreter name: String) -> String? {
        guard name.hasPrefix("python3."), name.dropFirst(8).allSatisfy(\.isNumber) else { return nil }
        return "cpython-3" + name.dropFirst(8)
    }

    /// `cpython-313` of `rados.cpython-313-x86_64-linux-gnu.so` (PEP 3149).
    private static func tag(ofModule name: String) -> String? {
        guard name.hasSuffix(".so") else { return nil }
        return name.split(separator: ".").first { $0.hasPrefix("cpython-") }.map { part in
            part.split(separator: "-").prefix(2).joined(separator: "-")
        }
    }
}

extension TreePath {
    fileprivate static let programs = (try? TreePath(parsing: "usr/bin")) ?? .root  // it parses
}

extension FileTree {
    /// Whether something lies where `path` leads.
    fileprivate func leads(_ path: TreePath) -> Bool { resolve(path).flatMap { self[$0] } != nil }
}
