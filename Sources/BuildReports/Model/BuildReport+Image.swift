// SPDX-License-Identifier: Apache-2.0

extension BuildReport {
    /// The image that came of it.
    package struct Image: Codable, Sendable, Equatable {
        /// A layer over the base.
        package struct Layer: Codable, Sendable, Equatable {
            /// The component.
            package let name: String
            package let diffID: String
            /// Uncompressed.
            package let byteCount: Int64
            package let fileCount: Int
            /// False when the image that the engine was given before has it too.
            package let isNew: Bool

            package init(name: String, diffID: String, byteCount: Int64, fileCount: Int, isNew: Bool) {
                self.name = name
                self.diffID = diffID
                self.byteCount = byteCount
                self.fileCount = fileCount
                self.isNew = isNew
            }
        }

        /// The one that never moves first.
        package let names: [String]
        package let id: String
        /// Lowest first.
        package let layers: [Layer]

        package init(names: [String], id: String, layers: [Layer]) {
            self.names = names
            self.id = id
            self.layers = layers
        }
    }

    /// What a registry has of the image.
    package struct Push: Codable, Sendable, Equatable {
        package struct Blob: Codable, Sendable, Equatable {
            /// `config`, `manifest`, the layer's name, or empty for a layer of the base.
            package let name: String
            /// As it lies in the registry.
            package let byteCount: Int64
            /// `sent`, `mounted` or `present`.
            package let fate: String

            package init(name: String, byteCount: Int64, fate: String) {
                self.name = name
                self.byteCount = byteCount
                self.fate = fate
            }
        }

        /// `repository@digest`
        package let reference: String
        package let compression: String
        package let blobs: [Blob]

        package init(reference: String, compression: String, blobs: [Blob]) {
            self.reference = reference
            self.compression = compression
            self.blobs = blobs
        }
    }
}
