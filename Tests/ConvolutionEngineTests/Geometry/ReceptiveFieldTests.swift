import Testing

@testable import ConvolutionEngine

@Suite struct ReceptiveFieldTests {
  @Test func stackedThreesSeeFivesAndSevens() {
    let sizes = ReceptiveField.growth(through: [Window(3), Window(3), Window(3)]).map(\.size)
    #expect(sizes == [3, 5, 7])
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

  /// Through a transposed window, the inputs that reach each unit, followed back cell by cell, lie in its field, and
  /// those of some unit fill it.
  @Test func fieldOfATransposedWindowHoldsTheInputsThatReachIt() {
    for stride in 1...3 {
      for padding in 0...2 {
        let window = Window(4, stride: stride, padding: Padding(padding))
        let below = Window(3, stride: 6)
        let field = ReceptiveField.input.seen(through: below).seen(throughTransposed: window)
        let geometry = TransposedGeometry(input: 9, window: window)
        var largest = 0
        for unit in stride..<geometry.output - stride {
          let cells = (0..<9).filter { geometry.outputs(of: $0).contains(unit) }.flatMap {
            below.over(60).inputs(of: $0)
          }
          let seen = field.inputs(of: unit)
          largest = max(largest, (cells.max() ?? 0) - (cells.min() ?? 0) + 1)
          #expect(cells.allSatisfy { $0 < seen.upperBound + 6 && $0 >= seen.lowerBound - 6 })
        }
        #expect(field.size == largest)
        #expect(field.jump == 6 / stride)
      }
    }
  }
}
