// SPDX-License-Identifier: Apache-2.0

package import CephBuild
internal import ImageCheck
package import Reporting
package import SystemPackage

/// Why a command cannot begin, or may not end well.
package enum WorkspaceFailure: Failure {
    case busy(FilePath)
    case cacheBusy(FilePath)
    case noBase(name: String, engine: String, reason: String)
    case noImageYet(FilePath)
    case noSourceYet(FilePath)
    case nothingInstalled(FilePath)
    case nothingCompiled(FilePath)
    case compiledElsewhere(FilePath, engine: String)
    case builderGone(String, engine: String)
    case folderGone(FilePath)
    case noLog(FilePath, stage: LoggedStage?)
    case baseUnknown(String)
    case notItsBase(image: String, base: String)
    case notAName(String)
    case noProduct(targets: [String])
    case checkFailed(CheckSummary)

    package var kind: FailureKind {
        switch self {
        case .busy, .cacheBusy: .workspaceBusy
        case .noBase: .unavailable
        case .noImageYet, .noSourceYet, .nothingInstalled, .baseUnknown, .notItsBase, .notAName, .noProduct,
            .nothingCompiled,
            .compiledElsewhere, .builderGone, .folderGone, .noLog:
            .badInput
        case .checkFailed: .checkFailed
        }
    }

    package var description: String {
        switch self {
        case .busy(let root): "another run holds the workspace \(root)"
        case .cacheBusy(let cache): "another run is at work with the cache \(cache)"
        case .noBase(let name, let engine, let reason):
            "\(engine) has no base image '\(name)' and cannot pull it: \(reason)"
        case .noImageYet(let root): "no image was built in the workspace \(root) yet"
        case .noSourceYet(let root): "there is no source in the workspace \(root) yet"
        case .nothingInstalled(let root): "there is no install tree at \(root) to take files from"
        case .nothingCompiled(let root): "nothing was compiled in the workspace \(root) yet"
        case .compiledElsewhere(let root, let engine):
            "what \(root) was compiled to lies in volumes of \(engine), which a shell cannot enter yet"
        case .builderGone(let name, let engine): "\(engine) does not have the builder \(name)"
        case .folderGone(let path): "\(path), which the builder's container is to see, is gone"
        case .noLog(let root, let stage): "the workspace \(root) has no log of \(stage.map { "'\($0)'" } ?? "a build")"
        case .baseUnknown(let name): "it is not known what '\(name)' was made from"
        case .notItsBase(let image, let base): "'\(image)' does not begin with the layers of '\(base)'"
        case .notAName(let text): "'\(text)' is no name that could be moved to a mended image"
        case .noProduct(let targets): "nothing that was installed is called after \(targets.joined(separator: ", "))"
        case .checkFailed(let summary): "the image \(summary.subject) does not link: \(summary.count)"
        }
    }

    package var hint: String? {
        switch self {
        case .busy: "wait for it, or give this run another --workspace"
        case .cacheBusy: "wait for it, and run this again"
        case .noBase: "name another with --base, or a flavor with --flavor, whose images are made of packages"
        case .noImageYet: "name an IMAGE, or run 'cephdev build' first"
        case .nothingCompiled, .builderGone, .folderGone, .noLog: "run 'cephdev build' with this --workspace first"
        case .compiledElsewhere: "run the build where the engine sees the workspace"
        case .noSourceYet: "'cephdev source sync' or 'cephdev build' brings one"
        case .baseUnknown: "name its base with --base"
        case .notItsBase: "name the image that it was made from"
        case .notAName: "tag the image first, and name the tag"
        case .noProduct: "leave --minimal out, or name targets by what they make: 'ceph-mds'"
        case .nothingInstalled: "name a folder with --from"
        case .checkFailed(let summary): summary.hint
        }
    }
}

/// A failed check in a sentence.
package struct CheckSummary: Sendable {
    let report: CheckReport
    let subject: String
    let count: String
    let hint: String

    init(_ report: CheckReport, of subject: String, wasTagged: Bool) {
        self.report = report
        self.subject = subject
        count = report.errors.count == 1 ? "one error" : "\(report.errors.count) errors"
        hint =
            wasTagged
            ? "'cephdev fix-libs' may mend it"
            : "no tag was set; '--force' tags it all the same, a rebuild of what is named above mends it"
    }
}
