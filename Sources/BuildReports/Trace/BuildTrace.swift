// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials

/// A build in the trace event format, which Perfetto and Chromium's own viewer read.
///
/// Format: https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
package enum BuildTrace {
    /// The trace as JSON: the stages as one process, ninja's steps as another with a thread for each lane.
    ///
    /// - Throws: `EncodingError`, for a number that JSON cannot hold.
    package static func render(_ report: BuildReport) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let events = (stages(report) + steps(report)).sorted { ($0.ts, $0.pid, $0.tid) < ($1.ts, $1.pid, $1.tid) }
        let names = names(of: events)
        return try [UInt8](encoder.encode(Document(report, names + events)))
    }

    private static let stagesID = 1
    private static let ninjaID = 2

    private static func stages(_ report: BuildReport) -> [Event] {
        let lanes = Lanes.pack(report.stages.map { $0.start..<$0.start + $0.took })
        return zip(report.stages, lanes).map { stage, lane in
            let kind = stage.failed ? "failed" : "stage"
            return Event(stage.name, kind, stage.start..<stage.start + stage.took, stagesID, lane, note: stage.note)
        }
    }

    private static func steps(_ report: BuildReport) -> [Event] {
        let begin = report.stages.first { $0.name == "compile" }?.start ?? 0
        return (report.compile?.steps ?? []).map { step in
            let start = begin + step.start
            let name = step.target.split(separator: "/").last.map(String.init) ?? step.target
            return Event(name, step.kind.rawValue, start..<start + step.took, ninjaID, step.lane, target: step.target)
        }
    }

    /// What the viewer calls processes and threads.
    private static func names(of events: [Event]) -> [Event] {
        [(stagesID, "cephdev build", "stages"), (ninjaID, "ninja", "lane")].flatMap { id, process, thread -> [Event] in
            guard let last = events.filter({ $0.pid == id }).map(\.tid).max() else { return [] }
            return [Event(naming: "process_name", id, 0, process)]
                + (0...last).map { Event(naming: "thread_name", id, $0, "\(thread) \($0 + 1)") }
        }
    }

    private struct Document: Encodable {
        let displayTimeUnit = "ms"
        let otherData: [String: String]
        let traceEvents: [Event]

        init(_ report: BuildReport, _ events: [Event]) {
            otherData = ["began": report.began, "cephdev": report.version, "image": report.image?.names.first ?? ""]
            traceEvents = events
        }

        private enum CodingKeys: String, CodingKey {
            case displayTimeUnit, otherData, traceEvents
        }
    }

    /// In the words of the format; times in microseconds.
    private struct Event: Encodable {
        let name: String
        let cat: String
        let ph: String
        let ts: Int
        let dur: Int?
        let pid: Int
        let tid: Int
        let args: [String: String]

        /// Something that took time.
        init(
            _ name: String,
            _ category: String,
            _ time: Range<Int>,
            _ process: Int,
            _ thread: Int,
            note: String? = nil,
            target: String? = nil
        ) {
            self.name = name
            cat = category
            ph = "X"
            ts = time.lowerBound * 1000
            dur = time.count * 1000
            pid = process
            tid = thread
            args = ["note": note, "target": target].compactMapValues(\.self)
        }

        /// Metadata.
        init(naming kind: String, _ process: Int, _ thread: Int, _ name: String) {
            self.name = kind
            cat = "__metadata"
            ph = "M"
            ts = 0
            dur = nil
            pid = process
            tid = thread
            args = ["name": name]
        }
    }
}
