// SPDX-License-Identifier: Apache-2.0

extension BuildReport {
    /// What ninja ran.
    package struct Compile: Codable, Sendable, Equatable {
        /// A step that ended well.
        package struct Step: Codable, Sendable, Equatable {
            /// The first of what it made, as ninja spells it.
            package let target: String
            package let kind: StepKind
            /// Since ninja began.
            package let start: Int
            package let took: Int
            /// One of the lanes that the steps take when each begins in the first that is free.
            package let lane: Int
        }

        /// What ccache answered without a compiler, and what it did not.
        package struct Cache: Codable, Sendable, Equatable {
            package let hits: Int
            package let misses: Int

            package init(hits: Int, misses: Int) {
                self.hits = hits
                self.misses = misses
            }
        }

        /// In the order in which they began.
        package let steps: [Step]
        /// Nil when nothing was counted.
        package var cache: Cache?

        /// The steps of a run, each as what it made and when it ran, in milliseconds since ninja began.
        package init(_ runs: [(target: String, time: Range<Int>)], cache: Cache? = nil) {
            let sorted = runs.sorted { ($0.time.lowerBound, $0.target) < ($1.time.lowerBound, $1.target) }
            let lanes = Lanes.pack(sorted.map(\.time))
            steps = zip(sorted, lanes).map { run, lane in
                Step(
                    target: run.target,
                    kind: StepKind(making: run.target),
                    start: run.time.lowerBound,
                    took: run.time.count,
                    lane: lane
                )
            }
            self.cache = cache
        }
    }
}
