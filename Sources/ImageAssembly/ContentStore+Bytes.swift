// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import FoundationEssentials
internal import Glibc
internal import SystemPackage

extension ContentStore {
    /// The folder in the form that skopeo shares blobs by: `sha256/` lies in it.
    var sharedFolder: FilePath { derivedFolder.removingLastComponent() }

    /// Where something may be made that is to become a blob.
    func makeScratchName() -> FilePath {
        sharedFolder.appending("ingest-\(getpid())-\(UInt64.random(in: 0...UInt64.max))")
    }

    /// The content of the document `digest`, a small blob; nil when the store has none.
    func bytes(of digest: Digest) throws -> [UInt8]? {
        guard blob(digest) != nil else { return nil }
        return [UInt8](try Data(contentsOf: URL(filePath: path(of: digest).string)))
    }
}
