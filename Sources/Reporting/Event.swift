// SPDX-License-Identifier: Apache-2.0

/// Something that a user may want to see while a command works.
package enum Event: Sendable {
    case stageStarted(Stage)
    /// `note` says in a few words what came of it ("nothing to do", "3 layers, 41 MB").
    case stageFinished(Stage, took: Duration, note: String?)
    case progress(Stage, Progress)
    /// A line of a tool's own output.
    case output(String)
    /// Worth knowing, and nothing to worry about.
    case note(String)
    case warning(String)
    /// Only for `--verbose`.
    case detail(String)
}

/// One step from source to image, in the words of the summary at the end.
package enum Stage: String, Sendable, CaseIterable {
    case image, source, base, builder, configure, compile, install, stage, strip, layer, symbols, load, check, fix, tag,
        compress, push, export
    case trial = "try"
}

/// How far a stage has come.
package struct Progress: Sendable, Equatable {
    package var completed: Int
    /// Unknown until the tool behind it has said it.
    package var total: Int?
    package var subject: String
    /// What the rest may take, where more is known than the pace so far.
    package var remaining: Duration?

    package init(completed: Int, total: Int?, subject: String, remaining: Duration? = nil) {
        self.completed = completed
        self.total = total
        self.subject = subject
        self.remaining = remaining
    }
}
