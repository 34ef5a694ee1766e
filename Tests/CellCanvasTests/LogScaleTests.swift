import CellCanvas
import Testing

@Suite struct LogScaleTests {
  @Test func equalFactorsAreEqualLengths() {
    let scale = LogScale(upTo: 1_000_000)
    #expect(scale.decades == 6)
    #expect(abs(scale.fraction(of: 1000) - 0.5) < 1e-12)
    #expect(abs(scale.fraction(of: 20) - scale.fraction(of: 2) - 1.0 / 6) < 1e-12)
    #expect(scale.fraction(of: 1_000_000) == 1)
    #expect(scale.fraction(of: 5_000_000) == 1, "what is too long is held to the end")
  }

  @Test func onlyNothingHasNoLength() {
    let scale = LogScale(upTo: 100)
    #expect(scale.fraction(of: 0) == 0)
    #expect(scale.fraction(of: 1) > 0)
    #expect(scale.fraction(of: 1) < 0.01)
  }

  @Test(arguments: [(0.0, 1), (1, 1), (10, 1), (11, 2), (1e12, 12), (1.1e12, 13)])
  func scalesEndAtWholeDecades(largest: Double, decades: Int) {
    #expect(LogScale(upTo: largest).decades == decades)
  }

  @Test func marksAreFewAndEvenlySpread() {
    #expect(LogScale(upTo: 1e3).marks(atMost: 9).map(\.name) == ["1", "10", "10²", "10³"])
    #expect(LogScale(upTo: 1e12).marks(atMost: 5).map(\.name) == ["1", "10³", "10⁶", "10⁹", "10¹²"])
    let marks = LogScale(upTo: 1e12).marks(atMost: 5).map(\.fraction)
    #expect(marks == [0, 0.25, 0.5, 0.75, 1])
    for decades in 1...18 {
      var largest = 1.0
      for _ in 0..<decades { largest *= 10 }
      for limit in 2...9 { #expect(LogScale(upTo: largest).marks(atMost: limit).count <= limit) }
    }
  }

  @Test func aChartDrawsItsScale() {
    let scale = LogScale(upTo: 1000)
    let chart = BarChart(
      [10, 1000].map { .init("a", fraction: scale.fraction(of: $0), value: "\(Int($0))", ink: .role(.kernel)) },
      scale: scale)
    var canvas = Canvas(size: Size(columns: 37, rows: 3))
    chart.draw(in: &canvas, region: canvas.bounds)
    #expect(
      canvas.plainText == """
        a ██████████ 10       ┊         ┊    
        a ██████████████████████████████ 1000
          1         10        10²       10³  
        """)
    #expect(canvas.audit.isEmpty)
  }
}
