// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import ProcessKit
internal import SystemPackage

/// The first copy of a repository on this machine: its object files are linked, not copied, where that is possible.
struct LocalClone: Sendable {
    private let source: FilePath
    private let destination: FilePath

    init(from source: FilePath, to destination: FilePath) {
        self.source = source
        self.destination = destination
    }

    /// Leaves a bare repository with the objects and the remote's branches.
    func run() async throws {
        try await BlockingWork.run { flag in
            do throws(GitError) {
                try clone(flag)
            } catch {
                try flag.check()
                throw error.asFetchFailure(of: source.string)
            }
        }
    }

    private func clone(_ flag: CancellationFlag) throws(GitError) {
        let observer = TransferObserver(flag: flag, report: { _ in })
        var options = git_clone_options()
        try check(git_clone_options_init(&options, UInt32(GIT_CLONE_OPTIONS_VERSION)), "clone", source.string)
        options.bare = 1
        options.local = GIT_CLONE_LOCAL
        observer.install(in: &options.fetch_opts)
        // A path, never file://, which would pack everything anew.
        let repository = try withExtendedLifetime(observer) { () throws(GitError) in
            try Repository("clone", at: destination) { git_clone(&$0, source.string, destination.string, &options) }
        }
        try dropLocalBranches(of: repository)
    }

    /// A clone makes a branch of its own, which no later fetch would move.
    private func dropLocalBranches(of repository: borrowing Repository) throws(GitError) {
        for name in try repository.refNames() where name.hasPrefix("refs/heads/") {
            try check(git_reference_remove(repository.pointer, name), "remove", name)
        }
    }
}
