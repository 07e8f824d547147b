// SPDX-License-Identifier: Apache-2.0

package import EngineKit
package import OCIKit
package import Reporting

/// What `cephdev diff` does.
package struct DiffService: Sendable {
    private let locator: ImageLocator

    package init(
        workspace: Workspace,
        reporter: Reporter,
        trust: RegistryTrust = RegistryTrust(),
        engine: ContainerEngine.Kind?
    ) {
        locator = ImageLocator(workspace: workspace, reporter: reporter, trust: trust, engine: engine)
    }

    package func compare(_ old: ImageLocation, _ new: ImageLocation) async throws -> ImageDifference {
        try await ImageDifference(from: locator.open(old), to: locator.open(new))
    }
}
