// SPDX-License-Identifier: Apache-2.0

/// What the bytes of a blob are (image-spec, media-types.md), and docker's older names for the same.
package enum MediaType: String, Sendable, CaseIterable {
    case index = "application/vnd.oci.image.index.v1+json"
    case manifest = "application/vnd.oci.image.manifest.v1+json"
    case configuration = "application/vnd.oci.image.config.v1+json"
    case layer = "application/vnd.oci.image.layer.v1.tar"
    case layerGzip = "application/vnd.oci.image.layer.v1.tar+gzip"
    case layerZstd = "application/vnd.oci.image.layer.v1.tar+zstd"

    case dockerList = "application/vnd.docker.distribution.manifest.list.v2+json"
    case dockerManifest = "application/vnd.docker.distribution.manifest.v2+json"
    case dockerConfiguration = "application/vnd.docker.container.image.v1+json"
    case dockerLayer = "application/vnd.docker.image.rootfs.diff.tar"
    case dockerLayerGzip = "application/vnd.docker.image.rootfs.diff.tar.gzip"
    case dockerLayerZstd = "application/vnd.docker.image.rootfs.diff.tar.zstd"

    /// The name that OCI documents use: the bytes are the same.
    package var oci: MediaType {
        switch self {
        case .dockerList: .index
        case .dockerManifest: .manifest
        case .dockerConfiguration: .configuration
        case .dockerLayer: .layer
        case .dockerLayerGzip: .layerGzip
        case .dockerLayerZstd: .layerZstd
        default: self
        }
    }

    package var isLayer: Bool { [.layer, .layerGzip, .layerZstd].contains(oci) }
}
