import ConvolutionEngine
import Testing

struct ModulesTests {
  @Test(arguments: Network.names) func modulesHoldEveryStageOnce(name: String) throws {
    let network = try #require(Network.named(name))
    let modules = network.modules
    #expect(modules.flatMap { Array($0.stages) } == Array(network.stages.indices))
    for module in modules {
      #expect(module.name == network.stages[module.stages.upperBound - 1].name)
      // What is taken from outside comes from the last stage of the module before.
      let outside = module.stages.flatMap { network.stages[$0].sources.map { $0 ?? -1 } }
        .filter { $0 < module.stages.lowerBound }
      #expect(outside.allSatisfy { $0 == module.stages.lowerBound - 1 }, "\(name) \(module.name)")
    }
  }

  @Test func googLeNetHasItsNineModules() {
    let branched = Network.googLeNet.modules.filter(\.isBranched)
    #expect(branched.map(\.name) == ["3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b"])
    #expect(branched.allSatisfy { $0.stages.count == 8 })
  }

  @Test func residualNetworksHaveTheirBlocks() {
    // He et al. 2016, table 1: 3 + 4 + 6 + 3 blocks, of ResNet-152 3 + 8 + 36 + 3.
    #expect(Network.resNet50.modules.count(where: \.isBranched) == 16)
    #expect(Network.resNet152.modules.count(where: \.isBranched) == 50)
    #expect(Network.resNet18.modules.map(\.name).prefix(3) == ["conv1", "pool1", "conv2-1"])
  }

  @Test func chainsHaveAModuleALayer() {
    #expect(Network.vgg16.modules.allSatisfy { !$0.isBranched })
    #expect(Network.alexNet.modules.count == Network.alexNet.stages.count)
  }

  @Test func aReLUAndANormalisationBelongToTheirConvolution() throws {
    let network = try Network(
      name: "own", title: "own",
      text: """
        input 32x32x3
        a: conv 8 kernel=3 pad=1
        b: batchnorm
        c: relu
        d: maxpool 2
        e: dense 10
        """)
    #expect(network.modules.map(\.stages) == [0..<3, 3..<4, 4..<5])
    #expect(network.modules[0].name == "c")
  }

  @Test func aShortcutFromTheInputIsWithinTheFirstModule() throws {
    let network = try Network(
      name: "own", title: "own",
      text: """
        input 8x8x4
        a: conv 4 kernel=3 pad=1
        b: add from=a,input
        c: dense 2
        """)
    #expect(network.modules.map(\.stages) == [0..<2, 2..<3])
    #expect(network.modules[0].isBranched)
  }
}
