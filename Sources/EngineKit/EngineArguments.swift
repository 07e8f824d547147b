// SPDX-License-Identifier: Apache-2.0

internal import SystemPackage

/// The command lines that docker and podman are given.
package enum EngineArguments {
    /// `run --rm`, with an init process that reaps children and passes TERM on (process 1 of a container ignores it
    /// otherwise), under `name`, by which it can be killed when the client is gone.
    package static func run(_ run: ContainerRun, name: String, limits: [String], hasInput: Bool) -> [String] {
        var arguments = ["run", "--rm", "--init", "--name", name, "--network", run.network.rawValue] + limits
        if hasInput { arguments.append("--interactive") }
        if let user = run.user { arguments += ["--user", user] }
        if let folder = run.workingDirectory { arguments += ["--workdir", folder.string] }
        for mount in run.mounts {
            let source = "type=bind," + field("source=\(mount.source)") + "," + field("target=\(mount.target)")
            arguments += ["--mount", mount.isReadOnly ? source + ",readonly" : source]
        }
        for volume in run.volumes {
            arguments += ["--mount", "type=volume,source=\(volume.name)," + field("target=\(volume.target)")]
        }
        for (variable, value) in run.environment.sorted(by: { $0.key < $1.key }) {
            arguments += ["--env", "\(variable)=\(value)"]
        }
        for variable in run.secrets.keys.sorted() { arguments += ["--env", variable] }
        arguments += labels(run.labels) + ["--entrypoint", run.command[0], run.image]
        return arguments + run.command.dropFirst()
    }

    /// `exec` of `command` in the container called `name`; with a terminal, somebody types there.
    package static func exec(
        _ command: [String],
        in name: String,
        terminal: Bool = false,
        hasInput: Bool = false
    ) -> [String] {
        let options = (terminal || hasInput ? ["--interactive"] : []) + (terminal ? ["--tty"] : [])
        return ["exec"] + options + [name] + command
    }

    /// Options that put `labels` on what is made, in the order of their names.
    static func labels(_ labels: [String: String]) -> [String] {
        labels.sorted { $0.key < $1.key }.flatMap { ["--label", "\($0.key)=\($0.value)"] }
    }

    /// A field of CSV, which engines take the value of `--mount` for.
    private static func field(_ text: String) -> String {
        guard text.utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// `build` of the folder `context`, whose Dockerfile lies at its top.
    package static func build(
        context: String,
        tag: String,
        buildArguments: [String: String],
        labels: [String: String],
        limits: [String]
    ) -> [String] {
        // A step that fails leaves no container behind.
        var arguments = ["build", "--network", "host", "--force-rm", "--tag", tag] + limits
        for (name, value) in buildArguments.sorted(by: { $0.key < $1.key }) {
            arguments += ["--build-arg", "\(name)=\(value)"]
        }
        return arguments + Self.labels(labels) + [context]
    }
}
