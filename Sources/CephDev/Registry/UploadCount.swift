// SPDX-License-Identifier: Apache-2.0

internal import Reporting
internal import Synchronization

/// Reports how many blobs a push has sent.
final class UploadCount: Sendable {
    private let count = Mutex(0)
    private let reporter: Reporter

    init(_ reporter: Reporter) {
        self.reporter = reporter
    }

    @Sendable func advance() {
        count.withLock { count in
            count += 1
            reporter.report(.progress(.push, Progress(completed: count, total: nil, subject: "blobs sent")))
        }
    }
}
