// SPDX-License-Identifier: Apache-2.0

internal import OCIKit

/// Where an image is pushed to: `[docker://][HOST[:PORT]/]REPOSITORY[:TAG]`.
package struct PushDestination: Sendable, Equatable, CustomStringConvertible {
    package let repository: String
    /// The image's own tag when nil.
    package let tag: String?

    /// - Throws: ``RegistryFailure/notADestination(_:)``, `OCIError`
    package init(parsing text: String) throws {
        let prefix = "docker://"
        let name = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
        guard !name.contains("@"), !name.contains("://") else { throw RegistryFailure.notADestination(text) }
        let reference = try ImageReference(parsing: name)
        // A lone host would be taken for a repository of Docker Hub.
        guard reference.repository.contains("/") else { throw RegistryFailure.notADestination(text) }
        repository = reference.repository
        tag = reference.tag
    }

    package var description: String { tag.map { "\(repository):\($0)" } ?? repository }

    /// The registry's name and port; nil stands for Docker Hub.
    package var host: String? { ImageReference.host(of: repository) }

    /// The tag under which an image that is called `names` is pushed.
    func tag(for names: [String]) -> String {
        // A name that is an id has no tag.
        tag ?? names.lazy.compactMap { try? ImageReference(parsing: $0).tag }.first ?? "latest"
    }
}
