// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import ProcessKit
internal import SystemPackage

/// The callbacks of one libgit2 checkout: progress, cancellation and what is written.
final class CheckoutObserver {
    private let flag: CancellationFlag
    private let report: @Sendable (Int, Int) -> Void
    private(set) var writtenFiles = 0

    init(flag: CancellationFlag, report: @escaping @Sendable (Int, Int) -> Void) {
        self.flag = flag
        self.report = report
    }

    /// Lets nothing more be read from `repository` once the flag is up: between two files libgit2 asks nobody whether to
    /// go on. The observer must outlive what reads.
    func install(in repository: borrowing Repository) throws(GitError) {
        let (pointer, subject) = (repository.pointer, repository.path.string)
        let objects = try Handle(git_odb_free, "open the objects of", subject) { git_repository_odb(&$0, pointer) }
        let code = cgit2_add_gate(
            objects.pointer,
            { payload in CheckoutObserver.from(payload)?.flag.isRaised == true ? 1 : 0 },
            Unmanaged.passUnretained(self).toOpaque()
        )
        try check(code, "watch the objects of", subject)
    }

    /// Throws once the flag is up.
    func checkFlag() throws { try flag.check() }

    /// Points `options` here. The observer must outlive the checkout.
    func install(in options: inout git_checkout_options) {
        let payload = Unmanaged.passUnretained(self).toOpaque()
        options.progress_payload = payload
        options.progress_cb = { _, done, total, payload in
            CheckoutObserver.from(payload)?.report(done, total)
        }
        options.notify_payload = payload
        options.notify_flags = GIT_CHECKOUT_NOTIFY_ALL.rawValue
        options.notify_cb = { reason, _, _, target, _, payload in
            guard let observer = CheckoutObserver.from(payload) else { return 0 }
            return observer.planned(reason, mode: target.map { UInt32($0.pointee.mode) })
        }
    }

    private static func from(_ payload: UnsafeMutableRawPointer?) -> CheckoutObserver? {
        payload.map { Unmanaged<CheckoutObserver>.fromOpaque($0).takeUnretainedValue() }
    }

    private func planned(_ reason: git_checkout_notify_t, mode: UInt32?) -> Int32 {
        if reason == GIT_CHECKOUT_NOTIFY_UPDATED, let mode, mode != GIT_FILEMODE_COMMIT.rawValue { writtenFiles += 1 }
        return flag.isRaised ? GIT_EUSER.rawValue : 0
    }
}
