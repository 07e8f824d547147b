// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import ProcessKit
internal import SystemPackage

/// Asks a registry what skopeo has no command for, through curl(1). Whatever is secret goes through a pipe.
struct RegistryQuery: Sendable {
    /// What a registry answered.
    struct Answer: Sendable, Equatable {
        let status: Int
        /// Names in lower case.
        let headers: [String: String]
        let body: [UInt8]
    }

    /// More than a page of any catalog.
    private static let answerByteLimit = 16 << 20

    let host: String
    let access: RegistryAccess
    let credentials: RegistryCredentials?

    /// `GET path`; over plain HTTP when the registry is insecure and does not answer otherwise.
    func get(_ path: String) async throws -> Answer {
        do {
            return try await get("https", path)
        } catch let error as EngineError {
            guard access.isInsecure else { throw error }
            return try await get("http", path)
        }
    }

    private func get(_ scheme: String, _ path: String) async throws -> Answer {
        let settings = settings("\(scheme)://\(host)\(path)")
        let (input, feed) = try Pipe.make()
        defer { try? input.close() }  // read only: nothing to lose
        // Far shorter than what a pipe holds.
        try feed.closeAfter { _ = try feed.writeAll(Array(settings.utf8)) }
        let (result, output) = try await Self.run(Command("curl", ["--config", "-"]), input: input)
        guard output.count < Self.answerByteLimit else {
            throw EngineError.unreadableAnswer(engine: host, action: path, reason: "it is too long")
        }
        guard result.status.isSuccess else {
            let message = result.errors.last ?? "curl ended with \(result.status)"
            throw EngineError.registry(
                RegistryProblem(message: message),
                action: "ask",
                subject: host,
                message: message
            )
        }
        guard let answer = Self.parse(output) else {
            throw EngineError.unreadableAnswer(engine: host, action: path, reason: "it is not HTTP")
        }
        return answer
    }

    /// curl's configuration, where a value stands in quotes.
    func settings(_ url: String) -> String {
        var lines = ["silent", "show-error", "include", "suppress-connect-headers", "max-time = 120"]
        var values = [("url", url), ("proto", "=http,https"), ("user-agent", "cephdev")]
        if let credentials { values.append(("user", "\(credentials.user):\(credentials.password)")) }
        if let folder = access.certificates { values.append(("cacert", folder.appending("ca.crt").string)) }
        if access.isInsecure { lines.append("insecure") }
        for (name, value) in values {
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            // A line end would begin another setting.
            lines.append("\(name) = \"\(escaped.filter { !$0.isNewline })\"")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Runs curl and reads no more of its output than the limit.
    private static func run(_ command: Command, input: FileDescriptor) async throws -> (ProcessResult, [UInt8]) {
        let (readEnd, writeEnd) = try Pipe.make()
        async let output = BlockingWork.run { _ in
            defer { try? readEnd.close() }  // read only: nothing to lose
            var bytes: [UInt8] = []
            var block = [UInt8](repeating: 0, count: 1 << 16)
            while bytes.count < answerByteLimit {
                let count = try block.withUnsafeMutableBytes { try readEnd.read(into: $0) }
                guard count > 0 else { break }
                bytes.append(contentsOf: block[..<count])
            }
            return bytes
        }
        let result: Result<ProcessResult, any Error>
        do {
            result = .success(try await ProcessRunner.run(command, input: input, output: writeEnd))
        } catch {
            result = .failure(error)
        }
        try writeEnd.close()
        let bytes = try await output
        return (try result.get(), bytes)
    }

    /// The last header block of `output`, and what follows it.
    static func parse(_ output: [UInt8]) -> Answer? {
        var rest = output[...]
        var head: [Substring] = []
        while rest.starts(with: Array("HTTP/".utf8)) {
            guard let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
            head = String(decoding: rest[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")[...].map { $0 }
            rest = rest[end.upperBound...]
        }
        guard let status = head.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { return nil }
        let pairs = head.dropFirst().compactMap { line -> (String, String)? in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            return (parts[0].lowercased(), String(parts[1].drop { $0 == " " }))
        }
        return Answer(status: status, headers: Dictionary(pairs) { first, _ in first }, body: Array(rest))
    }
}
