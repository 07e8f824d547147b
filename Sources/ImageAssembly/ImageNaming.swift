// SPDX-License-Identifier: Apache-2.0

/// What an engine takes for an image's id.
package enum ImageNaming: Sendable {
    /// The digest of its configuration: podman, and docker with the store of its own.
    case configuration
    /// The digest of its manifest, or of the list that leads to it: docker with containerd's image store.
    case manifest
}
