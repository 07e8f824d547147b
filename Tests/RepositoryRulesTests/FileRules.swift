// SPDX-License-Identifier: Apache-2.0

/// What every file is like.
enum FileRules {
    private static let license = "SPDX-License-Identifier: Apache-2.0"
    private static let mostLines = 400

    /// Swift files, and all that a shell or another interpreter runs.
    static func nameLicense(_ file: SourceFile) -> [String] {
        guard file.isSwift || file.text.hasPrefix("#!") else { return [] }
        return file.lines.prefix(3).contains { $0.hasSuffix(license) }
            ? [] : [file.breach(at: 1, "no line '\(license)'")]
    }

    static func stayShort(_ file: SourceFile) -> [String] {
        let count = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
        return count > mostLines ? [file.breach(at: count, "more than \(mostLines) lines")] : []
    }

    /// Scripts, but for the modules in folders of theirs.
    static func canBeRun(_ file: SourceFile, isExecutable: (String) -> Bool) -> [String] {
        guard file.path.hasPrefix("scripts/"), file.path.count(where: { $0 == "/" }) == 1 else { return [] }
        return isExecutable(file.path) ? [] : [file.breach(at: 1, "not executable")]
    }
}
