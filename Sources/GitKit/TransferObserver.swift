// SPDX-License-Identifier: Apache-2.0

internal import CGit2
internal import ProcessKit

/// The callbacks of one libgit2 transfer: progress, cancellation and a log-in that gives up.
final class TransferObserver {
    private static let maximumLogins = 3

    private let flag: CancellationFlag
    private let report: TransferReport
    private var logins = 0

    init(flag: CancellationFlag, report: @escaping TransferReport) {
        self.flag = flag
        self.report = report
    }

    /// Points `options` here. The observer must outlive the transfer.
    func install(in options: inout git_fetch_options) {
        options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE
        options.update_fetchhead = 0
        options.proxy_opts.type = GIT_PROXY_AUTO
        options.callbacks.payload = Unmanaged.passUnretained(self).toOpaque()
        options.callbacks.transfer_progress = { progress, payload in
            guard let progress, let observer = TransferObserver.from(payload) else { return 0 }
            return observer.received(progress.pointee)
        }
        options.callbacks.sideband_progress = { _, _, payload in
            TransferObserver.from(payload)?.flag.isRaised == true ? GIT_EUSER.rawValue : 0
        }
        options.callbacks.credentials = { credential, _, user, allowed, payload in
            guard let observer = TransferObserver.from(payload) else { return GIT_EAUTH.rawValue }
            return observer.logIn(credential, user: user, allowed: allowed)
        }
    }

    private static func from(_ payload: UnsafeMutableRawPointer?) -> TransferObserver? {
        payload.map { Unmanaged<TransferObserver>.fromOpaque($0).takeUnretainedValue() }
    }

    private func received(_ progress: git_indexer_progress) -> Int32 {
        report(
            TransferProgress(
                receivedObjects: Int(progress.received_objects),
                totalObjects: Int(progress.total_objects),
                receivedBytes: progress.received_bytes
            )
        )
        return flag.isRaised ? GIT_EUSER.rawValue : 0
    }

    /// Offers what can be offered without asking anybody: the ssh agent. libgit2 would ask again for ever.
    private func logIn(
        _ credential: UnsafeMutablePointer<UnsafeMutablePointer<git_credential>?>?,
        user: UnsafePointer<CChar>?,
        allowed: UInt32
    ) -> Int32 {
        logins += 1
        if logins <= Self.maximumLogins {
            if allowed & GIT_CREDENTIAL_USERNAME.rawValue != 0 { return git_credential_username_new(credential, "git") }
            if allowed & GIT_CREDENTIAL_SSH_KEY.rawValue != 0 {
                return git_credential_ssh_key_from_agent(credential, user)
            }
        }
        git_error_set_str(Int32(GIT_ERROR_CALLBACK.rawValue), "a log-in is needed")
        return GIT_EAUTH.rawValue
    }
}
