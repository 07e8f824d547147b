// SPDX-License-Identifier: Apache-2.0

package import Digests
package import ELFKit

/// Objects by the digest of their content: those that a base and an image share are read once.
package final class ObjectPool {
    /// What was read of the object with a digest; nil when it is none that a loader could be asked for.
    package typealias Source = @Sendable (Digest) throws -> DynamicObject?

    private let source: Source
    private var objects: [Digest: LinkObject?] = [:]

    package init(_ source: @escaping Source) {
        self.source = source
    }

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
