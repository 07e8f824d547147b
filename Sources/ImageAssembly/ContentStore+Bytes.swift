// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import FoundationEssentials
internal import SystemPackage

extension ContentStore {
    /// The content of the document `digest`, a small blob; nil when the store has none.
    func bytes(of digest: Digest) throws -> [UInt8]? {
        guard blob(digest) != nil else { return nil }
        return [UInt8](try Data(contentsOf: URL(filePath: path(of: digest).string)))
    }
}
