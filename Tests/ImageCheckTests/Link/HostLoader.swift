// SPDX-License-Identifier: Apache-2.0

import Glibc
import ProcessKit
import SystemPackage

/// What this host's own loader says of an object, with every symbol bound at once: `ldd -r` without its shell.
struct HostLoader {
    struct Answer: Equatable {
        /// Files that it loads, links followed.
        var libraries: Set<String> = []
        var missing: Set<String> = []
        var undefined: Set<String> = []
        var versions: Set<String> = []
    }

    static let interpreter = "/lib64/ld-linux-x86-64.so.2"

    static func trace(_ path: String) async throws -> Answer {
        let variables = ["LD_TRACE_LOADED_OBJECTS": "1", "LD_WARN": "yes", "LD_BIND_NOW": "yes"]
        let result = try await ProcessRunner.run(Command(interpreter, [path], environment: variables))
        var answer = Answer()
        for line in result.output + result.errors { read(line.drop { $0 == "\t" || $0 == " " }, into: &answer) }
        return answer
    }

    private static func read(_ line: Substring, into answer: inout Answer) {
        if let match = line.wholeMatch(of: /(\S+) => not found/) {
            answer.missing.insert(String(match.1))
        } else if let match = line.wholeMatch(of: /\S+ => (\S+) \(0x.*/) {
            if let place = realPath(String(match.1)) { answer.libraries.insert(place) }
        } else if let match = line.firstMatch(of: /^(?:undefined symbol: |symbol )([^\s,]+)/) {
            answer.undefined.insert(String(match.1))
        } else if let match = line.firstMatch(of: /version `([^']+)' not found/) {
            answer.versions.insert(String(match.1))
        }
    }

    /// Where `path` leads on this host.
    static func realPath(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
