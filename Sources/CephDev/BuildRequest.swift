// SPDX-License-Identifier: Apache-2.0

package import CephBuild
package import EngineKit
package import OCIKit

/// What a user asked `cephdev build` for.
package struct BuildRequest: Sendable {
    /// What can be thrown away; a build does it beforehand, and leaves images alone.
    package enum CleanLevel: String, Sendable, CaseIterable {
        case build, install, images, cache, all
    }

    package var source: SourceSpec
    package var sourcePolicy = SourcePolicy()
    package var base: BaseSelection
    /// Made from the source's dependency lists when nil.
    package var builder: String?
    package var engine: ContainerEngine.Kind?
    package var options: BuildOptions
    package var cleans: Set<CleanLevel> = []
    /// `ceph/daemon:<ref>-<commit>` and `ceph/daemon:<ref>` when nil.
    package var tag: ImageReference?
    package var makesImage = true
    /// Replaces only what the targets make and what must change with it.
    package var isMinimal = false
    package var packaging = PackagingOptions()
    /// Where the image is pushed to once it is tagged, and how.
    package var push: PushService.Request?
    /// Files that are to show the build, also one that fails.
    package var reports = ReportFiles()

    package init(source: SourceSpec, base: BaseSelection, options: BuildOptions) {
        self.source = source
        self.base = base
        self.options = options
    }

    /// A build of some targets lacks files that it has nothing to do with.
    var packagingOptions: PackagingOptions {
        var all = packaging
        all.replacesAll = options.targets.isEmpty
        all.onlyTargets = isMinimal ? options.targets : nil
        return all
    }
}
