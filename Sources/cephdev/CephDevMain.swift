// SPDX-License-Identifier: Apache-2.0

internal import CephDevCommands
internal import Glibc

@main
enum CephDevMain {
    static func main() async {
        exit(await CommandLineTool.run(Array(CommandLine.arguments.dropFirst())))
    }
}
