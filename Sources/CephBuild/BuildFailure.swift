// SPDX-License-Identifier: Apache-2.0

package import Reporting
package import SystemPackage

/// Why source did not become an install tree.
package enum BuildFailure: Failure {
    case notACheckout(FilePath, reason: String)
    case unreadablePatch(FilePath)
    /// `command` brings what is missing, where there is a network.
    case offline(missing: [String], command: String)
    case noVersion(reason: String, hint: String)
    case noDependencyLists(FilePath)
    case cannotProbe(image: String, lastLines: [String])
    case builderDoesNotFit(builder: String, base: String, differences: [String])
    case configureFailed(Breakage)
    case compileFailed(Breakage)
    case installFailed(Breakage)
    case nothingInstalled(targets: [String])
    case toolMissing(builder: String, lastLines: [String])
    /// ninja's own words.
    case unknownTarget(String)
    case noRoom(FreeSpace)
    case unreadableNinjaLog(FilePath, reason: String)

    package var kind: FailureKind {
        switch self {
        case .compileFailed, .configureFailed, .installFailed: .compileFailed
        case .cannotProbe, .offline: .unavailable
        case .noRoom: .inputOutput
        default: .badInput
        }
    }

    package var description: String {
        switch self {
        case .notACheckout(let path, let reason):
            "cannot build from \(path): \(reason)"
        case .unreadablePatch(let file):
            "cannot read the patch \(file)"
        case .offline(let missing, _):
            "the source is not complete without a network" + Self.block(missing)
        case .noVersion(let reason, _):
            "no version to build with: \(reason)"
        case .noDependencyLists(let root):
            "\(root) has no install-deps.sh with debian/control or ceph.spec.in, so no builder can be made for it"
        case .cannotProbe(let image, let lines):
            "cannot look into image \(image)" + Self.block(lines)
        case .builderDoesNotFit(let builder, let base, let differences):
            "builder \(builder) does not fit base \(base): " + differences.joined(separator: ", ")
        case .configureFailed(let breakage): "cmake could not configure the source" + breakage.details
        case .compileFailed(let breakage): "the source did not compile" + breakage.details
        case .installFailed(let breakage): "the compiled files could not be installed" + breakage.details
        case .toolMissing(let builder, let lines):
            "the builder \(builder) lacks a tool" + Self.block(lines)
        case .unknownTarget(let line):
            String(line.trimmingPrefix("ninja: error: "))
        case .noRoom(let space):
            "\(ByteCount(space.byteCount)) are free for \(space.path), and a build of all targets wants many times that"
        case .unreadableNinjaLog(let path, let reason):
            "cannot read \(path): \(reason)"
        case .nothingInstalled(let targets):
            "no install rule places anything that the targets \(targets.joined(separator: ", ")) build"
        }
    }

    package var hint: String? {
        switch self {
        case .noVersion(_, let hint): hint
        case .offline(_, let command): "where there is a network: \(command)"
        case .noRoom: "name a --workspace on another disk, or build less with --target"
        case .noDependencyLists: "name a builder image with --builder"
        case .builderDoesNotFit: "leave out --builder, or choose a --base of the builder's distribution"
        case .compileFailed(let breakage), .installFailed(let breakage): breakage.hint
        case .configureFailed(let breakage):
            breakage.hint ?? "an option may be wrong: see CONFIGURE_FLAGS; '--clean build' starts afresh"
        case .toolMissing: "a builder needs cmake, ninja and ccache; leave out --builder to have one made"
        case .unknownTarget:
            "--target takes a target of cmake's or a component: mon, osd, mds, mgr, rgw, rbd, cephfs, common"
        case .notACheckout: "--source wants the top folder of a Ceph checkout"
        default: nil
        }
    }

    private static func block(_ lines: [String]) -> String {
        lines.map { "\n  " + $0 }.joined()
    }
}
