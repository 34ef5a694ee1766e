import Testing

@testable import ConvolutionEngine

@Suite struct ReceptiveFieldTests {
  @Test func stackedThreesSeeFivesAndSevens() {
    let sizes = ReceptiveField.growth(through: [Window(3), Window(3), Window(3)]).map(\.size)
    #expect(sizes == [3, 5, 7])
  }

  @Test func poolsOfVGG16SeeWhatIsPublished() {
    let pools = Network.vgg16.stages.filter { $0.name.hasPrefix("pool") }
    #expect(pools.compactMap { $0.receptiveField?.size } == [6, 16, 44, 100, 212])
  }

  @Test func centreOfASymmetricStackIsTheUnitItself() {
    let same = Window(3, padding: 1)
    let field = ReceptiveField.growth(through: [same, same, same]).last
    #expect(field?.centre == 0)
    #expect(field?.inputs(of: 4) == 1..<8)
    #expect(ReceptiveField.input.seen(through: Window(2, stride: 2)).centre == 0.5)
  }

  /// The inputs that a unit depends on, followed back cell by cell, lie in its field and reach both of its ends.
  @Test func fieldSpansExactlyTheInputsFollowedBack() {
    let generator = SeededGenerator(seed: 9)
    for trial in 0..<200 {
      let windows = (0..<3).map { layer in
        func number(_ which: Int, _ range: ClosedRange<Int>) -> Int {
          generator.integer(at: trial * 100 + layer * 10 + which, in: range)
        }
        return Window(
          number(0, 1...4), stride: number(1, 1...3),
          padding: Padding(before: number(2, 0...2), after: number(3, 0...2)), dilation: number(4, 1...3))
      }
      var cells: Set<Int> = [2]
      for window in windows.reversed() {
        cells = Set(cells.flatMap { cell in window.over(100).inputs(of: cell) })
      }
      let field = ReceptiveField.growth(through: windows)[2].inputs(of: 2)
      #expect(cells.min() == field.lowerBound)
      #expect(cells.max() == field.upperBound - 1)
    }
  }
}
