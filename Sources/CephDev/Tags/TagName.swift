// SPDX-License-Identifier: Apache-2.0

internal import EngineKit
internal import OCIKit

/// A name of an image in an engine, in the one form that its history is kept under: always with a tag, and without the
/// host that the engine puts before a name that has none.
struct TagName: Hashable, Sendable, CustomStringConvertible {
    let reference: ImageReference
    /// As the engine itself would write it: what podman is given without a host, `podman tag` takes for one of this host
    /// and skopeo for one of Docker Hub.
    let spelled: String

    init(_ reference: ImageReference, in engine: ContainerEngine.Kind) throws {
        var repository = reference.repository
        for host in Self.impliedHosts(engine) where repository.hasPrefix(host) {
            repository.removeFirst(host.count)
            break
        }
        self.reference = try ImageReference(repository: repository, tag: reference.tag ?? "latest")
        spelled = engine == .podman && !self.reference.hasHost ? "localhost/\(self.reference)" : "\(self.reference)"
    }

    init(parsing text: String, in engine: ContainerEngine.Kind) throws {
        try self.init(ImageReference(parsing: text), in: engine)
    }

    private static func impliedHosts(_ engine: ContainerEngine.Kind) -> [String] {
        switch engine {
        case .docker: ["docker.io/library/", "docker.io/"]
        case .podman: ["localhost/"]
        }
    }

    var description: String { reference.description }
}
