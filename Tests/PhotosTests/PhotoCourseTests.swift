import ConvolutionEngine
import Testing

@testable import Photos

@Suite struct PhotoCourseTests {
  /// Three colours with specks on them: quickly learned.
  private static func colors(_ count: Int) -> PhotoSet {
    let noise = SeededGenerator(seed: 8)
    let bytes = (0..<count * 3 * 256).map { place -> UInt8 in
      let (picture, channel) = (place / 768, place % 3)
      return UInt8((picture % 3 == channel ? 180 : 60) + noise.integer(at: place, in: -40...40))
    }
    return PhotoSet(side: 16, classes: ["red", "green", "blue"], bytes: bytes, labels: (0..<count).map { $0 % 3 })
  }

  private static let plan = PhotoCourse.Plan(seed: 3, epochs: 3, batchSize: 12, rate: 0.1, heldOut: 21)

  @Test func aCourseLearnsAndKeepsTheBest() throws {
    var course = PhotoCourse(Self.plan, on: Self.colors(90))
    #expect(course.learned == 69 && course.stepsPerEpoch == 6 && course.best == nil)
    var epochs: [PhotoCourse.Epoch] = []
    var steps: [Int] = []
    while let epoch = course.nextEpoch(while: { step in
      if step != steps.last { steps.append(step) }
      return true
    }) { epochs.append(epoch) }
    #expect(epochs.map(\.number) == [1, 2, 3] && steps == Array(1...18))
    let most = try #require(epochs.map(\.marks.accuracy).max())
    #expect(course.best == epochs.last { $0.marks.accuracy == most } && most > 0.9)
    #expect(epochs[2].loss < epochs[0].loss && epochs[2].accuracy > 0.8)
    #expect(epochs.allSatisfy { $0.marks.count == 21 })
    // The weights are those of the plain network.
    let best = try #require(course.best)
    #expect(course.network == .photos(classes: 3, side: 16))
    #expect(best.parameters.values.count == course.network.parameters)
  }

  @Test func itIsTheSameForAnyNumberOfThreads() {
    let usual = Engine.threads
    defer { Engine.threads = usual }
    let epochs = [1, 2].map { threads in
      Engine.threads = threads
      var course = PhotoCourse(Self.plan, on: Self.colors(50))
      return course.nextEpoch { _ in true }
    }
    #expect(epochs[0] != nil && epochs[0] == epochs[1])
  }

  @Test func whatIsBrokenOffCountsForNothing() {
    var course = PhotoCourse(Self.plan, on: Self.colors(40))
    #expect(course.nextEpoch { _ in false } == nil && course.best == nil)
  }

  @Test func anExaminationCountsWhatIsTakenForWhat() {
    var marks = PhotoExamination(classes: 3)
    for (label, answer) in [(0, 0), (0, 1), (0, 0), (2, 2), (2, 0)] { marks.add(label, takenFor: answer) }
    #expect(marks.count == 5 && marks.accuracy == 0.6)
    #expect(marks.accuracies == [2.0 / 3, nil, 0.5] && marks.confusion == [[2, 1, 0], [0, 0, 0], [1, 0, 1]])
    let pictures = Self.colors(30)
    let network = Network.photos(classes: 3, side: 16)
    let weights = NetworkParameters(of: network, from: SeededWeights(seed: 1))
    let right = (0..<30).count {
      network.classify(pictures.picture(at: $0), weights: weights) == pictures.label(at: $0)
    }
    #expect(PhotoExamination(of: network, weights, on: pictures)?.accuracy == Double(right) / 30)
  }
}
