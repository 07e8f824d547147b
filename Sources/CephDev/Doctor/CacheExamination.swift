// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import ImageAssembly
internal import Reporting
internal import SystemPackage

/// Looks through the cache for what is broken, and removes it when asked to: it is made again when it is needed.
struct CacheExamination: Sendable {
    let workspace: Workspace

    func examine(verifying: Bool, repairing: Bool, check: () throws -> Void) throws -> [Diagnosis] {
        let audit = try ContentStore(at: workspace.blobs).audit(verifying: verifying, check: check)
        let indexes = verifying ? try BaseImage.damagedIndexes(in: workspace.baseIndexes, check: check) : []
        let rejects = audit.rejects + indexes
        let isMended = !rejects.isEmpty && repairing ? try mend(audit, indexes) : false
        let size = "\(audit.blobCount) layers, \(ByteCount(audit.byteCount))" + (verifying ? ", all verified" : "")
        if rejects.isEmpty || isMended {
            let note = isMended ? "; removed \(Self.list(rejects))" : ""
            return [.healthy("layers", size + note)]
        }
        let busy = repairing ? "; nothing was removed, for another run uses the cache" : ""
        return [
            ("broken layers", audit.broken), ("records that lead nowhere", audit.danglingRecords),
            ("left by killed runs", audit.strays), ("damaged indexes of images", indexes),
        ]
        .filter { !$0.1.isEmpty }
        .map {
            .problem($0.0, Self.list($0.1) + busy, remedy: "cephdev doctor\(verifying ? " --verify" : "") --repair")
        }
    }

    /// Whether it could be done: nobody else may use the cache.
    private func mend(_ audit: StoreAudit, _ indexes: [FilePath]) throws -> Bool {
        let mended: Void? = try workspace.cacheUse?.alone(tries: 100) {
            try ContentStore(at: workspace.blobs).remove(audit.rejects)
            for path in indexes { try FileManager.default.removeItem(atPath: path.string) }
        }
        return mended != nil
    }

    private static func list(_ paths: [FilePath]) -> String {
        let shown = paths.prefix(3).map(\.string).joined(separator: ", ")
        return shown + (paths.count > 3 ? " and \(paths.count - 3) more" : "")
    }
}
