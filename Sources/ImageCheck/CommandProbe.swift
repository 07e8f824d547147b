// SPDX-License-Identifier: Apache-2.0

internal import FileTree

/// A command that shows whether a program or a module starts.
struct CommandProbe: Sendable, Hashable {
    enum Kind {
        case help, version, importing
    }

    let kind: Kind
    let name: String

    /// What people try first, every daemon, and Ceph's Python modules.
    static let all =
        ["ceph", "ceph-fuse", "rados"].map { CommandProbe(kind: .help, name: $0) }
        + [
            "ceph-mon", "ceph-osd", "ceph-mds", "ceph-mgr", "radosgw", "rbd-mirror", "cephfs-mirror", "ceph-exporter",
            "ceph-immutable-object-cache",
        ].map { CommandProbe(kind: .version, name: $0) }
        + ["rados", "rbd", "cephfs", "rgw", "ceph_argparse"].map { CommandProbe(kind: .importing, name: $0) }

    /// As it is typed; Python's is for Python.
    var line: String {
        switch kind {
        case .help: "\(name) --help"
        case .version: "\(name) --version"
        case .importing: "import \(name)"
        }
    }

    // MARK: What it is about

    /// The files of each probe that are in `tree`; none of what the tree lacks.
    static func places(in tree: FileTree) -> [CommandProbe: [TreePath]] {
        var modules: [String: [TreePath]] = [:]
        let names = all.filter { $0.kind == .importing }.map(\.name)
        for entry in tree.entries {
            guard case .file = entry.kind, let name = moduleName(entry.path.name), names.contains(name),
                entry.path.components.contains(where: { $0.hasPrefix("python3") })
            else { continue }
            modules[name, default: []].append(entry.path)
        }
        var places: [CommandProbe: [TreePath]] = [:]
        for probe in all {
            guard probe.kind != .importing else {
                places[probe] = modules[probe.name]
                continue
            }
            guard let program = program(probe.name, in: tree) else { continue }
            // That one is written in Python.
            places[probe] =
                [program] + (probe.name == "ceph" ? (modules["rados"] ?? []) + (modules["ceph_argparse"] ?? []) : [])
        }
        return places
    }

    private static func moduleName(_ name: String) -> String? {
        guard name.hasSuffix(".py") || name.hasSuffix(".so") else { return nil }
        return name.split(separator: ".").first.map(String.init)
    }

    private static func program(_ name: String, in tree: FileTree) -> TreePath? {
        let folders = ["usr/local/sbin", "usr/local/bin", "usr/sbin", "usr/bin", "sbin", "bin"]
        for folder in folders where tree.holdsFile(at: "\(folder)/\(name)") {
            return (try? TreePath(parsing: "\(folder)/\(name)")).flatMap(tree.resolve)  // it parses
        }
        return nil
    }

    // MARK: Answers

    /// What is wrong when the command ended with `status` and said `lines`.
    func cause(status: String, _ lines: [String]) -> Finding.Cause? {
        if status == "missing" { return .commandMissing(command: name) }
        guard !isHealthy(status, lines) else { return nil }
        let last = lines.filter { !$0.isEmpty }.suffix(3)
        return .commandFailed(command: line, status: "status \(status)", output: Array(last))
    }

    /// A help text is enough: `ceph --help` prints its own and then fails for want of a cluster. From 124 on, a status
    /// says that the command was not run to its end (timeout, no loader, signal).
    private func isHealthy(_ status: String, _ lines: [String]) -> Bool {
        guard let code = Int(status), code < 124 else { return false }
        return kind == .help ? lines.contains { $0.lowercased().contains("usage") } : code == 0
    }
}
