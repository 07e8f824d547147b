// SPDX-License-Identifier: Apache-2.0

package import CephBuild
package import EngineKit
internal import FoundationEssentials
internal import ProcessKit
package import Reporting
internal import Synchronization

/// What `cephdev helper` does: lends this machine's processors to builds elsewhere, with the compiler of a builder image.
package struct HelperService: Sendable {
    package struct Request: Sendable {
        /// The image whose compiler is lent; the workspace's last builder when nil.
        package var builder: String?
        package var engine: ContainerEngine.Kind?
        /// TCP; the program's own default when nil.
        package var port: UInt16?
        /// Who sends the work when it is icecream's: any builder that asks the same scheduler.
        package var pool: IcecreamPool?
        /// An address of this machine; all of them when nil.
        package var address: String?
        /// Who may send work, as addresses or networks; private networks when empty.
        package var clients: [String] = []
        package var jobs: Int

        package init(jobs: Int) {
            self.jobs = jobs
        }

        /// `PORT/JOBS`.
        package var offer: String { "\(listeningPort)/\(jobs)" }

        /// What a line holds once the program takes work.
        var readyMark: String { pool == nil ? " listening on " : "Connected to scheduler" }

        var command: [String] { pool.map(iceccd) ?? distccd }

        private var listeningPort: UInt16 { port ?? (pool == nil ? 3632 : 10245) }

        /// iceccd(1), in the foreground; it compiles as `icecc`, with what the builder sends, in a root folder of that. Two with
        /// one address and one name are the same to a scheduler.
        private func iceccd(for pool: IcecreamPool) -> [String] {
            let name = "\(ProcessInfo.processInfo.hostName)-\(listeningPort)"
            return ["iceccd", "-s", pool.address, "-N", name, "-p", "\(listeningPort)", "-m", "\(jobs)", "-vv"]
        }

        /// distccd(1), in the foreground. What it is sent it compiles as `nobody`.
        private var distccd: [String] {
            ["distccd", "--no-detach", "--log-stderr", "--log-level", "info", "--user", "nobody"]
                + ["--port", "\(listeningPort)", "--jobs", "\(jobs)"] + (address.map { ["--listen", $0] } ?? [])
                + (clients.isEmpty ? ["--allow-private"] : clients.flatMap { ["--allow", $0] })
        }
    }

    private let workspace: Workspace
    private let reporter: Reporter

    package init(workspace: Workspace, reporter: Reporter) {
        self.workspace = workspace
        self.reporter = reporter
    }

    /// Helps until the task is cancelled; `onReady` is called once it takes work, with the builder's name.
    ///
    /// - Throws: ``HelperFailure``; errors of the engine.
    package func serve(_ request: Request, onReady: @escaping @Sendable (String) -> Void) async throws {
        guard let name = request.builder ?? workspace.lastBuilder else { throw HelperFailure.noBuilder(workspace.root) }
        let engine = try await EngineProbe.find(request.engine)
        let finder = BaseFinder(workspace: workspace, reporter: reporter)
        let builder = try await finder.inspection(of: name, in: engine)
        let fitted = try await EngineFitter(workspace: workspace, reporter: reporter).fit(engine, to: builder.id)
        let run = ContainerRun(image: builder.id, command: request.command, network: .host)
        let lastLine = Mutex(""), isReady = Mutex(false)
        if let pool = request.pool { reporter.report(.note("asks the scheduler \(pool.address) for work")) }
        do {
            let result = try await fitted.run(run) { [reporter] line, _ in
                // It says so again each time that the scheduler was away.
                if line.contains(request.readyMark), isReady.withLock({ $0.becomesTrue() }) { onReady(name) }
                if !line.isEmpty { lastLine.withLock { $0 = line } }
                reporter.report(.output(line))
            }
            let reason = lastLine.withLock { $0 }
            throw HelperFailure.ended(reason: reason.isEmpty ? "\(result.status)" : reason)
        } catch is CancellationError {
            // How it is meant to end.
        }
    }
}

extension Bool {
    /// Whether it was false until now.
    fileprivate mutating func becomesTrue() -> Bool {
        defer { self = true }
        return !self
    }
}
