// SPDX-License-Identifier: Apache-2.0

/// A stage whose tools' whole output is kept in a file of its own.
package enum LoggedStage: String, Sendable, CaseIterable {
    case configure, compile, install
}
