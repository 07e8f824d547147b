// SPDX-License-Identifier: Apache-2.0

import CephBuild
import SystemPackage
import TestSupport
import Testing

struct CompileForecastTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    /// A log of steps that took so many seconds.
    private func log(_ seconds: [Double]) throws -> NinjaLog {
        let lines = seconds.enumerated().map { "0\t\(Int($0.element * 1000))\t1\tsrc/\($0.offset).o\t1\n" }
        try scratch.write("log", "# ninja log v6\n" + lines.joined())
        return try NinjaLog.read(at: scratch.path.appending("log"))
    }

    private func plan(_ step: Int) -> String { "[plan] Building CXX object src/\(step).o" }
    private func end(_ step: Int) -> String { "[\(step + 1)/9] Building CXX object src/\(step).o" }

    @Test func `at first the rest takes what it took before, shared among the jobs`() throws {
        var forecast = CompileForecast(from: try log([10, 20, 60, 500]), jobs: 3)
        for step in [0, 1, 2] { _ = forecast.plan(plan(step)) }
        #expect(forecast.remaining(after: .zero) == .seconds(30))
    }

    @Test func `what is done counts no more`() throws {
        var forecast = CompileForecast(from: try log([10, 20, 60]), jobs: 1)
        for step in 0...2 { _ = forecast.plan(plan(step)) }
        forecast.finish(end(2))
        #expect(forecast.remaining(after: .seconds(60)) == .seconds(30))
        forecast.finish(end(2))
        forecast.finish("[1/2] Building CXX object of/a/project/within.o")
        forecast.finish("src/1.o: warning")
        #expect(forecast.remaining(after: .seconds(60)) == .seconds(30))
    }

    @Test func `a run that is slower or faster than the last is followed`() throws {
        var forecast = CompileForecast(from: try log([Double](repeating: 10, count: 100)), jobs: 1)
        for step in 0..<100 { _ = forecast.plan(plan(step)) }
        for step in 0..<50 { forecast.finish(end(step)) }
        let slow = try #require(forecast.remaining(after: .seconds(1000)))
        let fast = try #require(forecast.remaining(after: .seconds(50)))
        #expect(slow > .seconds(850) && slow < .seconds(1000))
        #expect(fast > .seconds(50) && fast < .seconds(110))
    }

    @Test func `where most of the plan was never seen, nothing is claimed`() throws {
        var forecast = CompileForecast(from: try log([10]), jobs: 1)
        #expect(forecast.remaining(after: .seconds(5)) == nil)
        for step in 0...1 { _ = forecast.plan(plan(step)) }
        #expect(forecast.remaining(after: .seconds(5)) == nil)
    }

    @Test func `a step that was never seen costs as much as the middle one`() throws {
        var forecast = CompileForecast(from: try log([1, 2, 30]), jobs: 1)
        for step in [0, 2, 7] { _ = forecast.plan(plan(step)) }
        #expect(forecast.remaining(after: .zero) == .seconds(33))
    }

    @Test func `nothing left has no rest`() throws {
        var forecast = CompileForecast(from: try log([1]), jobs: 1)
        _ = forecast.plan(plan(0))
        forecast.finish(end(0))
        #expect(forecast.remaining(after: .seconds(1)) == nil)
    }

    @Test(arguments: ["", "[1/2] x", "plan", "x [plan] y", "[plan]"])
    func `what is no line of the plan is left to others`(line: String) throws {
        var forecast = CompileForecast(from: try log([1]), jobs: 1)
        let isTaken = forecast.plan(line)
        #expect(!isTaken)
    }

    /// Steps of very different lengths on four cores, in a run that is `factor` times as slow as the one before.
    @Test(arguments: [0.2, 1, 1.7, 4])
    func `over a whole run the forecast stays near the truth and does not jump`(factor: Double) throws {
        var random = SplitMix(state: 7)
        let costs = (0..<300).map { _ in Double.random(in: 1...40, using: &random) }
        var forecast = CompileForecast(from: try log(costs), jobs: 4)
        for step in costs.indices { _ = forecast.plan(plan(step)) }
        var ends: [(time: Double, step: Int)] = []
        var cores = [Double](repeating: 0, count: 4)
        for (step, cost) in costs.enumerated() {
            let core = cores.indices.min { cores[$0] < cores[$1] } ?? 0
            cores[core] += cost * factor
            ends.append((cores[core], step))
        }
        let last = cores.max() ?? 0
        var before: Double?
        for end in ends.sorted(by: { $0.time < $1.time }).dropLast() {
            forecast.finish(self.end(end.step))
            let told = try #require(forecast.remaining(after: .seconds(end.time))) / .seconds(1)
            let truth = last - end.time
            #expect(told > 0)
            guard end.time > last / 4 else { continue }
            #expect(abs(told - truth) < 0.4 * truth + 80 * max(1, factor), "at \(end.time): \(told)")
            if let before { #expect(abs(told - before) < 0.1 * before + 15 * max(1, factor)) }
            before = told
        }
    }
}
