import CellCanvas
import Lecture
import Testing

/// While a value is typed it is called what the figure and the formula call it: x(0), w2, I(2, 3).
@Suite struct EditorNamesTests {
  @Test(arguments: EverySceneTests.ids) func everyValueThatCanBeEditedHasItsName(id: String) throws {
    let index = try #require(catalogue.firstIndex { $0.card.id == id })
    let grids = Set(catalogue[index].controls.filter { !$0.isTurned }.map(\.name))
    let scene = Finished.scenes[index]
    for step in scene.steps.indices {
      let targets = Set(scene.figure(at: Playhead(step: step)).hotSpots.map(\.target)).filter {
        grids.contains($0.grid)
      }
      let names = targets.compactMap { scene.name(of: $0) }
      #expect(names.count == targets.count, "step \(step + 1)")
      #expect(Set(names).count == names.count, "two values of one name at step \(step + 1)")
      #expect(names.allSatisfy { $0.count <= 32 }, "the footer has no room for it")
    }
  }

  @Test func namesAreThoseOfTheFigure() throws {
    func name(_ id: String, _ grid: String, _ row: Int, _ column: Int) throws -> String? {
      let index = try #require(catalogue.firstIndex { $0.card.id == id })
      return Finished.scenes[index].name(of: Target(grid: grid, row: row, column: column))
    }
    #expect(try name("discrete-convolution", "x", 0, 0) == "x(0)")
    #expect(try name("flip-or-not", "values", 1, 2) == "I(2, 3)")
    #expect(try name("flip-or-not", "weights", 0, 0) == "K(1, 1)")
    #expect(try name("parameter-sharing", "weights", 0, 0) == "w1")
    #expect(try name("sparse-connectivity", "values", 0, 3) == "x4")
    #expect(try name("receptive-field", "stack", 1, 2) == "dilation of layer 2")
    #expect(try name("sliding-kernel", "output", 0, 0) == nil)
  }
}
