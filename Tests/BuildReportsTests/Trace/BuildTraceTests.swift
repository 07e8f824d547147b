// SPDX-License-Identifier: Apache-2.0

import BuildReports
import TestSupport
import Testing

@Suite(.tags(.medium))
struct BuildTraceTests {
    /// What python makes of the trace.
    private func judge(_ report: BuildReport) async throws -> [String] {
        let scratch = try ScratchDirectory()
        try scratch.write("trace.json", try BuildTrace.render(report))
        try scratch.write("judge.py", Self.judge)
        return try await scratch.run("python3", "judge.py")
    }

    @Test func `a viewer gets stages and lanes in which nothing overlaps`() async throws {
        let output = try await judge(SampleReport.whole())
        #expect(
            output == [
                "44 events on 6 threads", "cephdev build: stages 1, stages 2",
                "ninja: lane 1, lane 2, lane 3, lane 4", "first step at 5000000 for 4000000",
            ]
        )
    }

    @Test func `a build that got nowhere is a trace too`() async throws {
        #expect(try await judge(SampleReport.begun()) == ["0 events on 0 threads"])
    }

    @Test func `names are nothing but text`() async throws {
        #expect(try await judge(SampleReport.hostileReport()).first == "41 events on 5 threads")
    }

    /// What the format's document asks of events.
    private static let judge = """
        import collections, json
        trace = json.load(open("trace.json"))
        events = [event for event in trace["traceEvents"] if event["ph"] == "X"]
        names = [event for event in trace["traceEvents"] if event["ph"] == "M"]
        assert len(events) + len(names) == len(trace["traceEvents"]) and trace["displayTimeUnit"] == "ms"
        ends, last = collections.defaultdict(int), 0
        for event in events:
            assert all(type(event[key]) is int for key in ["ts", "dur", "pid", "tid"]), event
            assert type(event["name"]) is str and event["dur"] >= 0 and event["ts"] >= last, event
            thread, last = (event["pid"], event["tid"]), event["ts"]
            assert event["ts"] >= ends[thread], event
            ends[thread] = event["ts"] + event["dur"]
        print(len(events), "events on", len(ends), "threads")
        for process in [event for event in names if event["name"] == "process_name"]:
            threads = [event for event in names if event["name"] == "thread_name" and event["pid"] == process["pid"]]
            assert {(event["pid"], event["tid"]) for event in threads} == {end for end in ends if end[0] == process["pid"]}
            print(process["args"]["name"] + ":", ", ".join(event["args"]["name"] for event in threads))
        steps = [event for event in events if event["cat"] == "compile"]
        if steps and steps[0]["dur"] > 1000000: print("first step at", steps[0]["ts"], "for", steps[0]["dur"])
        """
}
