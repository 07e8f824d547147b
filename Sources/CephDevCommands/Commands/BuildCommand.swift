// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CephBuild
internal import CephDev
internal import Console

struct BuildCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Source → compiled → layered → checked → mended → tagged image.",
        discussion: """
            Prints the image's names and its id alone on standard output.

            Examples:
              cephdev build --ref main
              cephdev build --ref pr/60001
              cephdev build --ref v18.2.7 --patch 0001-fix.patch --patch 0002-more.patch
              cephdev build --source ~/src/ceph --target mds
              DOCKER_HOST=ssh://build@big cephdev build --ref main
              GIT_URL=/srv/ceph.git SHA1_OR_REF=v18.2.7 cephdev build --configure-flags '-DWITH_TESTS=OFF'
            """
    )

    @OptionGroup(title: "Source") var source: SourceOptions
    @OptionGroup(title: "Compile") var compile: CompileOptions
    @OptionGroup(title: "Caches and helpers") var service: CompileServiceOptions
    @OptionGroup(title: "Image") var image: ImageOptions
    @OptionGroup(title: "Report") var reports: ReportOptions
    @OptionGroup(title: "Common") var shared: SharedOptions

    @Flag(help: "Say what would be built, and build nothing.")
    var dryRun = false

    func run() async throws {
        var request = BuildRequest(
            source: try source.spec(),
            base: try image.packaging.baseSelection(),
            options: try compile.buildOptions()
        )
        request.sourcePolicy = try source.policy()
        request.options.isOffline = request.sourcePolicy.isOffline
        request.options.service = try service.service()
        request.engine = try shared.engineKind()
        request.cleans = try compile.cleanLevels()
        try image.apply(to: &request)
        if request.push != nil, request.sourcePolicy.isOffline { throw ValidationError("--offline excludes --push") }
        request.reports = reports.files
        if dryRun { return present(request) }
        let console = shared.makeConsole()
        let pipeline = Pipeline(workspace: try shared.makeWorkspace(), reporter: console.reporter)
        let result = try await pipeline.build(request)
        present(result, timings: console.timings, quietly: shared.quiet, as: shared.format)
    }
}
