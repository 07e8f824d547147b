// SPDX-License-Identifier: Apache-2.0

import Reporting
import Testing

@testable import Console

struct EventDocumentTests {
    private static let schema = #""schema":"cephdev.event/1""#

    private static let events: [(event: Event, line: String)] = [
        (.stageStarted(.compile), #"{"event":"started",\#(schema),"stage":"compile"}"#),
        (
            .stageFinished(.layer, took: .milliseconds(1500), note: "3 layers"),
            #"{"event":"finished",\#(schema),"seconds":1.5,"stage":"layer","text":"3 layers"}"#
        ),
        (
            .stageFinished(.tag, took: .zero, note: nil), #"{"event":"finished",\#(schema),"seconds":0,"stage":"tag"}"#
        ),
        (
            .progress(.source, Progress(completed: 1, total: 2, subject: "src/a")),
            #"{"completed":1,"event":"progress",\#(schema),"stage":"source","text":"src/a","total":2}"#
        ),
        (
            .progress(.source, Progress(completed: 1, total: nil, subject: "")),
            #"{"completed":1,"event":"progress",\#(schema),"stage":"source","text":""}"#
        ),
        (
            .progress(.compile, Progress(completed: 1, total: 2, subject: "a", remaining: .milliseconds(2500))),
            #"{"completed":1,"event":"progress",\#(schema),"secondsLeft":2.5,"stage":"compile","text":"a","total":2}"#
        ),
        (.output("a \"b\"\n"), #"{"event":"output",\#(schema),"text":"a \"b\"\n"}"#),
        (.note("ü"), #"{"event":"note",\#(schema),"text":"ü"}"#),
        (.warning("w"), #"{"event":"warning",\#(schema),"text":"w"}"#),
        (.detail("d"), #"{"event":"detail",\#(schema),"text":"d"}"#),
    ]

    @Test(arguments: events)
    func `an event is one line of JSON with sorted members`(event: Event, line: String) {
        #expect(EventDocument(event).line == line)
    }
}
