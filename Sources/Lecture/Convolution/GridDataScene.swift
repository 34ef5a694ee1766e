import CellCanvas
import ConvolutionEngine

/// What data on a grid have in common, and what follows for a layer: a matrix product in which a few weights repeat.
struct GridDataScene: Scene {
  static let card = SceneCard(id: "grid-data", title: "Data on a grid", part: .convolution)

  static let length = Control.integer("length", in: 3...12, standard: 8, help: "how many values the signal has, n")
  static let kernelWidth = Control.integer("kernel", in: 1...5, standard: 3, help: "how many weights the kernel has, k")
  static let layer = Control.choice(
    "layer", ["convolution", "dense"], help: "which layer's matrix is built up row by row")
  static let signal = Control.grid("x", in: -99...99, help: "the signal's values")
  static let weights = Control.grid("weights", in: -9...9, help: "the kernel's weights")
  static let controls = [length, kernelWidth, layer, signal, weights]

  /// The picture that a viewer brings along.
  static func pictureArea(_ settings: Settings) -> PictureArea? { PictureArea(width: side, height: side) }

  /// The signal, n values.
  let x: [Float]
  /// The kernel, k weights: all different and none 0 until somebody types others.
  let kernel: [Float]
  /// The layer that joins every input with every output, all of its weights different.
  let dense: Dense
  /// The layer whose rows repeat the kernel.
  let sliding: Dense
  /// What either makes of the signal.
  let denseOutput: [Float]
  let slidingOutput: [Float]
  /// Whether the knob asks for the dense layer's matrix row by row.
  let isDense: Bool
  /// What the kernel makes of a larger picture of the lecture's own, sliding along each of its rows.
  let alongRows: KernelMap
  /// That picture.
  let wholePicture: Tensor
  /// A picture in grey, and where in it the few pixels begin whose numbers are shown.
  let picture: Tensor
  /// The picture with its pixels in another order, the same for every picture.
  let shuffled: Tensor
  /// How much values beside each other differ, before and after.
  let pictureContrast: (before: Double, after: Double)
  let tableContrast: (before: Double, after: Double)
  let moments: [Moment]

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    case data, series, image, film, shuffle, dense, kernel, row(Int), rows, count, end
  }

  /// The sides of the picture, and of the part of it that has room for its numbers.
  static let side = 24
  static let pictureSide = 6
  /// Where this part begins.
  static let corner = (row: 6, column: 13)
  /// A table of customers, how often each bought what, and another order of its columns.
  static let table: [[Float]] = [[2, 9, 0, 5], [7, 1, 4, 0], [0, 6, 8, 3]]
  static let customers = ["Ann", "Ben", "Cleo"]
  static let goods = ["tea", "ink", "salt", "nuts"]
  static let order = [2, 0, 3, 1]

  init(_ settings: Settings) throws(SettingsError) {
    let length = settings.integer(Self.length)
    let width = settings.integer(Self.kernelWidth)
    let geometry = WindowGeometry(input: length, kernel: width)
    do throws(GeometryError) { _ = try geometry.checkedOutput() } catch { throw SettingsError(error.description) }
    x = Tensor(Shape(height: 1, width: length), seed: 4, integersIn: 1...9).edited(settings.edits(Self.signal)).values
    kernel = Tensor(signal: Array([2, 5, 3, 4, 1].prefix(width))).edited(settings.edits(Self.weights)).values
    sliding = Dense(sliding: kernel, over: length)
    dense = Dense(
      weights: Self.different(geometry.output * length), biases: [Float](repeating: 0, count: geometry.output))
    isDense = settings.choice(Self.layer) == "dense"
    let input = Tensor(signal: x)
    denseOutput = dense(input).values
    slidingOutput = sliding(input).values
    picture = Pictures.color(for: settings, width: Self.side, height: Self.side).greys
    wholePicture = PictureConvolution.picture(for: Settings())
    alongRows = KernelMap(Tensor(signal: kernel), over: wholePicture)
    shuffled = picture.shuffled(seed: 3)
    pictureContrast = (picture.contrast, shuffled.contrast)
    let table = Tensor(rows: Self.table)
    tableContrast = (table.contrast, Tensor(rows: Self.table.map { row in Self.order.map { row[$0] } }).contrast)
    moments =
      [.data, .series, .image, .film, .shuffle, .dense, .kernel, .row(0)] + (geometry.output > 1 ? [.row(1)] : [])
      + (geometry.output > 2 ? [.rows] : []) + [.count, .end]
  }

  /// So many whole numbers, none of them 0 and no two of them alike, in an order that looks like chance.
  private static func different(_ count: Int) -> [Float] {
    let half = (count + 1) / 2
    var numbers = ((-half...half).filter { $0 != 0 }).map(Float.init)
    let generator = SeededGenerator(seed: 12)
    for index in numbers.indices.dropFirst().reversed() {
      numbers.swapAt(index, generator.integer(at: index, in: 0...index))
    }
    return Array(numbers.prefix(count))
  }

  /// Whether the layer whose matrix this is joins an input with an output at all: elsewhere stand the zeros that are no
  /// weights.
  func isJoined(_ matrix: Dense, row: Int, column: Int) -> Bool {
    matrix.weights == dense.weights || kernel.indices.contains(column - row)
  }

  /// The different numbers in a matrix, zeros not counted.
  func differentNumbers(_ matrix: Dense) -> Int { Set(matrix.weights.filter { $0 != 0 }).count }

  func name(of target: Target) -> String? {
    switch target.grid {
    case Self.signal.name: "x\(max(target.row, target.column) + 1)"
    case Self.weights.name: "w\(target.column + 1)"
    default: nil
    }
  }

  // MARK: What the figure is about at a moment

  /// Which matrix is on the screen.
  func matrix(_ moment: Moment) -> Dense { moment == .dense || isDense ? dense : sliding }

  /// What comes out of it.
  func output(_ moment: Moment) -> [Float] { moment == .dense || isDense ? denseOutput : slidingOutput }

  /// How many rows of the matrix are written; those behind are empty.
  func shownRows(_ moment: Moment, at playhead: Playhead) -> Int {
    switch moment {
    case .data, .series, .image, .film, .shuffle, .kernel: 0
    case .dense, .count, .end: sliding.outputs
    case .row(let row): row + (playhead.phase(0, 0.3) > 0.5 ? 1 : 0)
    case .rows: 2 + Int((playhead.phase(0, 0.9) * Double(sliding.outputs - 2)).rounded(.down))
    }
  }

  /// What is lit up in the matrix.
  enum Focus: Hashable {
    case nothing
    case output(Int)
    case weight(row: Int, column: Int)
    case input(Int)
    case kernel(Int)
  }

  /// The pointer decides; without one, the step does.
  func focus(_ moment: Moment, at playhead: Playhead) -> Focus {
    if let pointer = playhead.pointer {
      switch pointer.grid {
      case "s" where pointer.row < shownRows(moment, at: playhead): return .output(pointer.row)
      case "matrix" where pointer.row < shownRows(moment, at: playhead) && pointer.column < x.count:
        return .weight(row: pointer.row, column: pointer.column)
      case Self.signal.name where max(pointer.row, pointer.column) < x.count:
        return .input(max(pointer.row, pointer.column))
      case Self.weights.name where pointer.column < kernel.count: return .kernel(pointer.column)
      default: return .nothing
      }
    }
    switch moment {
    case .row(let row): return .output(row)
    case .kernel: return .output(kernelPlace(at: playhead))
    case .rows where playhead.progress < 1: return .output(max(0, shownRows(moment, at: playhead) - 1))
    default: return .nothing
    }
  }

  /// The place that the kernel has come to beneath the signal.
  func kernelPlace(at playhead: Playhead) -> Int {
    min(sliding.outputs - 1, Int(playhead.progress * Double(sliding.outputs)))
  }

  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    if moment == .kernel, playhead.pointer == nil, playhead.progress < 1 {
      return sum(sliding, row: kernelPlace(at: playhead))
    }
    guard case .rows = moment, playhead.pointer == nil, playhead.progress < 1,
      case .output(let row) = focus(moment, at: playhead)
    else { return nil }
    return sum(matrix(moment), row: row)
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    var pointed = playhead
    pointed.pointer = target
    let matrix = moment == .kernel ? sliding : matrix(moment)
    switch focus(moment, at: pointed) {
    case .nothing:
      guard ["s", "matrix"].contains(target.grid) else { return nil }
      return Remark(caption: "Row \(target.row + 1) of the matrix is still to come, and s\(target.row + 1) with it.")
    case .output(let row):
      return Remark(
        caption: matrix.weights == dense.weights || matrix.outputs == 1
          ? "Output s\(row + 1) is row \(row + 1) of the matrix times x: every input has a weight in it."
          : "Output s\(row + 1) is row \(row + 1) of the matrix times x: the zeros outside of the kernel take no part.",
        formula: sum(matrix, row: row))
    case .weight(let row, let column):
      guard isJoined(matrix, row: row, column: column) else {
        return Remark(
          caption: """
            No weight: output s\(row + 1) does not see x\(column + 1). This zero is never stored, never learned and never \
            multiplied.
            """)
      }
      return Remark(
        caption: matrix.weights == dense.weights
          ? "This weight is used here alone: it says how x\(column + 1) counts for s\(row + 1), and nothing else."
          : """
          Weight w\(column - row + 1) of the kernel, used for \(portion(matrix.outputs, of: matrix.outputs, "output"))\
          \(matrix.outputs == 1 ? "." : ", once in each row: it is stored once, and learned from all of them.")
          """)
    case .input(let input):
      // A weight of 0 counts for nothing, inside of the kernel, too.
      let reached = (0..<matrix.outputs).count { matrix.weights[$0 * matrix.inputs + input] != 0 }
      return Remark(
        caption: """
          x\(input + 1) meets column \(input + 1) of the matrix: it counts for \(portion(reached, of: matrix.outputs, "output")).
          """)
    case .kernel(let index):
      return Remark(
        caption: """
          Weight w\(index + 1) = \(GridConvolution.text(kernel[index])): it meets \
          \(sliding.outputs == 1 ? "the input x\(index + 1), at its only place." : "the inputs x\(index + 1) to x\(index + sliding.outputs), one for each of \(counted(sliding.outputs, "place")).")
          """)
    }
  }
}

extension Tensor {
  /// The same values in another order.
  fileprivate func shuffled(seed: UInt64) -> Tensor {
    var values = values
    let generator = SeededGenerator(seed: seed)
    for index in values.indices.dropFirst().reversed() {
      values.swapAt(index, generator.integer(at: index, in: 0...index))
    }
    return Tensor(shape, values: values)
  }

  /// By how much values beside each other in a row differ on average.
  fileprivate var contrast: Double {
    var sum = 0.0
    for row in 0..<shape.height {
      for column in 1..<shape.width { sum += abs(Double(self[row, column] - self[row, column - 1])) }
    }
    return sum / Double(shape.height * (shape.width - 1))
  }
}
