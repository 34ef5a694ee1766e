import ConvolutionEngine
import Testing

@testable import Regions

@Suite struct RegionCourseTests {
  private let plan = RegionCourse.Plan(seed: 3, epochs: 2, batchSize: 4, rate: 0.01, scenes: 24, heldOut: 4)

  @Test func threadsDoNotChangeTheWeights() {
    let usual = Engine.threads
    defer { Engine.threads = usual }
    let trained = [1, 2, 3].map { threads in
      Engine.threads = threads
      var course = RegionCourse(plan)
      while course.nextEpoch(while: { true }) != nil {}
      return course.best?.labeller.values ?? []
    }
    #expect(trained[0].count == RecurrentLabeller.parameters)
    #expect(trained[1] == trained[0] && trained[2] == trained[0])
  }

  @Test func itLearnsAndKeepsTheBest() throws {
    var course = RegionCourse(plan)
    let (one, two) = (course.nextEpoch(while: { true }), course.nextEpoch(while: { true }))
    let (first, second) = (try #require(one), try #require(two))
    #expect(second.loss < first.loss && first.agreements.count == RegionCourse.rounds)
    #expect(course.best == (second.agreement >= first.agreement ? second : first))
    let over = course.nextEpoch(while: { true })
    #expect(over == nil, "the course is over")
  }

  @Test func whoStopsItLosesOnlyTheEpoch() {
    var course = RegionCourse(plan)
    let first = course.nextEpoch(while: { true })
    var asked = 0
    let second = course.nextEpoch {
      asked += 1
      return asked < 5
    }
    #expect(first != nil && second == nil && course.best == first)
  }
}
