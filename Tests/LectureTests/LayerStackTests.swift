import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct LayerStackTests {
  private typealias Unit = LayerStack.Unit

  /// Seven inputs, padded by one, strided by two, then a window of three: two units that see five and six places.
  private let stack = LayerStack(input: 7, windows: [Window(3, stride: 2, padding: 1), Window(3)])

  @Test func countsAndPaddingAreTheWindows() {
    #expect((0...2).map { stack.count($0) } == [7, 4, 2])
    #expect(stack.padding(around: 0) == (1, 1))
    #expect(stack.padding(around: 1) == (0, 0))
    #expect(stack.padding(around: 2) == (0, 0), "nothing looks at the last layer")
    // The second zero of an even input is never reached.
    #expect(LayerStack(input: 6, windows: [Window(3, stride: 2, padding: 1)]).padding(around: 0) == (1, 0))
  }

  @Test func lightFollowsTheLinesDown() {
    let light = stack.light(from: Unit(layer: 2, index: 0), down: 2)
    #expect(light.active == [Unit(layer: 2, index: 0)])
    #expect(Set(light.units.filter { $0.layer == 1 }.map(\.index)) == [0, 1, 2])
    #expect(Set(light.units.filter { $0.layer == 0 }.map(\.index)) == [-1, 0, 1, 2, 3, 4, 5])
    #expect(light.lines.count == 3 + 9)
    #expect(light.lines.allSatisfy { $0.growsDown && $0.fraction == 1 })
  }

  @Test func lightGrowsLayerByLayer() {
    let half = stack.light(from: Unit(layer: 2, index: 0), down: 2, growth: 0.75)
    #expect(Set(half.lines.map(\.fraction)) == [1, 0.5])
    #expect(half.units.allSatisfy { $0.layer > 0 }, "the lines to the input have not arrived")
    let done = stack.light(from: Unit(layer: 2, index: 0), down: 2, done: 1, growth: 0)
    #expect(Set(done.lines.map(\.from.layer)) == [1], "what was there before stays")
  }

  @Test func lightFollowsTheLinesUp() {
    let light = stack.light(from: Unit(layer: 0, index: 3), up: 2)
    #expect(Set(light.units.filter { $0.layer == 1 }.map(\.index)) == [1, 2])
    #expect(Set(light.units.filter { $0.layer == 2 }.map(\.index)) == [0, 1])
    let both = stack.light(from: Unit(layer: 1, index: 1), down: 1, up: 1)
    #expect(both.units.contains(Unit(layer: 0, index: 2)) && both.units.contains(Unit(layer: 2, index: 0)))
    #expect(
      both.union(light).lines.count == both.lines.count + light.lines.count && both.union(light).active.count == 2)
  }

  @Test func aDenseLayerConnectsEverything() {
    let dense = LayerStack([.dense(inputs: 5, outputs: 3)])
    #expect(dense.connections(below: 1) == 15)
    #expect((0..<3).map { dense.position($0, in: 1) } == [1, 2, 3], "in the middle above what is below")
    #expect(dense.light(from: Unit(layer: 1, index: 2), down: 1).units.count == 6)
    #expect(dense.dependents(of: 0, in: 0) == [[0], [0, 1, 2]])
  }

  @Test func paddingIsDrawnWhereItIsAskedFor() {
    let light = stack.light(from: Unit(layer: 1, index: 0), down: 1)
    let with = stack.graph(light, showsPadding: true, grids: ["x"]) { "x\($0.index + 1)" }
    let without = stack.graph(light, grids: ["x"]) { "x\($0.index + 1)" }
    #expect(with.layers.map(\.units.count) == [9, 4, 2])
    #expect(without.layers.map(\.units.count) == [7, 4, 2])
    #expect(with.layers[0].units.map(\.label) == ["0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "0"])
    #expect(with.layers[0].units.map(\.isPadding) == [true] + Array(repeating: false, count: 7) + [true])
    #expect(with.connections.count { $0.ink == .role(.active) } == 3)
    #expect(without.connections.count { $0.ink == .role(.active) } == 2)
    // The unit of layer 1 looks at the zero and at the first two inputs.
    #expect(Set(with.connections.filter { $0.ink == .role(.active) }.map(\.from)) == [0, 1, 2])
    #expect(Set(without.connections.filter { $0.ink == .role(.active) }.map(\.from)) == [0, 1])
  }

  @Test func droppedUnitsAreStruckThrough() {
    let misfit = LayerStack(input: 6, windows: [Window(3, stride: 2)])
    let graph = misfit.graph { "x\($0.index + 1)" }
    #expect(graph.layers[0].units.map(\.isHatched) == [false, false, false, false, false, true])
  }

  @Test func aShortNameIsTheNumberOfAName() {
    let graph = LayerStack(input: 3, windows: [Window(3)]).graph { $0.layer == 0 ? "x\($0.index + 1)" : "−3" }
    #expect(graph.layers[0].units.map(\.shortLabel) == ["1", "2", "3"])
    #expect(graph.layers[1].units.map(\.shortLabel) == [""], "a value is not shortened")
  }
}
