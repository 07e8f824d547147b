// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import FileTree
internal import ImageAssembly
internal import OCIKit

extension OpenedImage {
    /// For each layer what cephdev noted of it; nil for those that it did not write.
    var layerOrigins: [LayerOrigin?] {
        zip(image.configuration.layerOrigins, image.configuration.layerComments).map { createdBy, comment in
            let name = Image.layerName(createdBy)
            return name.isEmpty ? nil : LayerOrigin(name: name, comment: comment)
        }
    }

    var layerReports: [LayerReport] {
        let origins = layerOrigins
        let history = image.configuration.layerOrigins
        return image.layers.enumerated().map { index, layer in
            LayerReport(
                diffID: layer.diffID,
                digest: manifest?.layers[index].digest,
                size: layer.byteCount,
                compressedSize: manifest?.layers[index].size,
                component: origins[index]?.name,
                fileCount: layer.contents.entries.count { $0.kind != .directory },
                commit: origins[index]?.commit,
                createdBy: history[index]
            )
        }
    }

    /// The highest layer that holds each path, as an index into the image's layers.
    var holders: [TreePath: Int] {
        image.layers.enumerated().reduce(into: [:]) { holders, layer in
            for entry in layer.element.contents.entries { holders[entry.path] = layer.offset }
        }
    }
}
