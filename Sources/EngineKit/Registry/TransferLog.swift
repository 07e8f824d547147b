// SPDX-License-Identifier: Apache-2.0

package import Digests
internal import Synchronization

/// What a copy to a registry did with each blob, read from skopeo's log while it works.
package final class TransferLog: Sendable {
    private struct State {
        var uploaded: Set<Digest> = []
        var tried: Set<Digest> = []
        var error: String?
    }

    private let state = Mutex(State())

    package init() {}

    /// Blobs whose upload the registry has confirmed.
    package var uploaded: Set<Digest> { state.withLock(\.uploaded) }

    /// Blobs that the registry took over from another of its repositories; an upload follows an attempt that failed.
    package var mounted: Set<Digest> { state.withLock { $0.tried.subtracting($0.uploaded) } }

    /// Why the copy ended early.
    var error: String? { state.withLock(\.error) }

    /// Takes the next line of the log; gives the blob whose upload it confirms.
    @discardableResult
    func take(_ line: String) -> Digest? {
        guard let line = LogLine(line) else { return nil }
        if line.level == "fatal" { state.withLock { $0.error = line.redacted } }
        if let match = line.message.firstMatch(of: /^Trying to mount .*mount=sha256%3A([0-9a-f]{64})/) {
            let digest = try? Digest(hex: String(match.1))  // the pattern lets nothing else through
            state.withLock { $0.tried.formUnion([digest].compactMap(\.self)) }
        }
        guard let match = line.message.wholeMatch(of: /Upload of layer (sha256:[0-9a-f]{64}) complete/),
            let digest = try? Digest(parsing: String(match.1))  // as above
        else { return nil }
        state.withLock { _ = $0.uploaded.insert(digest) }
        return digest
    }
}
