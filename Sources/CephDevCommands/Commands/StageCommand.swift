// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Flavors
internal import SystemPackage

struct StageCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "stage",
        abstract: "Stage the Dockerfiles of flavors, ready for 'docker build'.",
        discussion: """
            One flavor is staged to the folder of --output itself, several to folders in it. What was staged there before is \
            replaced when all is done, and stays as it is when something fails. Variables __ENV_[NAME]__ come from the flavor, \
            the options and the environment.

            --check stages nothing: it looks through the tree for variables and files without use, undefined variables and \
            Dockerfiles that do not parse. Exit status 1 when there is something.

            Examples:
              cephdev stage --tree ceph-container --flavor luminous,centos,7 --output staging
              cephdev stage --check
            """
    )

    @OptionGroup var flavors: FlavorOptions

    @Option(help: ArgumentHelp("Folder to stage to.", valueName: "dir"), completion: .directory)
    var output: String?

    @Flag(help: "Look for mistakes in the tree instead.")
    var check = false

    @OptionGroup(title: "Names") var names: StagingOptionGroup
    @OptionGroup(title: "Common") var shared: SharedOptions

    func validate() throws {
        if check, output != nil { throw ValidationError("--check stages nothing, so that --output is of no use") }
        if !check, output == nil { throw ValidationError("name the folder to stage to with --output") }
        if output?.isEmpty == true { throw ValidationError("--output is empty") }
    }

    func run() async throws {
        let tree = try flavors.openTree()
        let chosen = try flavors.chosenFlavors(of: tree)
        guard let output else {
            let findings = try await TreeLint(tree, flavors.stagingOptions(names)).findings(for: chosen)
            present(findings)
            if !findings.isEmpty { throw ExitCode(1) }
            return
        }
        let place = FilePath(output).lexicallyNormalized()
        present(try await FlavorStager(tree, flavors.stagingOptions(names)).stage(chosen, to: place))
    }
}
