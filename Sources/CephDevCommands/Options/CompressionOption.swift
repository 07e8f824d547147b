// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
internal import ArgumentParser

/// How layers are compressed, as a user writes it.
enum CompressionOption: String, ExpressibleByArgument, CaseIterable {
    case zstd, gzip, none

    var compression: Compression {
        switch self {
        case .zstd: .zstd
        case .gzip: .gzip
        case .none: .none
        }
    }
}
