// SPDX-License-Identifier: Apache-2.0

/// Machines with iceccd, which icecream's scheduler hands out: `SCHEDULER[:PORT][/JOBS]`.
package struct IcecreamPool: Sendable, Equatable {
    /// icecc-scheduler's own default.
    static let usualPort: UInt16 = 8765

    package let host: String
    package let port: UInt16
    /// Compilers at once, wherever they run; nil when nobody said.
    package let jobs: Int?

    /// `HOST:PORT`, as iceccd takes it.
    package var address: String { "\(host):\(port)" }

    /// Whether the scheduler's name means this machine to this machine alone.
    package var isLoopback: Bool { host == "localhost" || host.hasPrefix("127.") }

    /// - Throws: ``CompileFailure/badScheduler(_:reason:)``
    package init(parsing text: String) throws(CompileFailure) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let place = parts[0].split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, place.count <= 2, Self.isHost(place[0]) else {
            // icecream knows no IPv6.
            throw .badScheduler(text, reason: "a scheduler is HOST[:PORT][/JOBS], HOST a name or an IPv4 address")
        }
        host = String(place[0])
        guard place.count < 2 || (UInt16(place[1]) ?? 0) > 0 else {
            throw .badScheduler(text, reason: "'\(place[1])' is no TCP port")
        }
        port = place.count < 2 ? Self.usualPort : UInt16(place[1]) ?? Self.usualPort
        guard parts.count < 2 || (Int(parts[1]) ?? 0) > 0 else {
            throw .badScheduler(text, reason: "'\(parts[1])' is no number of jobs")
        }
        jobs = parts.count < 2 ? nil : Int(parts[1])
    }

    private static func isHost(_ text: Substring) -> Bool {
        !text.isEmpty && !text.hasPrefix("-")
            && text.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || "0123456789.-_".unicodeScalars.contains($0))
            }
    }
}
