// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// Runs a shell script inside an image, and gives back the lines it printed; what comes after `lastLine` is not waited for. The
/// lines of its standard input may become known only while it runs.
package typealias ImageShell =
    @Sendable (
        _ script: String, _ lastLine: String, _ input: @escaping @Sendable () async throws -> [String]
    ) async throws -> [String]

/// Runs commands in an image with every symbol bound at the start; lazy binding hides breakage from a help text otherwise.
enum RunningCheck {
    /// All at once in one container, twenty seconds each.
    private static let script = """
        folder=$(mktemp -d) && cd "$folder" || exit 1
        number=0
        while read -r line; do
            number=$((number + 1))
            (
                set -- $line
                if [ "$1" = import ]; then set -- python3 -c "$line"; fi
                path=$(command -v "$1") || { echo "@@ $number missing"; exit; }
                shift
                output=$(LD_BIND_NOW=1 timeout 20 "$path" "$@" 2>&1 </dev/null)
                echo "@@ $number $?"
                printf '%s\\n' "$output" | head -n 200
            ) >"$number" &
        done
        wait
        [ "$number" = 0 ] || cat -- *
        echo \(end)
        """
    private static let end = "@@"

    /// What the commands of the first element of `probes` said, which may come when the container runs already.
    static func output(of probes: AsyncStream<[CommandProbe]>, in shell: ImageShell) async throws -> [String] {
        try await shell(script, end) {
            for await known in probes { return known.map(\.line) }
            return []
        }
    }

    /// What is wrong with `probes`, which gave `output`.
    ///
    /// - Throws: ``CheckError/noCommandRan(lastLines:)``
    static func causes(
        in output: [String],
        of probes: [CommandProbe]
    ) throws -> [(probe: CommandProbe, cause: Finding.Cause)] {
        guard output.last == end else { throw CheckError.noCommandRan(lastLines: Array(output.suffix(3))) }
        var answers: [(probe: CommandProbe, status: String, lines: [String])] = []
        for line in output.dropLast() {
            let words = line.split(separator: " ")
            if words.first == "@@", words.count == 3, let number = Int(words[1]), probes.indices ~= number - 1 {
                answers.append((probes[number - 1], String(words[2]), []))
            } else if !answers.isEmpty {
                answers[answers.count - 1].lines.append(line)
            }
        }
        return answers.compactMap { answer in
            answer.probe.cause(status: answer.status, answer.lines).map { (answer.probe, $0) }
        }
    }
}
