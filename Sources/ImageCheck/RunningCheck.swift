// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// Runs a shell script inside an image with the given lines as its standard input, and gives back the lines it printed.
package typealias ImageShell = @Sendable (_ script: String, _ input: [String]) async throws -> [String]

/// Runs the commands that a user would try first, with every symbol bound at the start; lazy binding hides breakage
/// from a help text otherwise.
struct RunningCheck: Sendable {
    static let commands = ["ceph", "ceph-fuse", "rados"]

    let shell: ImageShell

    /// Twenty seconds each, all in one container.
    private static let script = """
        while read -r command; do
            path=$(command -v "$command") || { printf '@@ %s missing\\n' "$command"; continue; }
            output=$(LD_BIND_NOW=1 timeout 20 "$path" --help 2>&1 </dev/null)
            printf '@@ %s %s\\n' "$command" "$?"
            printf '%s\\n' "$output" | head -n 200
        done
        echo @@
        """

    func findings() async throws -> [Finding] {
        let output = try await shell(Self.script, Self.commands)
        guard output.last == "@@" else { throw CheckError.noCommandRan(lastLines: Array(output.suffix(3))) }
        var answers: [(command: String, status: String, lines: [String])] = []
        for line in output.dropLast() {
            let words = line.split(separator: " ")
            if words.first == "@@", words.count == 3 {
                answers.append((String(words[1]), String(words[2]), []))
            } else if !answers.isEmpty {
                answers[answers.count - 1].lines.append(line)
            }
        }
        return answers.compactMap { Self.finding($0.command, $0.status, $0.lines) }
    }

    private static func finding(_ command: String, _ status: String, _ lines: [String]) -> Finding? {
        let cause: Finding.Cause
        if status == "missing" {
            cause = .commandMissing(command: command)
        } else if isHelp(status, lines) {
            return nil
        } else {
            let last = lines.filter { !$0.isEmpty }.suffix(3)
            cause = .commandFailed(command: command + " --help", status: "status \(status)", output: Array(last))
        }
        return Finding(cause: cause, victims: [], provider: nil)
    }

    /// A help text is enough: `ceph --help` prints its own and then fails for want of a cluster. From 124 on, a status
    /// says that the command was not run to its end (timeout, no loader, signal).
    private static func isHelp(_ status: String, _ lines: [String]) -> Bool {
        guard let code = Int(status), code < 124 else { return false }
        return lines.contains { $0.lowercased().contains("usage") }
    }
}
