// SPDX-License-Identifier: Apache-2.0

internal import ArchiveKit
internal import Digests
internal import EngineKit
internal import FileTree
internal import FoundationEssentials
internal import GitKit
internal import ImageCheck
internal import OCIKit
internal import ProcessKit
package import Reporting
internal import SystemPackage

/// Any error, as the person in front of the terminal is told of it.
package struct ErrorReport: Sendable, Equatable {
    package let kind: FailureKind
    package let message: String
    package let hint: String?

    package init(_ error: any Error) {
        switch error {
        case let failure as any Failure:
            self.init(failure.kind, failure.description, hint: failure.hint)
        case is CancellationError:
            self.init(.interrupted, "interrupted; the next run carries on")
        case let error as GitError:
            self.init(git: error)
        case let error as EngineError:
            self.init(engine: error)
        case let error as ProcessError:
            self.init(process: error)
        case let error as CheckError:
            self.init(.unavailable, error.description)
        case is ArchiveError, is OCIError, is DigestError, is TreePathError:
            self.init(.badInput, "\(error)")
        case is ScanError, is Errno:
            self.init(.inputOutput, "\(error)")
        case let error as CocoaError:
            self.init(file: error)
        default:
            self.init(.bug, "\(error)", hint: "this is a bug in cephdev; please report it with '--verbose'")
        }
    }

    private init(_ kind: FailureKind, _ message: String, hint: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }

    private init(file error: CocoaError) {
        let path = error.userInfo["NSFilePath"].map { " \($0)" } ?? ""
        let isFull = error.code == .fileWriteOutOfSpace
        self.init(
            .inputOutput,
            "cannot read or write\(path): \(error.reason)",
            hint: isFull ? "'cephdev clean' frees what cephdev keeps" : nil
        )
    }

    private init(git error: GitError) {
        switch error {
        case .unknownRef:
            self.init(
                .badInput,
                error.description,
                hint: "--ref takes a branch, a tag, a commit, remotes/origin/BRANCH, pr/NUMBER or OWNER:BRANCH"
            )
        case .invalidRef:
            self.init(.badInput, error.description, hint: "a branch of a fork is written OWNER:BRANCH")
        case .patch:
            self.init(.badInput, error.description, hint: "no file was changed; was it made for another commit?")
        case .offline:
            self.init(.unavailable, error.description, hint: "'cephdev source sync --prefetch' brings it")
        case .damagedMirror:
            self.init(.unavailable, error.description, hint: "a run without --offline fetches it anew")
        case .fetchFailed:
            self.init(.unavailable, error.description, hint: "is the URL right, and can this host reach it?")
        case .gitNotInstalled:
            self.init(.unavailable, error.description, hint: "install git")
        case .file:
            self.init(.inputOutput, error.description)
        case .submodule(_, let url, _):
            self.init(
                .badInput,
                error.description,
                hint: "the workspace is as it was; if it lies elsewhere: '--git-mirror \(url)=OTHER'"
            )
        default:
            self.init(.badInput, error.description)
        }
    }

    private init(engine error: EngineError) {
        switch error {
        case .noEngine:
            self.init(.unavailable, error.description, hint: "install docker.io or podman and start it")
        case .offline:
            self.init(.unavailable, error.description, hint: "have it made or pulled once without --offline")
        case .unreachable(let engine, let endpoint, _):
            self.init(.unavailable, error.description, hint: Self.hint(engine, endpoint: endpoint))
        case .unknownImage:
            self.init(.badInput, error.description, hint: "'docker images' or 'podman images' lists what is there")
        case .registry(let problem, _, let subject, _):
            self.init(
                problem == .diskFull ? .inputOutput : .unavailable,
                error.description,
                hint: problem.hint(for: ImageReference.host(of: subject) ?? "docker.io")
            )
        default:
            self.init(.unavailable, error.description)
        }
    }

    private static func hint(_ engine: String, endpoint: String) -> String {
        if endpoint.hasPrefix("ssh://") {
            return "does 'ssh' reach that host without asking for a password, and is '\(engine)' there?"
        }
        if endpoint.hasPrefix("context ") { return "'docker context ls' lists those that are there" }
        if endpoint.hasPrefix("connection ") { return "'podman system connection list' lists those that are there" }
        let variable = engine == "docker" ? "DOCKER_HOST or the docker context" : "CONTAINER_HOST"
        return "does an engine listen there, and can this host reach it? \(variable) names the endpoint"
    }

    private init(process error: ProcessError) {
        guard case .notFound(let program) = error else {
            self.init(.unavailable, error.description)
            return
        }
        self.init(.unavailable, error.description, hint: "install \(program)")
    }
}
