import ArgumentParser
import CellCanvas
import ConvolutionEngine
import JSONText
import Lecture

/// Writes a network's stages as a table, or two networks side by side.
struct ShapesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shapes",
    abstract: "List a network's stages: shape, parameters, multiply-adds, memory, receptive field.",
    discussion: """
      A network of your own is a file with one layer a line, each on the output of the line above:
        input 32x32x3
        conv1: conv 16 kernel=5 pad=2 relu
        maxpool 2
        conv 32 3 pad=same relu from=conv1
        globalpool
        dense 10
        softmax
      Layers: conv, transposed, maxpool, avgpool, adaptivepool, globalpool, lrn, batchnorm, relu, dropout, dense,
      softmax, add, concat. dense takes values of any shape, so nothing has to flatten them.
      Options: kernel= stride= pad= dilation= of conv, transposed; groups= of conv; stride= pad= dilation= ceil of
      maxpool, avgpool; bias=no of conv, transposed, dense; relu of these, batchnorm, add; from= of all.

      The table fits the terminal, or 80 columns where there is none, by leaving columns out; --wide has all of them.
      Stages of branches stand farther in. Bars are shares of all parameters (▪) and of all multiply-adds (▬).

      A receptive field is that of a unit far from the borders, height × width; where units differ, that of the unit that
      sees farthest. Behind adaptivepool it is counted on this very input. A – stands for one that is not counted.

      Examples:
        cnnviz shapes vgg16
        cnnviz shapes vgg16 resnet50
        cnnviz shapes resnet50 --size 320 --json
        cnnviz shapes ./my-network.txt --csv
      """)

  @Argument(
    help: ArgumentHelp("The network, or a file: \(Network.names.joined(separator: ", ")).", valueName: "network"),
    completion: .list(Network.names))
  var network: String

  @Argument(
    help: ArgumentHelp("A second network, to stand beside the first.", valueName: "other"),
    completion: .list(Network.names))
  var other: String?

  @Option(help: ArgumentHelp("The picture's size, as 320 or, height by width, 240x320.", valueName: "size"))
  var size: String?

  @Option(
    help: "Put the stages with the most first: parameters, multiply-adds or bytes.",
    completion: .list(ShapesTable.Order.words), transform: { Typed($0, ShapesTable.Order.read) })
  private var sort: Typed<ShapesTable.Order>?

  @Flag(help: "Write all columns, however wide.")
  var wide = false

  @Flag(help: "Write an object for programs.")
  var json = false

  @Flag(help: "Write comma-separated values, with plain numbers.")
  var csv = false

  @Flag(help: "Write a table for Markdown.")
  var markdown = false

  func validate() throws {
    _ = try sort?.value
    let forms = [(json, "--json"), (csv, "--csv"), (markdown, "--markdown")].filter(\.0).map(\.1)
    guard forms.count < 2 else { throw ValidationError("\(listed(forms)) are different forms; give one of them.") }
    for word in [network] + (other.map { [$0] } ?? []) { try NetworkChoice(word: word, size: size).check() }
  }

  func run() throws {
    let networks = try ([network] + (other.map { [$0] } ?? [])).map {
      try NetworkChoice(word: $0, size: size).network()
    }
    try writeToStandardOutput(try text(of: networks))
  }

  private func text(of networks: [Network]) throws -> String {
    let order = try sort?.value
    let tables = networks.map { ShapesTable($0, order: order) }
    if json {
      let objects = networks.map(ShapesJSON.object)
      return (objects.count == 1 ? objects[0] : .array(objects)).pretty
    }
    if csv { return ShapesTable.csv(tables) }
    if markdown { return tables.map(\.markdown).joined(separator: "\n") }
    let columns = wide ? nil : terminalColumns() ?? 80
    return tables.count == 1
      ? tables[0].text(in: columns) : ShapesComparison(networks[0], networks[1]).text(in: columns ?? 160)
  }
}
