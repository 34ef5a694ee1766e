import ConvolutionEngine
import Testing

@Suite struct ConnectivityTests {
  @Test func connectionsAreCounted() {
    let sparse = Connectivity(inputs: 1000, outputs: 500, fanIn: 10)
    #expect(sparse.connections == 5000)
    #expect(sparse.full.connections == 500_000)
    #expect(sparse.saving == 100)
    #expect(sparse.full.saving == 1)
  }

  @Test func whatGrowsKeepsItsFanIn() {
    let grown = Connectivity(inputs: 8, outputs: 4, fanIn: 3).grown(by: 10)
    #expect(grown == Connectivity(inputs: 80, outputs: 40, fanIn: 3))
    #expect(grown.connections == 120)
    #expect(grown.full.connections == 3200)
  }

  @Test func aStageConnectsAsManyPairsAsItMultiplies() {
    let first = Network.alexNet.stages[0]
    let connectivity = Connectivity(first)
    #expect(connectivity == Connectivity(inputs: 227 * 227 * 3, outputs: 55 * 55 * 96, fanIn: 11 * 11 * 3))
    #expect(connectivity.connections == first.multiplyAdds)
    #expect(connectivity.full.connections == 44_892_064_800)
  }
}
