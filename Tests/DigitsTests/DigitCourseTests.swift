import ConvolutionEngine
import Testing

@testable import Digits

@Suite struct DigitCourseTests {
  /// Bars whose place tells which digit they stand for: quickly learned.
  private static func bars(_ count: Int) -> DigitSet {
    DigitSet(
      height: 28, width: 28,
      greys: (0..<count).flatMap { index in
        (0..<28 * 28).map { place in place / 28 / 3 == index % 10 ? 255 : 0 }
      }, labels: (0..<count).map { UInt8($0 % 10) })
  }

  private static let plan = DigitCourse.Plan(seed: 3, epochs: 3, batchSize: 8, rate: 0.003, heldOut: 20)

  @Test func aCourseEndsAfterItsEpochsAndKeepsTheBest() throws {
    var course = DigitCourse(Self.plan, on: Self.bars(60), test: Self.bars(10))
    #expect(course.learned == 40 && course.best == nil)
    var epochs: [DigitCourse.Epoch] = []
    while let epoch = course.nextEpoch(while: { true }) { epochs.append(epoch) }
    #expect(epochs.map(\.number) == [1, 2, 3])
    let most = try #require(epochs.map(\.marks.heldOut).max())
    #expect(course.best == epochs.last { $0.marks.heldOut == most })
    #expect(epochs.allSatisfy { $0.marks.test != nil && $0.loss > 0 && (0...1).contains($0.accuracy) })
    var again = DigitCourse(Self.plan, on: Self.bars(60))
    #expect(again.nextEpoch(while: { true })?.parameters == epochs[0].parameters)
  }

  @Test(arguments: DigitStack.both) func aStackIsTrainedAndJudgedWithoutEachBlock(stack: DigitStack) throws {
    let plan = DigitCourse.Plan(seed: 3, epochs: 1, batchSize: 8, rate: 0.003, heldOut: 20, stack: stack)
    var course = DigitCourse(plan, on: Self.bars(40))
    let first = course.nextEpoch(while: { true })
    let epoch = try #require(first)
    #expect(epoch.parameters.values.count == stack.network.parameters)
    #expect(epoch.parameters != stack.initialParameters(seed: 3))
    let marks = try #require(course.marksWithoutBlocks(of: epoch.parameters))
    #expect(marks.count == DigitStack.blocks && marks.allSatisfy { (0...1).contains($0) })
    let digits = Self.bars(40)
    let rest = stack.network(without: [3])
    let weights = stack.weights(epoch.parameters, without: [3])
    let right = (20..<40).count { rest.classify(digits.picture(at: $0), weights: weights) == digits.label(at: $0) }
    #expect(marks[2] == Double(right) / 20)
    #expect(course.marksWithoutBlocks(of: epoch.parameters, while: { false }) == nil)
    #expect(DigitCourse(Self.plan, on: Self.bars(60)).marksWithoutBlocks(of: epoch.parameters) == nil)
  }

  @Test func whatIsBrokenOffCountsForNothing() {
    var course = DigitCourse(Self.plan, on: Self.bars(60))
    #expect(course.nextEpoch(while: { false }) == nil && course.best == nil)
    // Broken off in the examination.
    var asked = 0
    #expect(
      course.nextEpoch {
        asked += 1
        return asked < 8
      } == nil && course.best == nil)
  }

  @Test func marksCountWhatIsReadRight() throws {
    let digits = Self.bars(30)
    let weights = NetworkParameters(of: DigitCourse.network, from: SeededWeights(seed: 1))
    let marks = try #require(DigitExamination(heldOut: digits, test: digits[0..<7]).marks(of: weights))
    func part(_ digits: DigitSet) -> Double {
      let right = (0..<digits.count).count { index in
        DigitCourse.network.classify(digits.picture(at: index), weights: weights) == digits.label(at: index)
      }
      return Double(right) / Double(digits.count)
    }
    #expect(marks.heldOut == part(digits) && marks.coarse == part(digits.coarse))
    #expect(marks.hard == part(digits.hard) && marks.test == part(digits[0..<7]))
  }
}
