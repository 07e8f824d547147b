// SPDX-License-Identifier: Apache-2.0

internal import Digests
internal import EngineKit
internal import Glibc
package import SystemPackage

/// Works out the container runs of a build; runs nothing itself.
package struct BuildPlanner: Sendable {
    /// Paths inside the container; the same on every host, so that they cannot make objects differ.
    enum Inside {
        static let source: FilePath = "/ceph"
        static let build: FilePath = "/ceph/build"
        static let install: FilePath = "/install"
        static let compileCache = CompileService.Inside.localCache
        /// The builder's recipe, with the programs that a build starts.
        static let tools: FilePath = "/opt/cephdev/tools"
    }

    private let folders: BuildFolders
    private let builder: BuilderImage
    private let base: BaseFacts
    private let options: BuildOptions
    private let recipe: FilePath

    /// A planner for builds in `builder`, whose recipe is the folder `recipe`.
    package init(
        folders: BuildFolders,
        builder: BuilderImage,
        recipe: FilePath,
        base: BaseFacts,
        options: BuildOptions
    ) {
        self.recipe = recipe
        self.folders = folders
        self.builder = builder
        self.base = base
        self.options = options
    }

    /// The plan for source that says it is `stamp`.
    package func plan(stamp: VersionStamp, packaging: DistributionBuild) throws -> BuildPlan {
        let flags = options.configureFlags ?? packaging.flags
        let arguments = configureArguments(flags: projectArguments(packaging) + flags)
        let cmakeEnvironment = environment(stamp)
        let key = try Digest.of(
            CanonicalJSON.encode([[builder.id, stamp.hash, stamp.number], arguments, lines(cmakeEnvironment)])
        )
        let service = options.service
        let environment = cmakeEnvironment.merging(service.environment(local: options.jobs)) { $1 }
        let targets = options.targets.flatMap(ComponentTargets.expand)
        return BuildPlan(
            configure: run(arguments, environment, network),
            compile: compile(targets, environment),
            install: run(
                installArguments(targets),
                environment.merging(["DESTDIR": Inside.install.string]) { $1 },
                .none
            ),
            targets: targets,
            service: service,
            configureFlags: flags,
            stamp: stamp,
            configureKey: key,
            reconfigures: options.reconfigures,
            builder: builder.name,
            buildType: options.buildType,
            jobs: options.jobs
        )
    }

    private func configureArguments(flags: [String]) -> [String] {
        let libraries = base.libraryFolder ?? "/usr/lib"
        return [
            "cmake", "-S", Inside.source.string, "-B", Inside.build.string, "-G", "Ninja",
            "-DCMAKE_BUILD_TYPE=\(options.buildType)",
            "-DCMAKE_INSTALL_PREFIX=/usr",
            // Absolute: the default of osd_class_dir is this value verbatim.
            "-DCMAKE_INSTALL_LIBDIR=\(libraries)",
            "-DCMAKE_INSTALL_LIBEXECDIR=\(libraries == "/usr/lib64" ? "/usr/libexec" : "/usr/lib")",
            "-DCMAKE_INSTALL_SYSCONFDIR=/etc",
            "-DCMAKE_INSTALL_LOCALSTATEDIR=/var",
            "-DENABLE_GIT_VERSION=\(options.versionMode == .off ? "OFF" : "ON")",
        ] + flags
    }

    /// What `project.cmake` is told.
    private func projectArguments(_ packaging: DistributionBuild) -> [String] {
        var arguments = ["-DCMAKE_PROJECT_INCLUDE=\(Inside.tools.appending("project.cmake"))"]
        // Empty, as in Ceph's own acconfig.h when tests are compiled here too.
        if packaging.hasTests { arguments.append("-DCEPHDEV_DEFINITIONS=UNIT_TESTS_BUILT=") }
        if options.service.hasHelpers {
            arguments.append("-DCEPHDEV_COMPILE_JOBS=\(options.service.jobs(local: options.jobs))")
        }
        return arguments
    }

    private var network: ContainerRun.Network { options.isOffline ? .none : .host }

    private func compile(_ targets: [String], _ environment: [String: String]) -> ContainerRun {
        var run = run(
            ["/bin/sh", Inside.tools.appending("compile").string, "-C", Inside.build.string] + targets,
            environment,
            network
        )
        run.secrets = options.service.secrets
        run.mounts += options.service.mounts
        return run
    }

    private func installArguments(_ targets: [String]) -> [String] {
        guard targets.isEmpty else {
            return [
                "cmake", "-DBUILD=\(Inside.build)", "-DTARGETS=\(targets.joined(separator: ";"))", "-P",
                Inside.tools.appending("install-targets.cmake").string,
            ]
        }
        return ["cmake", "-P", Inside.build.appending("cmake_install.cmake").string]
    }

    /// What cmake's answer depends on.
    private func environment(_ stamp: VersionStamp) -> [String: String] {
        [
            "HOME": "/tmp",
            "NINJA_STATUS": "[%f/%t] ",
            "PYTHONDONTWRITEBYTECODE": "1",
            "SOURCE_DATE_EPOCH": "\(stamp.epoch)",
        ].merging(options.service.configureEnvironment) { $1 }
    }

    private func run(
        _ command: [String],
        _ environment: [String: String],
        _ network: ContainerRun.Network
    ) -> ContainerRun {
        ContainerRun(
            image: builder.id,
            command: command,
            mounts: [
                BindMount(folders.source, at: Inside.source),
                BindMount(folders.build, at: Inside.build),
                BindMount(folders.install, at: Inside.install),
                BindMount(folders.compileCache, at: Inside.compileCache),
            ] + tools,
            environment: environment,
            network: network,
            workingDirectory: Inside.source,
            user: user
        )
    }

    private var tools: [BindMount] {
        ["compile", "project.cmake", "install-targets.cmake"].map {
            BindMount(recipe.appending($0), at: Inside.tools.appending($0), readOnly: true)
        }
    }

    /// Files in the workspace belong to whoever runs cephdev. Root in a rootless podman already is that user.
    private var user: String? {
        builder.runsAsCaller && getuid() != 0 ? "\(getuid()):\(getgid())" : nil
    }

    private func lines(_ environment: [String: String]) -> [String] {
        environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    }
}
