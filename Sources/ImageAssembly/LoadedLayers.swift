// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import FoundationEssentials
package import SystemPackage

/// Remembers the image that an engine was given last: it most likely still has its layers.
package struct LoadedLayers: Sendable {
    private let file: FilePath

    package init(at file: FilePath) {
        self.file = file
    }

    /// Nil when nothing readable is remembered.
    package func read() -> LoadedImage? {
        guard let content = try? Data(contentsOf: URL(filePath: file.string)) else { return nil }  // as said
        return try? JSONDecoder().decode(LoadedImage.self, from: content)  // as said
    }

    /// A note that cannot be kept costs the next run some time, and nothing else.
    package func remember(_ image: Image) {
        guard let loaded = try? LoadedImage(image), loaded != read(),  // as said
            let bytes = try? CanonicalJSON.encode(loaded)  // as said
        else { return }
        try? Data(bytes).write(to: URL(filePath: file.string), options: .atomic)  // as said
    }
}
