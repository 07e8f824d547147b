// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import SystemPackage

/// A layer's uncompressed bytes, and where they lie.
struct LayerBlob {
    let diffID: Digest
    let byteCount: Int64
    let path: FilePath
}

extension ContentStore {
    /// `layer` as it lies here.
    func loadable(_ layer: Layer) -> LayerBlob {
        LayerBlob(diffID: layer.diffID, byteCount: layer.byteCount, path: path(of: layer.diffID))
    }
}
