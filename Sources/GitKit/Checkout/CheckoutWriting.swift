// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import ProcessKit
internal import Synchronization
internal import SystemPackage

/// The files of one checkout as they are written, by as many threads as there are processors.
struct CheckoutWriting: Sendable {
    /// So many files are worth a thread of their own.
    private static let smallestPart = 256

    private let files: [CheckoutPlan.File]
    private let checkout: Checkout
    private let report: @Sendable (Int, Int) -> Void

    /// What became of consecutive files.
    struct Part: Sendable {
        let range: Range<Int>
        /// Of the first of them, up to where it ended.
        var statuses: [stat] = []
        var writtenFiles = 0
        /// Why it ended early; nothing also when it was cancelled, or another part failed.
        var error: GitError?
    }

    init(
        of files: [CheckoutPlan.File],
        in checkout: Checkout,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) {
        self.files = files
        self.checkout = checkout
        report = progress
    }

    /// Writes until all is written, or one part fails, or the task is cancelled.
    func run() async throws -> [Part] {
        let counter = Counter()
        let stop = CancellationFlag()
        return try await BlockingWork.inParts(of: files.count, atLeast: Self.smallestPart) { range, flag in
            var part = Part(range: range)
            do throws(GitError) {
                var writer = try FileWriter(
                    in: checkout.workTree,
                    objectsOf: Repository(at: checkout.gitDirectory)
                )
                for file in files[range] {
                    if flag.isRaised || stop.isRaised { break }
                    let (status, isWritten) = try writer.write(file)
                    part.statuses.append(status)
                    if isWritten { part.writtenFiles += 1 }
                    counter.count { report($0, files.count) }
                }
            } catch {
                part.error = error
                stop.raise()
            }
            return part
        }
    }
}

/// Counts for several threads, and tells one of them at a time.
private final class Counter: Sendable {
    private let done = Mutex(0)

    func count(_ report: (Int) -> Void) {
        done.withLock { done in
            done += 1
            report(done)
        }
    }
}
