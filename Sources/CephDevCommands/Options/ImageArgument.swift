// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import OCIKit

/// An IMAGE argument: where it is, and how it was written.
struct ImageArgument: Sendable, Equatable {
    let text: String
    let location: ImageLocation

    static let forms = """
        IMAGE as in containers-transports(5): a name in the engine or a registry, docker-daemon:REF, \
        containers-storage:REF, docker://REF, oci:DIR[:REF], oci-archive:FILE[:REF] or docker-archive:FILE[:REF]
        """

    /// The image that `text` means, for an argument's `transform`.
    static func parse(_ text: String) throws -> ImageArgument {
        do {
            return ImageArgument(text: text, location: try ImageLocation(parsing: text))
        } catch {
            throw ValidationError(error.description)
        }
    }
}
