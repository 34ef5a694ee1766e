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
    let first = try #require(course.nextEpoch(while: { true }))
    let second = try #require(course.nextEpoch(while: { true }))
    #expect(second.loss < first.loss && first.agreements.count == RegionCourse.rounds)
    #expect(course.best == (second.agreement >= first.agreement ? second : first))
    #expect(course.nextEpoch(while: { true }) == nil, "the course is over")
  }

  @Test func whoStopsItLosesOnlyTheEpoch() throws {
    var course = RegionCourse(plan)
    let first = try #require(course.nextEpoch(while: { true }))
    var asked = 0
    #expect(
      course.nextEpoch {
        asked += 1
        return asked < 5
      } == nil)
    #expect(course.best == first)
  }
}
