// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import OCIKit

/// Puts layers on a base: its entry point, environment and volumes stay as they are.
package struct ImageAssembler: Sendable {
    private let base: BaseImage
    private let labels: [String: String]
    private let epoch: Int64

    /// An assembler that sets `labels` over the base's own and says that the image was made at `epoch`, in seconds since
    /// 1970.
    package init(base: BaseImage, labels: [String: String], epoch: Int64) {
        self.base = base
        self.labels = labels
        self.epoch = epoch
    }

    package func assemble(_ layers: [Layer]) throws -> Image {
        let bytes = try base.configuration.adding(labels: labels).encoded()
        return try Image(id: Digest.of(bytes), configuration: bytes, base: base, layers: [])
            .adding(layers, at: epoch)
    }
}
