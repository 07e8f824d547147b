// SPDX-License-Identifier: Apache-2.0

/// Who may import whom.
enum ImportRules {
    /// The targets from top to bottom, as Package.swift groups them; a target imports only from rows below its own.
    static let layers: [[String]] = [
        ["cephdev"],
        ["CephDevCommands"],
        ["Console"],
        ["CephDev"],
        ["CephBuild", "Flavors", "ImageAssembly", "ImageCheck", "BuildReports"],
        ["Reporting"],
        ["GitKit", "EngineKit", "OCIKit", "ArchiveKit", "ELFKit"],
        ["FileTree"],
        ["ProcessKit", "Digests"],
        cModules,
    ]

    static let cModules = ["CGit2", "CArchive", "CZstd", "CIsal", "CCrypto", "CElf", "CDemangle", "CXattr"]

    /// What each kit may import beside the modules that all of them share: its one outside thing.
    private static let kits: [String: Set<String>] = [
        "GitKit": ["CGit2"], "EngineKit": [], "OCIKit": [], "ArchiveKit": ["CArchive", "CZstd", "CIsal"],
        "ELFKit": ["CElf", "CDemangle"],
    ]
    private static let sharedByKits: Set = [
        "FileTree", "Digests", "ProcessKit", "SystemPackage", "FoundationEssentials", "Glibc", "Dispatch",
        "Synchronization",
    ]
    private static let onlyIn = ["ArgumentParser": "CephDevCommands", "Subprocess": "ProcessKit"]

    static func pointDown(_ file: SourceFile) -> [String] {
        breaches(of: file) { module, target in
            guard let from = rank(of: target), let to = rank(of: module) else { return nil }
            return to > from ? nil : "\(target) may not import \(module), which is not below it"
        }
    }

    static func keepKitsApart(_ file: SourceFile) -> [String] {
        breaches(of: file) { module, target in
            guard let own = kits[target], !own.contains(module), !sharedByKits.contains(module) else { return nil }
            return "\(target) is a kit and may not import \(module)"
        }
    }

    static func keepPackagesInPlace(_ file: SourceFile) -> [String] {
        breaches(of: file) { module, target in
            guard let home = onlyIn[module], home != target else { return nil }
            return "\(module) is imported only by \(home)"
        }
    }

    /// Foundation itself brings ICU and much else along.
    static func avoidFoundation(_ file: SourceFile) -> [String] {
        breaches(of: file) { module, _ in
            module == "Foundation" ? "FoundationEssentials is enough" : nil
        }
    }

    static func hideC(_ file: SourceFile) -> [String] {
        file.imports.filter { cModules.contains($0.module) && !$0.isInternal }
            .map { file.breach(at: $0.line, "\($0.module) is imported 'internal import'") }
    }

    /// One target for each C module.
    static func shareNoC(_ files: [SourceFile]) -> [String] {
        cModules.compactMap { module in
            let targets = Set(files.filter { $0.imports.contains { $0.module == module } }.compactMap(\.target))
            return targets.count == 1
                ? nil : "\(module) is imported by \(targets.sorted()) and not by exactly one target"
        }
    }

    static func rank(of target: String) -> Int? {
        layers.firstIndex { $0.contains(target) }
    }

    private static func breaches(of file: SourceFile, _ judge: (String, String) -> String?) -> [String] {
        guard let target = file.target else { return [] }
        return file.imports.compactMap { found in
            judge(found.module, target).map { file.breach(at: found.line, $0) }
        }
    }
}
