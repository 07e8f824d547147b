// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import FileTree
internal import FoundationEssentials
internal import SystemPackage

/// Blobs that follow from others: what was made once from the same input is not made again.
///
/// A record under the digest of everything that decides the blob holds the blob's digest and length. A record that is
/// damaged, or whose blob is gone, counts as none.
extension ContentStore {
    /// The blob remembered under `key`, or what `produce` gives, which is then remembered.
    ///
    /// `key` names the procedure and its version first, and then all that decides the blob's bytes.
    package func derive(_ key: [String], _ produce: () throws -> StoredBlob) throws -> StoredBlob {
        if let known = try recall(key) { return known }
        let blob = try produce()
        try remember(blob, under: key)
        return blob
    }

    /// The blob remembered under `key`, when it is still there.
    package func recall(_ key: [String]) throws -> StoredBlob? {
        guard let blob = recalled(at: try recordPath(key)) else { return nil }
        UseTime.note(path(of: blob.digest))
        return blob
    }

    /// What the record at `path` says, when its blob is there.
    func recalled(at path: FilePath) -> StoredBlob? {
        // A record that cannot be read is none.
        guard let content = try? Data(contentsOf: URL(filePath: path.string)) else { return nil }
        let words = String(decoding: content, as: UTF8.self).split(separator: " ")
        guard words.count == 2, let digest = try? Digest(parsing: String(words[0])),  // as above
            let blob = blob(digest), String(blob.byteCount) == words[1]
        else { return nil }
        return blob
    }

    /// Remembers `blob` under `key`.
    package func remember(_ blob: StoredBlob, under key: [String]) throws {
        let path = try recordPath(key)
        do {
            try FileManager.default.createDirectory(
                atPath: path.removingLastComponent().string,
                withIntermediateDirectories: true
            )
            try Data("\(blob.digest) \(blob.byteCount)".utf8).write(to: URL(filePath: path.string), options: .atomic)
        } catch let error as CocoaError {
            throw ImageFailure.cannotWrite(path, reason: error.reason)
        }
    }

    private func recordPath(_ key: [String]) throws -> FilePath {
        try derivedFolder.appending(Digest.of(CanonicalJSON.encode(key)).hex)
    }
}
