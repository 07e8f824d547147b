// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ProcessKit
import Synchronization
import SystemPackage

/// A registry (Debian's docker-registry) on a free port of 127.0.0.1 that lives as long as a test needs it.
package final class TestRegistry: Sendable {
    /// How it is protected.
    package enum Protection: Sendable {
        case none
        /// An account: `tester` with the password `sesame`.
        case account
        /// TLS with a certificate of an authority whose own is `ca.pem` in ``scratch``.
        case tls
    }

    /// `127.0.0.1:port`
    package let address: String
    /// Holds what it keeps under `images`.
    package let scratch: ScratchDirectory
    private let log: RequestLog

    private init(_ address: String, _ scratch: ScratchDirectory, _ log: RequestLog) {
        self.address = address
        self.scratch = scratch
        self.log = log
    }

    /// Runs `body` with a registry.
    package static func with<Value: Sendable>(
        _ protection: Protection = .none,
        _ body: @escaping @Sendable (TestRegistry) async throws -> Value
    ) async throws -> Value {
        let scratch = try ScratchDirectory()
        try await prepare(protection, scratch)
        let log = RequestLog()
        let (addresses, found) = AsyncStream<String>.makeStream()
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                let command = Command("docker-registry", ["serve", "config.yml"], workingDirectory: scratch.path)
                let result = try await ProcessRunner.run(command) { line, _ in
                    log.take(line)
                    if let match = line.firstMatch(of: /listening on (127\.0\.0\.1:[0-9]+)/) {
                        found.yield(String(match.1))
                    }
                }
                found.finish()
                _ = try result.requireSuccess()
                return nil
            }
            group.addTask {
                for await address in addresses { return try await body(TestRegistry(address, scratch, log)) }
                return nil
            }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw RegistryNotServed()
        }
    }

    /// Bytes of blobs that were given out since `mark`.
    package func pulledByteCount(since mark: Int = 0) -> Int { log.pulledByteCount(since: mark) }

    /// Where the log of requests stands.
    package var mark: Int { log.count }

    /// Requests since `mark`, as `METHOD PATH`.
    package func requests(since mark: Int = 0) -> [String] { log.requests(since: mark) }

    private struct RegistryNotServed: Error {}

    private static func prepare(_ protection: Protection, _ scratch: ScratchDirectory) async throws {
        var http = #""addr": "127.0.0.1:0""#
        var more = ""
        switch protection {
        case .none: break
        case .account:
            try await scratch.run("sh", "-c", "htpasswd -Bbn tester sesame >accounts")
            more = #", "auth": {"htpasswd": {"realm": "test", "path": "accounts"}}"#
        case .tls:
            try await scratch.run("sh", "-c", certificates)
            http += #", "tls": {"certificate": "server.pem", "key": "server.key"}"#
        }
        let log = #""log": {"level": "info", "formatter": "text"}"#
        let storage = #""storage": {"filesystem": {"rootdirectory": "images"}}"#
        try scratch.write("config.yml", #"{"version": "0.1", \#(log), \#(storage), "http": {\#(http)}\#(more)}"#)
    }

    private static let certificates = """
        set -e
        openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=test-authority 2>/dev/null
        openssl req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=127.0.0.1 2>/dev/null
        printf 'subjectAltName=IP:127.0.0.1' >san
        openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile san -out server.pem \
            2>/dev/null
        """
}

/// The requests of a registry's access log.
private final class RequestLog: Sendable {
    private struct Request {
        let method: String
        let path: String
        let byteCount: Int
    }

    private let all = Mutex<[Request]>([])

    var count: Int { all.withLock(\.count) }

    /// `127.0.0.1 - - [time] "GET /v2/… HTTP/1.1" 200 1234 …`
    func take(_ line: String) {
        guard let match = line.firstMatch(of: /"([A-Z]+) (\S+) HTTP\/[0-9.]+" 2[0-9][0-9] ([0-9]+)/) else { return }
        let request = Request(method: String(match.1), path: String(match.2), byteCount: Int(match.3) ?? 0)
        all.withLock { $0.append(request) }
    }

    func pulledByteCount(since mark: Int) -> Int {
        all.withLock { all in
            all.dropFirst(mark).filter { $0.method == "GET" && $0.path.contains("/blobs/") }.reduce(0) {
                $0 + $1.byteCount
            }
        }
    }

    func requests(since mark: Int) -> [String] {
        all.withLock { $0.dropFirst(mark).map { "\($0.method) \($0.path)" } }
    }
}
