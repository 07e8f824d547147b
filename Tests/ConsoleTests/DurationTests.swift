// SPDX-License-Identifier: Apache-2.0

import Console
import Testing

struct DurationTests {
    @Test(arguments: [
        (Duration.zero, "0.0 s"), (.milliseconds(99), "0.0 s"), (.milliseconds(340), "0.3 s"),
        (.milliseconds(9_960), "9.9 s"),
        (.seconds(10), "10 s"), (.milliseconds(42_900), "42 s"), (.seconds(119), "119 s"), (.seconds(120), "2 min"),
        (.seconds(150), "3 min"), (.seconds(3_569), "59 min"), (.seconds(3_570), "1 h 0 min"),
        (.seconds(3_900), "1 h 5 min"),
        (.seconds(90_000), "25 h 0 min"),
    ])
    func `a time is said as people say it`(duration: Duration, text: String) {
        #expect(duration.spoken == text)
    }
}
