// SPDX-License-Identifier: Apache-2.0

package import Digests
package import ELFKit
internal import FileTree

/// Objects by the digest of their content: those that a base and an image share are read once.
package final class ObjectPool {
    /// What was read of the object with a digest; nil when it is none that a loader could be asked for.
    package typealias Source = @Sendable (Digest) throws -> DynamicObject?

    private let source: Source
    private var objects: [Digest: LinkObject?] = [:]

    package init(_ source: @escaping Source) {
        self.source = source
    }

    /// Asks for all objects of `tree` that a loader could be asked about, on several cores.
    func load(_ tree: FileTree) async throws {
        let wanted = tree.loadableObjects.compactMap { path -> Digest? in
            tree.digest(at: path).flatMap { objects[$0] == nil ? $0 : nil }
        }
        guard wanted.count > 2 * Self.width else { return }  // few are asked for as they come
        objects.reserveCapacity(objects.count + wanted.count)
        try await withThrowingTaskGroup(of: [(Digest, LinkObject?)].self) { [source] group in
            for start in 0..<Self.width {
                group.addTask {
                    try stride(from: start, to: wanted.count, by: Self.width).map { position in
                        (wanted[position], try source(wanted[position]).map(LinkObject.init))
                    }
                }
            }
            for try await part in group {
                for (digest, object) in part { objects[digest] = .some(object) }
            }
        }
    }

    /// Parts that are read at once; more cores are not worth more.
    private static let width = 4

    /// Takes `facts` for what was read of `digest`.
    func add(_ facts: DynamicObject, as digest: Digest) {
        objects[digest] = .some(LinkObject(facts))
    }

    func object(_ digest: Digest) throws -> LinkObject? {
        if let known = objects[digest] { return known }
        let object = try source(digest).map(LinkObject.init)
        objects[digest] = .some(object)
        return object
    }
}
