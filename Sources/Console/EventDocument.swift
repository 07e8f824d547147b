// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import Reporting

/// An event as one line of JSON.
struct EventDocument: Encodable {
    private let schema = "cephdev.event/1"
    private let event: String
    private var stage: String?
    private var text: String?
    private var completed: Int?
    private var total: Int?
    private var seconds: Double?
    private var secondsLeft: Double?

    private enum CodingKeys: String, CodingKey {
        case schema, event, stage, text, completed, total, seconds, secondsLeft
    }

    init(_ event: Event) {
        switch event {
        case .stageStarted(let stage):
            self.event = "started"
            self.stage = stage.rawValue
        case .stageFinished(let stage, let took, let note):
            self.event = "finished"
            self.stage = stage.rawValue
            text = note
            seconds = took / .seconds(1)
        case .progress(let stage, let progress):
            self.event = "progress"
            self.stage = stage.rawValue
            text = progress.subject
            completed = progress.completed
            total = progress.total
            secondsLeft = progress.remaining.map { $0 / .seconds(1) }
        case .output(let line):
            self.event = "output"
            text = line
        case .note(let line):
            self.event = "note"
            text = line
        case .warning(let line):
            self.event = "warning"
            text = line
        case .detail(let line):
            self.event = "detail"
            text = line
        }
    }

    /// Nil only for numbers that JSON cannot hold.
    var line: String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) }  // see above
    }
}
