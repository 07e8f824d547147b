// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Flavors
internal import FoundationEssentials
internal import SystemPackage

/// The tree of Dockerfiles that came with the program.
enum InstalledTree {
    /// The tree at `folder`, a relative path counting from the current folder; the installed one when nil.
    static func open(_ folder: String?, _ inputs: Inputs) throws -> FlavorTree {
        try FlavorTree(at: (folder ?? inputs["CEPHDEV_TREE"]).map { FilePath($0) } ?? place())
    }

    /// The tree beside the program: in the checkout that it was built in, or under its installation's `share`.
    private static func place() throws -> FilePath {
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        var folder = FilePath(program).removingLastComponent()
        while !folder.components.isEmpty {
            for candidate in [folder.appending("Dockerfiles"), folder.appending("share/cephdev/Dockerfiles")]
            where FileManager.default.fileExists(atPath: candidate.appending("src").string) {
                return candidate
            }
            folder.removeLastComponent()
        }
        throw ValidationError("there is no tree of Dockerfiles beside \(program); name one with --tree")
    }
}
