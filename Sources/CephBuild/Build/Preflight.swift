// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import Reporting
internal import SystemPackage

/// Judges before hours are spent whether there is room for a build. Small ones are not judged.
struct Preflight: Sendable, Equatable {
    /// Steps from which on a build is a large one.
    static let largeBuild = 200
    /// What an engine wants for the image and what is made from it.
    private static let imageByteCount: Int64 = 5_000_000_000
    /// A step's part of the compile cache.
    private static let cachedByteCount: Int64 = 1_500_000

    let jobs: Int
    let limit: JobLimit
    let buildType: String
    let workspace: FreeSpace?
    let cache: FreeSpace?
    /// The engine's; nil when it is not known.
    let storage: FreeSpace?

    /// What may go wrong in a build of `steps` steps, and the option that mends it.
    func warnings(steps: Int) -> [String] {
        guard steps >= Self.largeBuild else { return [] }
        return disk(steps) + memory
    }

    private func disk(_ steps: Int) -> [String] {
        let build = Int64(steps) * Self.byteCountPerStep(buildType)
        let cached = Int64(steps) * Self.cachedByteCount
        let needs: [(space: FreeSpace?, byteCount: Int64, remedy: String)] = [
            (workspace, build, "name a --workspace on another disk, or 'cephdev clean install'"),
            (cache, cached, "name a --cache on another disk, or 'cephdev clean cache'"),
            (storage, Self.imageByteCount, "remove images that the engine no longer needs"),
        ]
        var told: Set<UInt64> = []
        return needs.compactMap { need in
            guard let space = need.space else { return nil }
            // What shares a file system shares its room.
            let wanted = needs.filter { $0.space?.device == space.device }.reduce(0) { $0 + $1.byteCount }
            guard space.byteCount < wanted, told.insert(space.device).inserted else { return nil }
            return "\(ByteCount(space.byteCount)) are free for \(space.path), and \(steps) steps may want "
                + "\(ByteCount(wanted)): \(need.remedy)"
        }
    }

    private var memory: [String] {
        let wanted = Int64(jobs) * JobLimit.memoryPerJob
        guard wanted > limit.memory else { return [] }
        let have =
            "\(ByteCount(limit.memory)) of memory are here, and \(jobs) compilers at once may want \(ByteCount(wanted))"
        return [have + (jobs > limit.jobs ? ": --threads \(limit.jobs)" : "; add memory or swap")]
    }

    /// Ceph's own numbers for a whole build: some 40 GB in debug mode, 17 GB as packages are built, in some 2600 steps.
    private static func byteCountPerStep(_ buildType: String) -> Int64 {
        switch buildType {
        case "Release", "MinSizeRel": 2_000_000
        case "RelWithDebInfo": 7_000_000
        default: 15_000_000
        }
    }

    /// Whether a whole build with ninja's file `manifest` is a large one.
    static func isLarge(_ manifest: FilePath) throws -> Bool {
        let content = try Data(contentsOf: URL(filePath: manifest.string))
        let mark = Array("build ".utf8)
        let builds = content.split(separator: UInt8(ascii: "\n")).lazy.filter { $0.starts(with: mark) }
        return builds.prefix(4 * largeBuild).count { !String(decoding: $0, as: UTF8.self).contains(": phony") }
            >= largeBuild
    }
}
