// SPDX-License-Identifier: Apache-2.0

package import Digests
internal import FoundationEssentials
package import SystemPackage

/// Remembers the layers of the image that an engine was given last: it most likely still has them.
package struct LoadedLayers: Sendable {
    private let file: FilePath

    package init(at file: FilePath) {
        self.file = file
    }

    /// Lowest first, the base's too; none when nothing readable is remembered.
    package func read() -> [Digest] {
        guard let content = try? Data(contentsOf: URL(filePath: file.string)) else { return [] }  // as said
        return (try? JSONDecoder().decode([Digest].self, from: content)) ?? []  // as said
    }

    /// A note that cannot be kept costs the next run some time, and nothing else.
    package func remember(_ image: Image) {
        let layers = image.base.layers.map(\.diffID) + image.layers.map(\.diffID)
        guard layers != read(), let bytes = try? CanonicalJSON.encode(layers) else { return }  // as said
        try? Data(bytes).write(to: URL(filePath: file.string), options: .atomic)  // as said
    }
}
