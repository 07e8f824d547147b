// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephDev

/// The root of all commands.
struct CephDevCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cephdev",
        abstract: "Turn Ceph's source into a container image that is proven to link.",
        discussion: """
            cephdev compiles Ceph in a builder container, layers what differs onto a daemon image, checks that \
            everything in it links, mends stale or missing libraries, and tags it.

            From one host to a team:

              what a colleague has compiled is not compiled again
                cephdev build --remote-cache redis://cache.lab

              other machines compile too; each runs 'cephdev helper'
                cephdev build --distcc 'build1/16 build2/8'

              all of it on another machine's engine
                DOCKER_HOST=ssh://me@big cephdev build

              nodes pull only what changed
                cephdev build --push registry.lab/me/ceph

            Exit status: 0 done, 1 the check found problems or the image does not serve, 2 the source did not compile, 64 wrong usage, 65 wrong \
            input, 69 an engine or remote is not available, 70 a bug, 74 input/output, 75 the workspace is in use, \
            130 interrupted.
            """,
        version: CephDevVersion.current,
        subcommands: [
            BuildCommand.self, SourceCommand.self, PackCommand.self, CheckCommand.self, FixLibsCommand.self,
            TryCommand.self,
            ImagesCommand.self, InspectCommand.self, DiffCommand.self, RollbackCommand.self, PushCommand.self,
            ExportCommand.self, RegistryCommand.self, FlavorsCommand.self, StageCommand.self, BaseCommand.self,
            LogCommand.self, ShellCommand.self, HelperCommand.self, CleanCommand.self, DoctorCommand.self,
        ]
    )
}
