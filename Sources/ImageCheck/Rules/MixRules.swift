// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import ELFKit
internal import FileTree

/// What shows that objects of one process come from different sources, although every symbol is there.
struct MixRules {
    private let comparison: Comparison
    private var image: ImageLinks { comparison.image }

    init(_ comparison: Comparison) {
        self.comparison = comparison
    }

    func collect(into causes: inout CauseCollector) {
        guard comparison.base != nil else { return }
        collectSizes(into: &causes)
        collectOldConsumers(into: &causes)
    }

    // MARK: Sizes

    /// Variables and classes that a changed object and another one of its process have in two sizes: they were compiled
    /// from different headers. A proof of it is impossible; the base of a real image has none.
    private func collectSizes(into causes: inout CauseCollector) {
        let model = image.model
        var places: [UInt32: [(number: Int, symbol: SymbolTable.Symbol)]] = [:]
        let changed = image.roots.filter { comparison.changed.contains($0.path) }
        for root in changed {
            for symbol in model.facts(of: root.number).symbols.variables {
                places[symbol.hash, default: []].append((root.number, symbol))
            }
        }
        guard !places.isEmpty else { return }
        let processes = comparison.affectedRoots.map(\.scope.set)
        let members = Set(comparison.affectedRoots.flatMap(\.scope.members))
        for root in image.roots where members.contains(root.number) {
            let symbols = model.facts(of: root.number).symbols
            for symbol in symbols.variables {
                for (number, other) in places[symbol.hash] ?? [] where other.dataSize != symbol.dataSize {
                    guard number != root.number else { continue }
                    let name = symbols.name(of: symbol)
                    guard name == model.facts(of: number).symbols.name(of: other),
                        processes.contains(where: { $0.contains(number) && $0.contains(root.number) })
                    else { continue }
                    add(name, model.path(of: number), root.path, into: &causes)
                }
            }
        }
    }

    private func add(_ name: String, _ path: TreePath, _ other: TreePath, into causes: inout CauseCollector) {
        let pair = [path, other].sorted()
        causes.add(
            .twoSizes(library: pair[0], other: pair[1]),
            symbol: name,
            consumer: other,
            victim: path,
            isLazy: false
        )
    }

    // MARK: Old consumers

    /// Objects of the base that link what a build replaced: of Ceph, where symbols have no versions to rely on, and of others.
    private func collectOldConsumers(into causes: inout CauseCollector) {
        for root in image.roots where !comparison.changed.contains(root.path) {
            for name in image.model.facts(of: root.number).needed {
                guard let number = root.scope.known[name] else { continue }
                let path = image.model.path(of: number)
                guard comparison.changed.contains(path), wasReplaced(path) else { continue }
                if !Self.isOfCeph(image.model.facts(of: root.number), root.path) {
                    causes.add(.thirdParty(path: path), victim: root.path)
                } else if !image.model.facts(of: number).definesVersions {
                    causes.add(.unstableLibrary(path: path), victim: root.path)
                }
            }
        }
    }

    /// Whether the base has another file at `path`.
    private func wasReplaced(_ path: TreePath) -> Bool {
        guard let old = comparison.base?.model.tree.digest(at: path) else { return false }
        return image.model.tree.digest(at: path) != old
    }

    /// Whether an object comes with Ceph: its private library is linked by nobody else.
    private static func isOfCeph(_ facts: DynamicObject, _ path: TreePath) -> Bool {
        let words = ["ceph", "rados", "rbd", "rgw", "cls_", "libec_"]
        return facts.needed.contains { $0.hasPrefix("libceph-common.") } || words.contains(where: path.name.contains)
    }
}

extension SymbolTable {
    /// What has a size: variables, vtables and the like, those that are copied too.
    fileprivate var variables: some Sequence<Symbol> {
        [definitions, references].lazy.joined().filter { $0.dataSize > 0 }
    }
}
