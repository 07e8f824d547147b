// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import FoundationEssentials
internal import GitKit
internal import ProcessKit
internal import SystemPackage

/// Where repositories are fetched from, and whether.
struct NetworkOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Fetch what begins with FROM, submodules too, from where TO stands for FROM; repeatable, and before git's own \
            url.*.insteadOf. (CEPHDEV_GIT_MIRROR, several apart by blanks)
            """,
            valueName: "from=to"
        )
    )
    var gitMirror: [String] = []

    @Flag(help: "Use no network: build from what was fetched before, or say what is missing. (CEPHDEV_OFFLINE)")
    var offline = false

    func isOffline(inputs: Inputs = Inputs()) throws -> Bool {
        try offline || inputs.flag("CEPHDEV_OFFLINE") ?? false
    }

    func rewrites(inputs: Inputs = Inputs()) throws -> [URLRewrites.Rule] {
        let texts: [String]
        do {
            texts = try gitMirror.isEmpty ? inputs["CEPHDEV_GIT_MIRROR"].map(ShellWord.split) ?? [] : gitMirror
        } catch {
            throw ValidationError("CEPHDEV_GIT_MIRROR cannot be split: \(error)")
        }
        return try texts.map(rule)
    }

    private func rule(_ text: String) throws -> URLRewrites.Rule {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex, text.last != "=" else {
            throw ValidationError("'\(text)' is not of the form FROM=TO: https://github.com/=/srv/mirrors/")
        }
        let to = String(text[text.index(after: equals)...])
        let isPath = !to.hasPrefix("/") && !to.prefix { $0 != "/" }.contains(":")
        let here = FileManager.default.currentDirectoryPath
        return URLRewrites.Rule(from: String(text[..<equals]), to: isPath ? "\(here)/\(to)" : to)
    }
}
