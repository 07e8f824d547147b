// SPDX-License-Identifier: Apache-2.0

import Glibc
import ProcessKit
import SystemPackage

/// An HTTP server on the loopback that answers everything with 401.
enum RefusingServer {
    private static let answer =
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n"
        + "Content-Length: 0\r\nConnection: close\r\n\r\n"

    /// Serves for the time of `body`, which is given the address.
    static func serve(_ body: (String) async throws -> Void) async throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let port = try bindToLoopback(listener)
        guard listen(listener, 16) == 0 else { throw Errno(rawValue: errno) }
        async let serving: Void = BlockingWork.run { _ in acceptAll(on: listener) }
        do {
            try await body("127.0.0.1:\(port)")
        } catch {
            shutdown(listener, Int32(SHUT_RDWR))
            throw error
        }
        shutdown(listener, Int32(SHUT_RDWR))
        try await serving
        close(listener)
    }

    /// Gives the socket a free port.
    static func bindToLoopback(_ listener: Int32) throws -> UInt16 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listener, generic, length) == 0 ? getsockname(listener, generic, &length) : -1
            }
        }
        guard code == 0 else { throw Errno(rawValue: errno) }
        return UInt16(bigEndian: address.sin_port)
    }

    private static func acceptAll(on listener: Int32) {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { return }
            var request = [UInt8](repeating: 0, count: 8192)
            _ = recv(connection, &request, request.count, 0)
            _ = send(connection, answer, answer.utf8.count, Int32(MSG_NOSIGNAL))
            close(connection)
        }
    }
}
