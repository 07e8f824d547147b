// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import FoundationEssentials
internal import Glibc
internal import ProcessKit
package import SystemPackage

/// Looking through a whole store.
extension ContentStore {
    /// Looks at every file; with `verifying`, every blob is read and hashed. `check` is called before every file; what it
    /// throws ends the search.
    package func audit(verifying: Bool, check: () throws -> Void = {}) throws -> StoreAudit {
        var audit = StoreAudit()
        for name in try names(in: folder.appending("sha256")) {
            try check()
            let path = folder.appending("sha256").appending(name)
            guard let digest = try? Digest(hex: name), let blob = blob(digest) else {  // whatever it is, it is no blob
                audit.strays.append(path)
                continue
            }
            audit.blobCount += 1
            audit.byteCount += blob.byteCount
            // A blob that cannot be read is as good as broken.
            if verifying, (try? BlobSink.describe(path))?.digest != digest { audit.broken.append(path) }
        }
        audit.danglingRecords = try danglingRecords(without: Set(audit.broken))
        audit.strays += try scratchFiles { !ProcessIdentity.isAlive($0) }
        return audit
    }

    /// Removes what killed writers left; the caller knows that no other process uses the store.
    package func sweep() throws {
        // A record is written beside its place, under a name with a dot.
        let records = try names(in: derivedFolder).filter { $0.hasPrefix(".") }.map(derivedFolder.appending)
        let blobs = try scratchFiles { $0 != ProcessIdentity.processID }
        for path in records + blobs { unlink(path.string) }
    }

    /// Removes `paths` of this store, and the records that led to them. Whatever is gone already is gone.
    package func remove(_ paths: [FilePath]) throws {
        for path in paths { unlink(path.string) }
        for path in try danglingRecords(without: []) { unlink(path.string) }
    }

    private func danglingRecords(without broken: Set<FilePath>) throws -> [FilePath] {
        try names(in: derivedFolder).filter { !$0.hasPrefix(".") }.map(derivedFolder.appending).filter { path in
            guard let blob = recalled(at: path) else { return true }
            return broken.contains(self.path(of: blob.digest))
        }
    }

    /// Blobs that were being written by processes that `isMeant`.
    private func scratchFiles(where isMeant: (Int32) -> Bool) throws -> [FilePath] {
        let own = try names(in: folder).filter { name in
            guard name.hasPrefix(Self.scratchPrefix) else { return false }
            let process = name.dropFirst(Self.scratchPrefix.count).prefix { $0 != "-" }
            return Int32(process).map(isMeant) ?? true
        }
        return own.map(folder.appending)
    }

    /// Sorted; none when there is no such folder.
    private func names(in folder: FilePath) throws -> [String] {
        guard FileManager.default.fileExists(atPath: folder.string) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder.string).sorted()
    }
}
