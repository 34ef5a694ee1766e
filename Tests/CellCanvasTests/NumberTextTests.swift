import CellCanvas
import Testing

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.0, "0 B"), (1, "1 B"), (4000, "4 kB"), (4_000_000_000_000, "4 TB"), (139_776, "140 kB"), (1050, "1.05 kB"),
    (12_340, "12.3 kB"), (999, "999 B"), (999.6, "1 kB"), (0.00001, "10 µB"), (0.0015, "1.5 mB"), (1e-9, "1 nB"),
  ])
  func amountsAreShort(value: Double, text: String) {
    #expect(NumberText.metric(value, unit: "B") == text)
  }

  @Test(arguments: [
    (0.0, "0"), (-0.0, "0"), (3, "3"), (-12, "−12"), (100, "100"), (0.5, "0.5"), (-1.25, "−1.25"), (0.004, "0"),
    (-0.004, "0"), (9.999, "10"), (1e6, "1000000"), (2e15, "2000000000000000"), (1.2e20, "1.2e+20"),
    (.infinity, "∞"), (-.infinity, "−∞"), (.nan, "–"),
  ])
  func numbersHaveAsManyDecimalsAsTheyNeed(value: Double, text: String) {
    #expect(NumberText.plain(value) == text)
  }
}
