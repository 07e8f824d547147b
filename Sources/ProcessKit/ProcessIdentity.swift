// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import Glibc

/// Who this process is, for names that others must be able to judge after its death.
package enum ProcessIdentity {
    /// The host and its namespace of process ids: only there does a process id mean anything.
    package static let place: String = {
        let host = ProcessInfo.processInfo.hostName.prefix(30).map { character in
            character.isASCII && (character.isLetter || character.isNumber) ? character : "_"
        }
        // Without proc(5) the host alone has to do.
        let namespace = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
        return String(host) + "-" + (namespace?.filter(\.isNumber) ?? "0")
    }()

    /// The host among all that may share an engine: its name, and what tells it from another of the same name.
    package static let host: String = {
        let machine = try? Data(contentsOf: URL(filePath: "/etc/machine-id"))  // not every container has one
        let digits = machine.map { String(decoding: $0, as: UTF8.self).filter(\.isHexDigit).prefix(12) } ?? ""
        return ProcessInfo.processInfo.hostName + (digits.isEmpty ? "" : "-" + digits)
    }()

    package static var processID: Int32 { getpid() }

    /// Whether a process of this place has the id `process`; it may be another one than is meant.
    package static func isAlive(_ process: Int32) -> Bool {
        process > 0 && (kill(process, 0) == 0 || errno == EPERM)
    }
}
