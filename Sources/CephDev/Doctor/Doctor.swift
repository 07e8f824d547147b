// SPDX-License-Identifier: Apache-2.0

internal import CephBuild
package import EngineKit
internal import FoundationEssentials
internal import Glibc
internal import ImageAssembly
internal import ProcessKit
internal import Reporting
package import SystemPackage

/// What `cephdev doctor` does: looks for what this host lacks, and through the cache.
package struct Doctor: Sendable {
    package struct Request: Sendable {
        package var workspace: FilePath
        package var cache: FilePath
        package var engine: ContainerEngine.Kind?
        /// Reads and hashes everything in the cache that has a digest.
        package var verifies = false
        /// Removes what is no good.
        package var repairs = false

        package init(workspace: FilePath, cache: FilePath) {
            self.workspace = workspace
            self.cache = cache
        }
    }

    private let request: Request

    package init(_ request: Request) {
        self.request = request
    }

    /// What was found, in the order of what a run needs first.
    package func examine() async throws -> [Diagnosis] {
        // A folder that cannot be written to is told of below.
        let workspace = try? Workspace(present: request.workspace, cache: request.cache)
        let host = HostExamination(installer: PackageInstaller.ofHost(), workspace: workspace)
        var diagnoses = await host.engine(request.engine)
        for tool in HostExamination.tools { diagnoses.append(await host.tool(tool)) }
        diagnoses.append(cacheFolder())
        diagnoses += space()
        return diagnoses + (try await cacheContents())
    }

    private func cacheFolder() -> Diagnosis {
        var place = request.cache
        while access(place.string, F_OK) != 0, place.removeLastComponent() {}
        let isWritable = access(place.string, R_OK | W_OK | X_OK) == 0
        return isWritable
            ? .healthy("cache", "\(request.cache) can be written to")
            : .problem(
                "cache",
                "\(place) cannot be written to: \(Errno(rawValue: errno))",
                remedy: "make it writable, or name another with --cache or CEPHDEV_CACHE"
            )
    }

    /// Less than this is too little for the sample even.
    private static let leastSpace: Int64 = 2_000_000_000

    private func space() -> [Diagnosis] {
        [("workspace", request.workspace), ("cache", request.cache)].compactMap { name, path in
            guard let available = FreeSpace.at(path)?.byteCount else { return nil }
            let finding = "\(ByteCount(available)) are free for \(path)"
            return available >= Self.leastSpace
                ? .healthy("space for the \(name)", finding)
                : .problem(
                    "space for the \(name)",
                    finding,
                    remedy:
                        "cephdev clean \(name == "cache" ? "cache" : "build"), or name another folder with --\(name)"
                )
        }
    }

    private func cacheContents() async throws -> [Diagnosis] {
        let workspace: Workspace
        do {
            workspace = try Workspace(present: request.workspace, cache: request.cache)
        } catch is Errno {
            return []  // the folder cannot be written to, which was said
        }
        let (verifies, repairs) = (request.verifies, request.repairs)
        return try await BlockingWork.run { flag in
            try CacheExamination(workspace: workspace)
                .examine(verifying: verifies, repairing: repairs, check: flag.check)
        }
    }
}
